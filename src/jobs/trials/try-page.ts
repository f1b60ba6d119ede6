// Tries out a page: runs it once, as if somebody had asked for a run, and explains what its
// steps read.
import type { Deps } from "#deps";
import type { Verdict } from "#domain/runs/judge.ts";
import { manualSlot } from "#domain/runs/run.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { runPage } from "#jobs/runs/run-page.ts";
import { type AddStep, explainReading } from "./trial-steps.ts";

export const tryPage = (
  deps: Pick<Deps, "clock" | "fetch" | "settings" | "vault">,
  target: RoundTarget,
  addStep: AddStep,
): Promise<Verdict> =>
  runPage(deps, target, {}, manualSlot(deps.clock.now()), explainReading(addStep));
