// Says when an answer need not be read, since the reading of before stands for it.
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { sufficesUnmodified } from "#domain/conditions/judge-conditions.ts";
import type { Reading } from "#domain/readings/reading.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import type { Known } from "./fetched.ts";

/**
 * The reading of before, where an answer with a body of that hash says the same; null
 * where it is to be read: a condition asks for values of which nothing was told, or a
 * step reads headers.
 */
export function standingReading(
  { expect, extract, requestRevision }: RoundTarget,
  known: Known,
  bodyHash: string | null,
): Reading | null {
  const { content } = known;
  const isSame =
    content?.requestRevision === requestRevision && content.hash === bodyHash;
  const isTold = sufficesUnmodified(expect.conditions, toldOf(known, bodyHash));
  const isOfBody = !extract.some((step) => "header" in step);
  return isSame && isTold && isOfBody ? (content.reading ?? null) : null;
}

/** What the last run told of a content, if that is what it saw. */
export const toldOf = (
  { last }: Known,
  contentHash: string | null,
): readonly ToldCondition[] =>
  last !== undefined && contentHash !== null && last.contentHash === contentHash
    ? last.conditions
    : [];

/**
 * Whether a 304 would tell all that a target's steps are for: the reading stands, and no
 * other content is waited for.
 */
export function isReadingSettled(
  target: RoundTarget,
  known: Known,
  bodyHash: string | null,
): boolean {
  if (target.extract.length === 0) return true;
  const reading = standingReading(target, known, bodyHash);
  const { contents } = known;
  return (
    reading !== null &&
    contents?.revision === target.requestRevision &&
    contents.pending === null &&
    contents.recent[0]?.hash === reading.hash
  );
}
