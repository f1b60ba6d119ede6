// Takes a channel's secrets out of what is said about it. The path and the query of an
// address count as secret, part by part: with most channels they are.
import type { ChannelConfig } from "./channel-kind.ts";

const hidden = "…";

// Shorter parts of an address are words such as "services", and no secrets.
const SHORTEST_PART_CHARS = 8;

export function hideSecrets(text: string, config: ChannelConfig): string {
  const secrets = Object.values(config).flatMap((value) => secretsIn(String(value)));
  // Longest first: a part would leave the rest of the whole.
  secrets.sort((a, b) => b.length - a.length);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
}

function secretsIn(value: string): string[] {
  if (value.length < SHORTEST_PART_CHARS) return [];
  const url = URL.parse(value);
  if (url === null) return [value];
  const parts = [...url.pathname.split("/"), ...url.searchParams.values()];
  return [value, ...parts, url.pathname + url.search].filter(
    (part) => part.length >= SHORTEST_PART_CHARS,
  );
}
