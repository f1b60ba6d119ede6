// Judges what fetching a target gave: makes the run to record, the status, and what the
// next run is judged by. No I/O, no clock.

import type { Reading } from "#domain/readings/reading.ts";
import type { RoundTarget, Status } from "#domain/targets/target.ts";
import type { Failure } from "./failure.ts";
import { contentSinceOf } from "./judging/content-since.ts";
import { evidenceOf } from "./judging/evidence.ts";
import type {
  AnswerContent,
  Fetched,
  Known,
  SeenContent,
  Validators,
} from "./judging/fetched.ts";
import { assertionOf, tellConditions } from "./judging/judge-answer.ts";
import { judgeStatus } from "./judging/judge-status.ts";
import {
  outcomeOf,
  type Run,
  refuseUnstorable,
  type Sighting,
  type Trigger,
  type Try,
  unseen,
} from "./run.ts";

/** What is known of a run beside its last attempt, which is the one that is judged. */
type RunFacts = {
  dueAt: number;
  trigger: Trigger;
  /** When the first attempt began. */
  startedAt: number;
  /** Each attempt; absent where there was only one. */
  tries?: readonly Try[];
};

/** What a run leaves for judging the next one. */
type Learned = Omit<Known, "last" | "contents">;

export type Verdict = {
  run: Run;
  /** Of the request that was made: numbers of others are not compared with the run's. */
  requestRevision: number;
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
  const unanswered = fetched.failure ?? judgeStatus(target.expect, fetched);
  const { reading, unread } = readOf(unanswered === null ? fetched : {});
  const unmet = unanswered ?? unread;
  const sighting = sightingOf(target, known, fetched, reading);
  const since = contentSinceOf(target, known, sighting, facts.startedAt);
  const { startedAt } = facts;
  const { contentType, contentHash } = sighting;
  const conditions =
    unmet === null && target.expect.conditions.length > 0
      ? tellConditions(
          target.expect,
          { ...fetched, contentType, contentHash },
          { known, since, startedAt },
        )
      : [];
  const failure = shortened(unmet ?? assertionOf(target.expect, conditions));
  const content = failure === null ? contentOf(target, sighting) : null;
  const isScheduled = facts.trigger === "schedule";
  const isInRound = facts.trigger !== "manual";
  const { tries = [] } = facts;
  const run: Run = {
    ...sighting,
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
    changed: (isInRound || reading !== null) && differs(known.content, content),
    untimed: false,
    failure,
    conditions,
  };
  refuseUnstorable(run);
  const isWhole = failure === null && !fetched.notModified;
  const learned: Learned = {};
  if (isInRound && content) learned.content = content;
  if (isWhole) learned.validators = validatorsOf(target, fetched);
  if (isInRound && since && unmet === null) learned.contentSince = since;
  return {
    run,
    requestRevision: target.requestRevision,
    status: statusOf(run),
    learned,
    evidence: failure === null ? null : evidenceOf(fetched),
  };
}

/** What the target's steps made of an answer that is as it must be. */
function readOf({ read = null }: AnswerContent): {
  reading: Reading | null;
  unread: Failure | null;
} {
  if (read === null) return { reading: null, unread: null };
  return "unread" in read
    ? { reading: null, unread: read.unread }
    : { reading: read.reading, unread: null };
}

/** Attempts of which the last one is told as the run was judged. */
const withEnding = (tries: readonly Try[], failure: Failure | null): readonly Try[] =>
  tries.map((one, i) =>
    i === tries.length - 1 ? { ...one, ending: failure?.class ?? "ok" } : one,
  );

/**
 * What the run saw. After a 304 the content is the one that the validators stand for, so
 * its hash and type are theirs.
 */
function sightingOf(
  target: RoundTarget,
  { validators }: Known,
  fetched: Fetched,
  reading: Reading | null,
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
    reading,
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
  { contentHash: hash, reading }: Pick<Sighting, "contentHash" | "reading">,
): SeenContent | null {
  if (reading !== null) return { requestRevision, hash: hash ?? "", reading };
  return hash === null ? null : { requestRevision, hash };
}

/** Contents differ only if they were asked for, and read, in the same way. */
const differs = (before: SeenContent | undefined, now: SeenContent | null): boolean =>
  before !== undefined &&
  now !== null &&
  before.requestRevision === now.requestRevision &&
  (now.reading === undefined
    ? before.hash !== now.hash
    : before.reading !== undefined && before.reading.hash !== now.reading.hash);

function validatorsOf(target: RoundTarget, fetched: Fetched): Validators {
  const { requestRevision } = target;
  const { contentType, contentHash } = fetched;
  return { requestRevision, ...fetched.validators, contentType, contentHash };
}
