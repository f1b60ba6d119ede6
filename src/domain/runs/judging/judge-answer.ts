// Judges an answer by its target's conditions, with what earlier runs told of the same
// content.
import { type Answer, createAnswer } from "#domain/conditions/answer.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import {
  firstFailed,
  judgeConditions,
  needsOf,
  sufficesUnmodified,
} from "#domain/conditions/judge-conditions.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { Expectation, RoundTarget } from "#domain/targets/target.ts";
import { ageOf, type ContentSince } from "./content-since.ts";
import type { AnswerContent, Fetched, Known, Validators } from "./fetched.ts";
import { isReadingSettled, toldOf } from "./standing-reading.ts";

/** What an answer is judged with besides itself. */
type Beside = { known: Known; since: ContentSince | null; startedAt: number };

/** Tells how the conditions turned out. After a 304 the hash is that of before. */
export const tellConditions = (
  { conditions }: Expectation,
  fetched: Fetched & AnswerContent,
  beside: Beside,
): ToldCondition[] =>
  conditions.length === 0
    ? []
    : judgeConditions(
        conditions,
        toAnswer(fetched, beside),
        toldOf(beside.known, fetched.contentHash),
      );

/** The answer as conditions and steps see it. */
export const toAnswer = (
  {
    firstByteMs,
    bodyMs,
    headers = null,
    body = null,
    crawl,
    read,
    ...seen
  }: Fetched & AnswerContent,
  beside: Pick<Beside, "since" | "startedAt"> = { since: null, startedAt: 0 },
): Answer =>
  createAnswer({
    ...seen,
    firstByteMs: Math.max(0, firstByteMs),
    durationMs: Math.max(0, firstByteMs) + Math.max(0, bodyMs),
    headers,
    body,
    contentAge: beside.since && ageOf(beside.since, beside.startedAt),
    crawl: crawl ?? null,
    counts: null,
    startedAt: beside.startedAt,
    readings: read && "values" in read ? read.values : null,
  });

/** A target as it is judged where no crawl is made, which would have figures. */
export const withoutFigures = <Judged extends { expect: Expectation }>(
  target: Judged,
): Judged => {
  const { expect } = target;
  const conditions = expect.conditions.filter((line) => !needsOf(line).has("crawl"));
  return { ...target, expect: { ...expect, conditions } };
};

/**
 * The validators to ask with; null where a 304 would not tell enough to judge a target's
 * conditions.
 */
export function validatorsFor(target: RoundTarget, known: Known): Validators | null {
  const { validators = null } = known;
  if (validators?.requestRevision !== target.requestRevision) return null;
  const { contentHash } = validators;
  return sufficesUnmodified(target.expect.conditions, toldOf(known, contentHash)) &&
    isReadingSettled(target, known, contentHash)
    ? validators
    : null;
}

/** The failure of the first condition that does not hold, unless it only degrades. */
export function assertionOf(
  { conditions }: Expectation,
  told: readonly ToldCondition[],
): Failure | null {
  const failed = firstFailed(conditions, told);
  if (failed === null) return null;
  const { condition, actual } = failed.told;
  return { class: "assertion", detail: failed.detail, condition, actual };
}
