// Recognises names that no public DNS ever answers for. Pure. `example` is not among
// them: RFC 6761 6.5 wants it treated as any other name, and nobody serves it.

const localTopLevels = new Set([
  "localhost", // RFC 6761 6.3
  "test", // RFC 6761 6.2
  "invalid", // RFC 6761 6.4
  "local", // RFC 6762: multicast DNS
  "onion", // RFC 7686
  "alt", // RFC 9476: other name systems
  "arpa", // RFC 3172: infrastructure, no pages; holds home.arpa (RFC 8375)
  // RFC 6762 appendix G: in private use everywhere, so never delegated.
  "internal", // also reserved by ICANN's resolution of 2024-07-29
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  // The hosts files of Linux distributions.
  "localdomain",
  "localdomain4",
  "localdomain6",
]);

export function isLocalName(labels: readonly string[]): boolean {
  return localTopLevels.has(labels.at(-1) ?? "");
}
