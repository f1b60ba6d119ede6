// Tells what a run does while it does it: each request and answer on the way, and how it
// was judged. Masks secrets.

import { explainFailure, type Failure } from "#domain/runs/failure.ts";
import { isSecretHeader } from "#domain/secret-header.ts";
import type { Expectation } from "#domain/targets/target.ts";
import type { Clock } from "#domain/time/clock.ts";

export const stepKinds = [
  "schedule",
  "request",
  "answer",
  "robots",
  "links",
  "judgement",
] as const;

export type Step = {
  step: (typeof stepKinds)[number];
  /** Since the telling began. */
  atMs: number;
  explanation: string;
  details: Record<string, unknown>;
};

export type Tell = (
  step: Step["step"],
  explanation: string,
  details?: Step["details"],
) => void;

/** Begins now; whatever is told becomes one of the steps. */
export function startTelling(clock: Clock): { steps: Step[]; tell: Tell } {
  const startedAt = clock.now();
  const steps: Step[] = [];
  const tell: Tell = (step, explanation, details = {}) => {
    steps.push({ step, atMs: clock.now() - startedAt, explanation, details });
  };
  return { steps, tell };
}

/**
 * A fetch that tells of each request and answer on the way, redirects and retries
 * included.
 */
export const narrated =
  (inner: typeof fetch, tell: Tell): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    tell("request", `${request.method} ${request.url}`, {
      headers: maskHeaders(request.headers),
    });
    try {
      const response = await inner(input, init);
      tell("answer", `${response.status} from ${request.url}`, {
        headers: maskHeaders(response.headers),
      });
      return response;
    } catch (error) {
      tell("answer", `No answer from ${request.url}.`);
      throw error;
    }
  };

/** Tells how it ended; `failure` is null for a success. */
export function tellJudgement(
  tell: Tell,
  failure: Failure | null,
  { status }: Expectation,
  details: Step["details"],
): void {
  const explanation =
    failure === null
      ? `That is a success: expected ${status.join(" or ")}.`
      : explainFailure(failure);
  tell("judgement", explanation, details);
}

const isHidden = (name: string) => isSecretHeader(name) || name === "set-cookie";

/** Headers as they may be shown. */
export const maskHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name, isHidden(name) ? "***" : value]),
  );
