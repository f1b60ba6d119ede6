// Remembers since when a target's content is what it is, for the conditions that ask.
import type { ContentAge } from "#domain/conditions/answer.ts";
import { needs } from "#domain/conditions/judge-conditions.ts";
import type { Sighting } from "#domain/runs/run.ts";
import type { Expectation, RoundTarget } from "#domain/targets/target.ts";

export type ContentSince = {
  /** How the content's hash begins. */
  hash: string;
  /** When it was first seen. Epoch ms. */
  since: number;
  /** Whether nothing else was seen before. */
  isFirst: boolean;
  /** The request that was made; null where that is not known any more. */
  requestRevision: number | null;
};

type Judged = Pick<RoundTarget, "requestRevision"> & {
  expect: Pick<Expectation, "conditions">;
};

/** So many digits of a hash tell contents of one target apart. */
const keptDigits = 16;

/**
 * What is known with a run that began at `at`; null where no condition asks. What was
 * asked for, or read, in another way begins anew: an edit is no change.
 */
export function contentSinceOf(
  { expect: { conditions }, requestRevision }: Judged,
  { contentSince: before }: { contentSince?: ContentSince },
  { contentHash, reading }: Pick<Sighting, "contentHash" | "reading">,
  at: number,
): ContentSince | null {
  const content = reading?.hash ?? contentHash;
  if (content === null || !needs(conditions, "memory")) return null;
  const hash = content.slice(0, keptDigits);
  const revision = before?.requestRevision ?? requestRevision;
  const known = revision === requestRevision ? before : undefined;
  return known?.hash === hash
    ? { ...known, requestRevision }
    : { hash, since: at, isFirst: known === undefined, requestRevision };
}

export const ageOf = ({ since, isFirst }: ContentSince, at: number): ContentAge => ({
  ms: Math.max(0, at - since),
  isFirst,
});
