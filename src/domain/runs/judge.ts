// Judges what fetching a target gave: makes the run to record, the status, and what the
// next run is judged by. No I/O, no clock.

import {
  type Answer,
  type CrawlFigures,
  createAnswer,
} from "#domain/conditions/answer.ts";
import { matchesStatus } from "#domain/conditions/comparing/status-pattern.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import {
  firstFailed,
  judgeConditions,
  sufficesUnmodified,
} from "#domain/conditions/judge-conditions.ts";
import type { Expectation, RoundTarget, Status } from "#domain/targets/target.ts";
import { ageOf, type ContentSince, contentSinceOf } from "./content-since.ts";
import { evidenceOf } from "./evidence.ts";
import type { Failure } from "./failure.ts";
import {
  outcomeOf,
  type Run,
  refuseUnstorable,
  type Sighting,
  type Trigger,
  type Try,
  unseen,
} from "./run.ts";

/**
 * What one attempt at fetching gave. Durations in ms. With a failure there is no hash and
 * nothing to validate by.
 */
export type Fetched = {
  /** From the start to the final response's headers; the whole duration if none came. */
  firstByteMs: number;
  /** The rest of the duration. */
  bodyMs: number;
  /** Null if the last request got no answer. */
  status: number | null;
  redirects: number;
  /** The last URL asked, without fragment. */
  finalUrl: string;
  /** Decoded bytes that were read. */
  bytes: number;
  contentType: string | null;
  /** Lower-case hexadecimal SHA-256 of the body; null without one. */
  contentHash: string | null;
  /**
   * What to send next time. Null after a redirect: the validators would be those of
   * another URL than the given one.
   */
  validators: { etag: string | null; lastModified: string | null };
  notModified: boolean;
  /** How long the host asked to be left alone, with a 429 or a 5xx. */
  retryAfterMs: number | null;
  /** A failure of the transport only: the status is judged here. */
  failure: Failure | null;
};

/** What of an answer is only there until it is judged. */
type AnswerContent = {
  headers?: Pick<Headers, "get"> | null;
  /** The body, or how it begins; null where nothing of it was held. */
  body?: Uint8Array | null;
  /** Of a crawl that this was the start of. */
  crawl?: CrawlFigures;
};

/** What is known of a run beside its last attempt, which is the one that is judged. */
type RunFacts = {
  dueAt: number;
  trigger: Trigger;
  /** When the first attempt began. */
  startedAt: number;
  /** Each attempt; absent where there was only one. */
  tries?: readonly Try[];
};

/** The last content that a scheduled run saw. */
export type SeenContent = { requestRevision: number; hash: string };

/**
 * What the last whole answer offered for conditional requests, and the content that this
 * stands for.
 */
export type Validators = {
  requestRevision: number;
  etag: string | null;
  lastModified: string | null;
  contentType: string | null;
  contentHash: string | null;
};

/** What earlier runs have left for judging the next one. */
export type Known = {
  content?: SeenContent;
  validators?: Validators;
  contentSince?: ContentSince;
  /** The last scheduled run. */
  last?: Run;
};

/** What a run leaves for judging the next one. */
type Learned = Omit<Known, "last">;

export type Verdict = {
  run: Run;
  /** The status that the target has after the run. */
  status: Extract<Status, "up" | "degraded" | "down">;
  /** What the next run is judged by. A field that is absent stays as it was. */
  learned: Learned;
  /** Of a failed run, how the answer's text begins; null where there is none. */
  evidence: string | null;
};

/** The status that a target has after a run. */
export const statusOf = (run: Pick<Run, "failure" | "conditions">): Verdict["status"] =>
  statusAfter[outcomeOf(run)];

const statusAfter = { ok: "up", degraded: "degraded", failed: "down" } as const;

/**
 * Judges the last attempt of a run. Throws a RangeError for a number that no run can be
 * recorded with.
 */
export function judge(
  target: RoundTarget,
  known: Known,
  fetched: Fetched & AnswerContent,
  facts: RunFacts,
): Verdict {
  const sighting = sightingOf(target, known, fetched);
  const since = contentSinceOf(target.expect, known, sighting, facts.startedAt);
  const unmet = fetched.failure ?? judgeStatus(target.expect, fetched);
  const seen = { ...fetched, ...sighting, finalUrl: fetched.finalUrl };
  const conditions =
    unmet === null && target.expect.conditions.length > 0
      ? judgeConditions(
          target.expect.conditions,
          toAnswer(seen, since, facts),
          toldOfSame(known),
        )
      : [];
  const failure = shortened(unmet ?? assertionOf(target.expect, conditions));
  const content = failure === null ? contentOf(target, sighting) : null;
  const isScheduled = facts.trigger === "schedule";
  const { tries = [] } = facts;
  const run: Run = {
    targetId: target.id,
    dueAt: facts.dueAt,
    startedAt: Math.max(facts.startedAt, facts.dueAt),
    firstByteMs: Math.max(0, fetched.firstByteMs),
    bodyMs: Math.max(0, fetched.bodyMs),
    attempts: Math.max(1, tries.length),
    tries: tries.length > 1 ? withEnding(tries, failure) : [],
    trigger: facts.trigger,
    late: isScheduled && facts.startedAt - facts.dueAt > target.schedule.graceMs,
    notModified: fetched.notModified,
    changed: isScheduled && differs(known.content, content),
    ...sighting,
    failure,
    conditions,
  };
  refuseUnstorable(run);
  const isWhole = failure === null && !fetched.notModified;
  return {
    run,
    status: statusOf(run),
    learned: {
      ...(isScheduled && content && { content }),
      ...(isWhole && { validators: validatorsOf(target, fetched) }),
      ...(isScheduled && since && unmet === null && { contentSince: since }),
    },
    evidence: failure === null ? null : evidenceOf(fetched),
  };
}

