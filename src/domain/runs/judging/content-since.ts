// Remembers since when a target's content is what it is, for the conditions that ask.
import type { ContentAge } from "#domain/conditions/answer.ts";
import { needs } from "#domain/conditions/judge-conditions.ts";
import type { Sighting } from "#domain/runs/run.ts";
import type { Expectation } from "#domain/targets/target.ts";

export type ContentSince = {
  /** How the content's hash begins. */
  hash: string;
  /** When it was first seen. Epoch ms. */
  since: number;
  /** Whether nothing else was seen before. */
  isFirst: boolean;
};

/** So many digits of a hash tell contents of one target apart. */
const keptDigits = 16;

/** What is known with a run that began at `at`; null where no condition asks. */
export function contentSinceOf(
  { conditions }: Expectation,
  { contentSince: before }: { contentSince?: ContentSince },
  { contentHash, reading }: Pick<Sighting, "contentHash" | "reading">,
  at: number,
): ContentSince | null {
  const content = reading?.hash ?? contentHash;
  if (content === null || !needs(conditions, "memory")) return null;
  const hash = content.slice(0, keptDigits);
  return before?.hash === hash
    ? before
    : { hash, since: at, isFirst: before === undefined };
}

export const ageOf = ({ since, isFirst }: ContentSince, at: number): ContentAge => ({
  ms: Math.max(0, at - since),
  isFirst,
});
