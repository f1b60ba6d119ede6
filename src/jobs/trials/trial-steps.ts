// Lists the steps of a run while they happen: each request and answer on the way, and how
// the run was judged. Masks secrets.

import type { ToldCondition } from "#domain/conditions/condition.ts";
import { explainFailure, type Failure } from "#domain/runs/failure.ts";
import { isSecretHeader } from "#domain/secret-header.ts";
import type { Expectation } from "#domain/targets/target.ts";
import type { Clock } from "#domain/time/clock.ts";
import type { OnStep } from "#jobs/readings/read-answer.ts";

export const stepKinds = [
  "schedule",
  "request",
  "answer",
  "robots",
  "links",
  "reading",
  "condition",
  "judgement",
] as const;

export type Step = {
  step: (typeof stepKinds)[number];
  /** Since the list was created. */
  atMs: number;
  explanation: string;
  details: Record<string, unknown>;
};

export type AddStep = (
  step: Step["step"],
  explanation: string,
  details?: Step["details"],
) => void;

/** Creates an empty list of steps, and the function that adds one. */
export function createSteps(clock: Clock): { steps: Step[]; addStep: AddStep } {
  const startedAt = clock.now();
  const steps: Step[] = [];
  const addStep: AddStep = (step, explanation, details = {}) => {
    steps.push({ step, atMs: clock.now() - startedAt, explanation, details });
  };
  return { steps, addStep };
}

/**
 * A fetch that adds a step for each request and each answer, those of redirects and
 * retries included. Masks the headers that are secret by name, and `secretHeaders`.
 */
export const withSteps =
  (
    inner: typeof fetch,
    addStep: AddStep,
    secretHeaders: readonly string[],
  ): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    addStep("request", `${request.method} ${request.url}`, {
      headers: maskHeaders(request.headers, secretHeaders),
    });
    try {
      const response = await inner(input, init);
      addStep("answer", `${response.status} from ${request.url}`, {
        headers: maskHeaders(response.headers, secretHeaders),
      });
      return response;
    } catch (error) {
      addStep("answer", `No answer from ${request.url}.`);
      throw error;
    }
  };

/** Characters shown of what a step was given, and of what it gave. */
const shownText = 4_000;

const cutText = (text: string): string =>
  text.length <= shownText ? text : `${text.slice(0, shownText).toWellFormed()}…`;

/** Adds what each step of the target was given, and what it gave. */
export const explainReading =
  (addStep: AddStep): OnStep =>
  ({ step, told, input, output, problem }) =>
    addStep("reading", `Step ${step + 1}: ${told}`, {
      input: cutText(input),
      output: output === null ? null : cutText(output),
      problem,
    });

/** Adds how each condition turned out. */
export function addConditions(
  addStep: AddStep,
  conditions: readonly ToldCondition[],
): void {
  for (const { condition, actual, outcome } of conditions)
    addStep("condition", condition, { actual, outcome });
}

/** Adds how the run was judged; `failure` is null for a success. */
export function addJudgement(
  addStep: AddStep,
  failure: Failure | null,
  { status }: Expectation,
  details: Step["details"],
): void {
  const explanation =
    failure === null
      ? `That is a success: expected ${status.join(" or ")}.`
      : explainFailure(failure);
  addStep("judgement", explanation, details);
}

/** Headers as they may be shown; `secretHeaders` are those that the user marked. */
export const maskHeaders = (
  headers: Headers,
  secretHeaders: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [
      name,
      isSecretHeader(name, secretHeaders) ? "***" : value,
    ]),
  );
