// Recognises names that no public DNS ever answers for: those whose top level is not in
// the list of public zones. Pure.

import { parse } from "tldts";

/** The list has them, and yet nobody on the public Internet answers for them. */
const localTopLevels = new Set([
  "onion", // RFC 7686
  "arpa", // RFC 3172: infrastructure, no pages; holds home.arpa (RFC 8375)
]);

/** RFC 6761 6.5 wants it treated as any other name, and nobody serves it. */
const harmlessTopLevel = "example";

/**
 * Whether a name with a dot, or `localhost`, is local: like `nas.local` (RFC 6762),
 * `wiki.internal` (ICANN's resolution of 2024-07-29), `api.default.svc`.
 */
export function isLocalName(labels: readonly string[]): boolean {
  const topLevel = labels.at(-1) ?? "";
  if (labels.length === 1) return topLevel === "localhost";
  if (topLevel === harmlessTopLevel) return false;
  return localTopLevels.has(topLevel) || !isInPublicZone(labels.join("."));
}

/** Whether the name's top level is public (publicsuffix.org, ICANN's part). */
const isInPublicZone = (name: string): boolean =>
  // The URL class has validated the name, by rules laxer than those of tldts.
  parse(name, { extractHostname: false, validateHostname: false }).isIcann === true;
