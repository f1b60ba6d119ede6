// A run that somebody asked for: outside the schedule, at once, with the same fetching
// and judging as a round's.
import type { Deps } from "#deps";
import { createAllowance } from "#domain/allowance.ts";
import { connections } from "#domain/budget.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { judge, type Verdict } from "#domain/runs/judge.ts";
import type { RequestSpec, RoundTarget } from "#domain/targets/target.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { patienceMs, runTarget } from "./run-target.ts";

/** Runs a target now and judges it; records nothing. */
export async function runNow(
  deps: Pick<Deps, "clock" | "fetch" | "settings">,
  target: RoundTarget,
  state: TargetState,
): Promise<Verdict> {
  const { clock, settings } = deps;
  const now = clock.now();
  const context = {
    deps,
    traffic: createTraffic({ clock, connections, hostGapMs: 0 }),
    fetches: createAllowance(settings.budget.fetches),
    deadline: now + longestMs(target.request) + patienceMs,
  };
  // Without validators: who asks for a run wants to see the whole answer.
  const attempted = await runTarget(context, target, {}, () => true);
  if (attempted === null) throw new Error("the run found no request left to make");
  return judge(target, state, attempted.fetched, {
    dueAt: manualSlot(now),
    trigger: "manual",
    ...attempted,
  });
}

/**
 * What all attempts take if each needs its whole timeout, with the waits between them
 * (domain/runs/judge).
 */
const longestMs = ({ retries, timeoutMs }: RequestSpec): number =>
  (retries + 1) * timeoutMs + 2 ** retries * 1000;

/** Scheduled slots are whole seconds; a manual run's identity is never one of them. */
export const manualSlot = (now: number): number => (now % 1000 === 0 ? now - 1 : now);
