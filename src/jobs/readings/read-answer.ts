// Reads an answer by its target's steps, for judging it.
import { heldForReadings } from "#domain/conditions/judge-conditions.ts";
import type { ReadValues } from "#domain/conditions/read-value.ts";
import { applySteps, type StepTrace } from "#domain/readings/apply-steps.ts";
import {
  hashBytes,
  type Reading,
  type UnreadStep,
  type WholeReading,
} from "#domain/readings/reading.ts";
import { mostNumbers } from "#domain/readings/step.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type {
  AnswerContent,
  Fetched,
  Known,
  ReadAnswer,
} from "#domain/runs/judging/fetched.ts";
import { toAnswer } from "#domain/runs/judging/judge-answer.ts";
import { judgeStatus } from "#domain/runs/judging/judge-status.ts";
import { standingReading } from "#domain/runs/judging/standing-reading.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { hashOf } from "#net/fetching/body-hash.ts";
import { mostReadingBytes } from "#store/changes/pack-content.ts";

type FetchedAnswer = Fetched & AnswerContent;

/** Hears what each step was given, and what it gave. */
export type OnStep = (trace: StepTrace) => void;

/**
 * What a target's steps make of an answer. Null without steps, and for an answer that is
 * not as it must be. An answer that is the one of before is not read again.
 */
export async function readAnswer(
  target: RoundTarget,
  known: Known,
  fetched: FetchedAnswer,
  onStep?: OnStep,
): Promise<ReadAnswer | null> {
  if (target.extract.length === 0 || fetched.failure !== null) return null;
  if (judgeStatus(target.expect, fetched) !== null) return null;
  const { notModified, contentHash } = fetched;
  const bodyHash = notModified ? (known.validators?.contentHash ?? null) : contentHash;
  const standing = standingReading(target, known, bodyHash);
  if (standing !== null) return { reading: standing, values: null, whole: null };
  return await readWhole(target, fetched, onStep);
}

/** What the steps read, all of it, or the failure that they read nothing. */
async function readWhole(
  { extract }: Pick<RoundTarget, "extract">,
  fetched: FetchedAnswer,
  onStep?: OnStep,
): Promise<ReadAnswer> {
  const { body = null, bytes } = fetched;
  if (body !== null && bytes > body.byteLength) return tooLong("body", heldForReadings);
  const read = applySteps(extract, toAnswer(fetched), onStep);
  if (!read.ok) return { unread: failureOf(read.unread) };
  const { reading: whole } = read;
  const text = new TextEncoder().encode(whole.text);
  if (text.byteLength > mostReadingBytes) return tooLong("reading", mostReadingBytes);
  const hash = (await hashOf(text)).slice(0, 2 * hashBytes);
  const reading = { hash, numbers: numbersIn(whole.values) };
  return { reading, values: whole.values, whole };
}

/** The hash of what the steps read of a site's page; null where they find nothing. */
export async function readingHashOf(
  target: Pick<RoundTarget, "extract">,
  fetched: FetchedAnswer,
  onStep?: OnStep,
): Promise<string | null> {
  const read = await readWhole(target, fetched, onStep);
  return "unread" in read ? null : read.reading.hash;
}

/** The whole reading of an answer whose reading was taken from that of before. */
export function readAgain(
  { extract }: Pick<RoundTarget, "extract">,
  fetched: FetchedAnswer,
): WholeReading | null {
  const read = applySteps(extract, toAnswer(fetched));
  return read.ok ? read.reading : null;
}

const tooLong = (what: "body" | "reading", most: number): { unread: Failure } => ({
  unread: { class: "assertion", detail: `the ${what} is longer than ${most} bytes` },
});

function failureOf({ step, told, problem }: UnreadStep): Failure {
  const place = `step ${step + 1}`;
  return {
    class: "assertion",
    condition: `${place}: ${told}`,
    detail: `${place} (${told}) ${problem}`,
  };
}

export function numbersIn(values: ReadValues): Reading["numbers"] {
  const numbers = Object.entries(values).flatMap(([name, value]) =>
    value.type === "number" && Number.isFinite(value.number)
      ? [[name, value.number] as const]
      : [],
  );
  return Object.fromEntries(numbers.slice(0, mostNumbers));
}
