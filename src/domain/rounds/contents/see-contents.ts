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
 * The state with the runs outside rounds seen, one after another, that are new and asked
 * and read as runs do now.
 */
export function withOutsideContent(target: Watched, state: TargetState): TargetState {
  if (state.outsideReads === undefined) return state;
  const { outsideReads, ...rest } = state;
  return outsideReads
    .filter(({ requestRevision }) => requestRevision === target.requestRevision)
    .map(({ run }) => run)
    .sort((a, b) => a.startedAt - b.startedAt)
    .reduce((known, run) => withOutsideRun(target, known, run), rest as TargetState);
}

function withOutsideRun(target: Watched, state: TargetState, run: Run): TargetState {
  const { last, contents } = state;
  const { requestRevision } = target;
  const { contentHash: hash, reading, startedAt } = run;
  const isOfRequest = contents?.revision === requestRevision;
  if (reading === null || (isOfRequest && startedAt <= contents.takenAt)) return state;
  const taken = seeRun(target, state, run);
  if (taken === null) return state;
  const isLast = last === undefined || last.startedAt < startedAt;
  const content = isLast && { content: { requestRevision, hash: hash ?? "", reading } };
  const numbers = takeNumbers(state.numbers, requestRevision, run);
  return afterSight({ ...state, ...content, ...(numbers && { numbers }) }, taken);
}
