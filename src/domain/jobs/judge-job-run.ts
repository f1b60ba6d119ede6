// Judges a job's run by the job's conditions: about its duration and its counts.
import { createAnswer, unasked } from "#domain/conditions/answer.ts";
import {
  type Conditions,
  firstFailed,
  judgeConditions,
} from "#domain/conditions/judge-conditions.ts";
import { capitalised } from "#domain/runs/failure.ts";
import type { JobRun } from "./job-run.ts";

/** The run as it is recorded. One that failed by itself is not judged. */
export function judgeJobRun(run: JobRun, expected: Conditions): JobRun {
  if (expected.length === 0 || run.outcome !== "ok") return run;
  const { durationMs, counts } = run;
  const answer = createAnswer({ ...unasked, durationMs, counts });
  const conditions = judgeConditions(expected, answer);
  const failed = firstFailed(expected, conditions);
  return failed === null
    ? { ...run, conditions }
    : { ...run, conditions, outcome: "failed", error: `${capitalised(failed.detail)}.` };
}
