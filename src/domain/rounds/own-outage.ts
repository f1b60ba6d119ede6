// Suspects from what a round saw that it is not the hosts that are silent, but our own
// way to them. No I/O, no clock.
import { getDomain } from "tldts";
import { isSilence } from "#domain/runs/failure.ts";
import type { Entry } from "#domain/runs/run.ts";

/** Fewer unrelated hosts may well be silent at the same time. */
const fewestDomains = 3;

type Seen = { target: { url: string }; entries: readonly Entry[] };

/** Whether most of the targets that ran got no answer, on hosts that are unrelated. */
export function suspectsOwnOutage(seen: readonly Seen[]): boolean {
  // Nobody asks a heartbeat: that it reports says nothing of our way to hosts.
  const ran = seen.filter(
    ({ target, entries }) =>
      target.url !== "" && entries.some(({ kind }) => kind === "run"),
  );
  const silent = ran.filter(({ entries }) => isSilent(entries));
  const domains = new Set(silent.map(({ target }) => domainOf(target.url)));
  return silent.length > ran.length / 2 && domains.size >= fewestDomains;
}

/** Whether the last run of some entries got no answer at all. */
export function isSilent(entries: readonly Entry[]): boolean {
  const last = entries.findLast((entry) => entry.kind === "run");
  return last !== undefined && last.run.failure !== null && isSilence(last.run.failure);
}

function domainOf(url: string): string {
  const { hostname } = new URL(url);
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}

/** Hosts that hardly ever fail together, asked when most targets are silent. */
export const usualCanaries: readonly string[] = [
  "https://www.google.com/generate_204",
  "https://cloudflare.com/cdn-cgi/trace",
  "https://www.apple.com/library/test/success.html",
];

/** The document that names others. */
export const canariesDocument = "canaries";
