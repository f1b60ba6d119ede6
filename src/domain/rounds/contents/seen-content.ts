// Packs the last content that a run saw, as a difference from that run.
import { isSame } from "#domain/json.ts";
import type { Reading } from "#domain/readings/reading.ts";
import type { SeenContent } from "#domain/runs/judging/fetched.ts";
import type { Run } from "#domain/runs/run.ts";

/**
 * The hash is left out when the last run saw that content, and the reading is told in
 * brief. Append only: the position is stored.
 */
export type PackedSeenContent = [
  requestRevision: number,
  hash: string | null,
  reading?: typeof readingOfLast | [hash: string, numbers: Reading["numbers"]],
];

/** Stands for the reading of the last run. */
const readingOfLast = 1;

export function packSeenContent(
  { requestRevision, hash, reading }: SeenContent,
  last: Run | undefined,
): PackedSeenContent {
  const kept = hash === last?.contentHash ? null : hash;
  if (reading === undefined) return [requestRevision, kept];
  return isSame(reading, last?.reading)
    ? [requestRevision, kept, readingOfLast]
    : [requestRevision, kept, [reading.hash, reading.numbers]];
}

/** Gives undefined when that means nothing any more. */
export function unpackSeenContent(
  [requestRevision, kept, brief]: PackedSeenContent,
  last: Run | undefined,
): SeenContent | undefined {
  const hash = kept ?? last?.contentHash ?? null;
  if (hash === null) return undefined;
  if (brief === undefined) return { requestRevision, hash };
  const reading = Array.isArray(brief)
    ? { hash: brief[0], numbers: brief[1] }
    : last?.reading;
  return reading ? { requestRevision, hash, reading } : undefined;
}
