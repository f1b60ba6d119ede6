// Has the watch on a target's contents see its runs. No I/O, no clock.
import { referencesOf } from "#domain/changes/references.ts";
import { lookedInVain, type TakenSight, takeSight } from "#domain/changes/take-sight.ts";
import { type NumberMemories, takeNumbers } from "#domain/readings/number-memory.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { endOf, type Run } from "#domain/runs/run.ts";
import type { RoundTarget } from "#domain/targets/target.ts";

type Watched = Pick<RoundTarget, "changes" | "requestRevision">;

/** What the watch makes of a run; null of one that failed, or read nothing. */
export function seeRun(
  { changes, requestRevision }: Watched,
  before: TargetState,
  run: Run,
): TakenSight | null {
  const { failure, reading, startedAt } = run;
  if (failure !== null || reading === null) return null;
  return takeSight(changes, before.contents, {
    revision: requestRevision,
    hash: reading.hash,
    at: startedAt,
    endedAt: endOf(run),
    references: referencesOf(changes, numbersOf(before, requestRevision)),
  });
}

/** Numbers of other steps are not compared with. */
const numbersOf = ({ numbers }: TargetState, requestRevision: number): NumberMemories =>
  numbers?.requestRevision === requestRevision ? numbers.byName : {};

/** The state once a run was seen. What settled waits to be judged. */
export const afterSight = (
  state: TargetState,
  { watch, turn }: TakenSight,
): TargetState => ({
  ...readOnce(state),
  contents: watch,
  ...(turn && { unjudged: [...(state.unjudged ?? []), turn] }),
});

/** The state after a run that told nothing of the content. */
export function afterNoSight(state: TargetState, { trigger }: Run): TargetState {
  const after = readOnce(state);
  return after.contents && trigger === "confirm"
    ? { ...after, contents: lookedInVain(after.contents) }
    : after;
}

const readOnce = ({ rereadAt: _, ...rest }: TargetState): TargetState => rest;

/**
 * The state with the latest run outside rounds seen, if it is new and was asked for and
 * read as runs are now.
 */
export function withOutsideContent(target: Watched, state: TargetState): TargetState {
  const { manual, manualRevision, last, contents } = state;
  const { requestRevision } = target;
  if (manual?.reading == null || manualRevision !== requestRevision) return state;
  const isOfRequest = contents?.revision === requestRevision;
  const seenUpTo = isOfRequest ? contents.takenAt : Number.NEGATIVE_INFINITY;
  if (manual.startedAt <= Math.max(seenUpTo, last?.startedAt ?? seenUpTo)) return state;
  const taken = seeRun(target, state, manual);
  if (taken === null) return state;
  const { contentHash: hash, reading } = manual;
  const content = { requestRevision, hash: hash ?? "", reading };
  const numbers = takeNumbers(state.numbers, requestRevision, manual);
  return afterSight({ ...state, content, ...(numbers && { numbers }) }, taken);
}
