// Remembers which hosts of a crawl answer, and which are silent. No I/O.

import { type Failure, isSilence } from "#domain/runs/failure.ts";

/** What the requests of a session have shown of hosts. */
export type HostAnswers = {
  /** Hosts that have answered. */
  heard: Set<string>;
  /** Hosts whose last requests, `times` in a row, got no answer. */
  silent: Map<string, { times: number; trouble: Failure }>;
  /** Hosts that gave no answer when they were asked whether they are there. */
  mute: Set<string>;
};

export const noAnswers = (): HostAnswers => ({
  heard: new Set(),
  silent: new Map(),
  mute: new Set(),
});

/** A host with so many silences in a row is down until it is known to answer. */
const mostSilences = 5;

/** Notes how a request to a host ended. */
export function noteAnswer(
  { heard, silent, mute }: HostAnswers,
  host: string,
  failure: Failure | null,
): void {
  if (failure !== null && isSilence(failure)) {
    silent.set(host, { times: (silent.get(host)?.times ?? 0) + 1, trouble: failure });
    return;
  }
  heard.add(host);
  silent.delete(host);
  mute.delete(host);
}

/** Whether a host has answered, and the last time as well. */
export const isHeard = ({ heard, silent }: HostAnswers, host: string): boolean =>
  heard.has(host) && !silent.has(host);

/** Whether a host is left alone because it was silent too often in a row. */
export const isDown = ({ silent, mute }: HostAnswers, host: string): boolean =>
  mute.has(host) || (silent.get(host)?.times ?? 0) >= mostSilences;
