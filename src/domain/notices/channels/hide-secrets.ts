// Takes a channel's secrets out of what is said about it. The path and the query of an
// address count as secret, part by part: with most channels they are.
import type { ChannelConfig } from "./channel-kind.ts";
import { proofOf } from "./settings.ts";

const hidden = "…";

// Shorter parts of an address are words such as "services", and no secrets.
const SHORTEST_PART_CHARS = 8;
// Shorter settings stand in many words; nobody who wants a secret takes one.
const SHORTEST_SETTING_CHARS = 4;

export function hideSecrets(text: string, config: ChannelConfig): string {
  const settings = Object.values(config).flatMap((value) => secretsIn(String(value)));
  const secrets = [...settings, ...proofOf(config)].flatMap(formsOf);
  // Longest first: a part would leave the rest of the whole.
  secrets.sort((a, b) => b.length - a.length);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
}

function secretsIn(value: string): string[] {
  if (value.length < SHORTEST_SETTING_CHARS) return [];
  const url = URL.parse(value);
  if (url === null) return [value];
  const query = url.search.split(/[?&=]/);
  const parts = [...url.pathname.split("/"), ...query, ...url.searchParams.values()];
  const long = [...parts, url.pathname + url.search].filter(
    (part) => part.length >= SHORTEST_PART_CHARS,
  );
  return [value, ...long];
}

/** As it is, and as addresses, JSON and pages of errors write it. */
const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret.toWellFormed()),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll("&", "&amp;"),
];