const toAnswer = (
  {
    firstByteMs,
    bodyMs,
    headers = null,
    body = null,
    crawl,
    ...seen
  }: Fetched & AnswerContent,
  since: ContentSince | null,
  { startedAt }: RunFacts,
): Answer =>
  createAnswer({
    ...seen,
    firstByteMs: Math.max(0, firstByteMs),
    durationMs: Math.max(0, firstByteMs) + Math.max(0, bodyMs),
    headers,
    body,
    contentAge: since && ageOf(since, startedAt),
    crawl: crawl ?? null,
  });

/** What the last run told of the content that the validators stand for. */
const toldOfSame = ({ last, validators }: Known): readonly ToldCondition[] =>
  last !== undefined && last.contentHash === validators?.contentHash
    ? last.conditions
    : [];

/**
 * The validators to ask with; null where a 304 would not tell enough to judge a target's
 * conditions.
 */
export function validatorsFor(target: RoundTarget, known: Known): Validators | null {
  const { validators = null } = known;
  const isOfRequest = validators?.requestRevision === target.requestRevision;
  return isOfRequest && sufficesUnmodified(target.expect.conditions, toldOfSame(known))
    ? validators
    : null;
}

/** The failure of the first condition that does not hold, unless it only degrades. */
function assertionOf(
  { conditions }: Expectation,
  told: readonly ToldCondition[],
): Failure | null {
  const failed = firstFailed(conditions, told);
  if (failed === null) return null;
  const { condition, actual } = failed.told;
  return { class: "assertion", detail: failed.detail, condition, actual };
}

/** Attempts of which the last one is told as the run was judged. */
const withEnding = (tries: readonly Try[], failure: Failure | null): readonly Try[] =>
  tries.map((one, i) =>
    i === tries.length - 1 ? { ...one, ending: failure?.class ?? "ok" } : one,
  );

/** Tells of one attempt by itself. */
export function tryOf(
  expect: Expectation,
  fetched: Fetched & { startedAt: number },
): Try {
  const { startedAt, firstByteMs, bodyMs, status } = fetched;
  const failure = fetched.failure ?? judgeStatus(expect, fetched);
  return {
    startedAt,
    durationMs: Math.max(0, firstByteMs) + Math.max(0, bodyMs),
    status,
    ending: failure?.class ?? "ok",
  };
}

/**
 * What the run saw. After a 304 the content is the one that the validators stand for, so
 * its hash and type are theirs.
 */
function sightingOf(
  target: RoundTarget,
  { validators }: Known,
  fetched: Fetched,
): Omit<Sighting, "failure" | "conditions"> {
  const source = fetched.notModified ? (validators ?? unseen) : fetched;
  return {
    status: fetched.status,
    bytes: fetched.bytes,
    redirects: fetched.redirects,
    finalUrl:
      fetched.finalUrl === target.url ? null : fetched.finalUrl.slice(0, longestText),
    contentType: source.contentType,
    contentHash: source.contentHash,
  };
}

/**
 * Characters kept of a URL that a run led to, and of each text in a failure: a host names
 * both. Some URLs have another long token each time, and every run is kept.
 */
const longestText = 300;

const shortened = (failure: Failure | null): Failure | null =>
  failure &&
  (Object.fromEntries(
    Object.entries(failure).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, longestText) : value,
    ]),
  ) as Failure);

function contentOf(
  { requestRevision }: RoundTarget,
  { contentHash: hash }: Pick<Sighting, "contentHash">,
) {
  return hash === null ? null : { requestRevision, hash };
}

/** Contents differ only if they were asked for in the same way. */
const differs = (before: SeenContent | undefined, now: SeenContent | null): boolean =>
  before !== undefined &&
  now !== null &&
  before.requestRevision === now.requestRevision &&
  before.hash !== now.hash;

function validatorsOf(target: RoundTarget, fetched: Fetched): Validators {
  const { requestRevision } = target;
  const { contentType, contentHash } = fetched;
  return { requestRevision, ...fetched.validators, contentType, contentHash };
}

/**
 * Judges the status of an answer; null for a success. A 304 to a conditional request is a
 * success, since the condition stands for the answer of an earlier one.
 */
export function judgeStatus(
  expect: Expectation,
  fetched: Pick<Fetched, "status" | "notModified">,
): Failure | null {
  const { status } = fetched;
  if (status === null) return { class: "internal", detail: "an answer without a status" };
  if (
    fetched.notModified ||
    expect.status.some((pattern) => matchesStatus(pattern, status))
  )
    return null;
  return { class: "status", status, expected: expect.status.join(" or ") };
}

/**
 * How long to wait before another attempt, in ms, or null when there shall be none. Only
 * failed connections, a 5xx, and a 429 with Retry-After are worth another attempt. Waits
 * double from one second; Retry-After is honoured.
 */
export function retryDelay(
  target: RoundTarget,
  fetched: Fetched,
  attempts: number,
): number | null {
  if (attempts > target.request.retries) return null;
  const { failure, status, retryAfterMs } = fetched;
  const unreachable = failure?.class === "connect" || failure?.class === "dns";
  const busy =
    status !== null && (status >= 500 || (status === 429 && retryAfterMs !== null));
  if (!unreachable && !busy) return null;
  if (status !== null && judgeStatus(target.expect, fetched) === null) return null;
  return Math.max(1000 * 2 ** (attempts - 1), retryAfterMs ?? 0);
}
