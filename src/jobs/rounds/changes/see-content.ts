// Has the watch on a page's contents see a run of it, and packs a content that is new.
import type { Allowance } from "#domain/allowance.ts";
import type { NewContent } from "#domain/changes/content.ts";
import {
  afterNoSight,
  afterSight,
  seeRun,
} from "#domain/rounds/contents/see-contents.ts";
import type { Outcome } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { AnswerContent, Fetched } from "#domain/runs/judging/fetched.ts";
import { endOf, type Run } from "#domain/runs/run.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { newContent, recordedBytes, withoutBody } from "#jobs/readings/new-content.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { restMs } from "#jobs/rounds/round-times.ts";

/**
 * Bytes of new contents that a round takes in: they are recorded with three statements at
 * most (store/rounds/record-round), and with one as long as there are few.
 */
export const roundContentBytes = 1_850_000;

/** After so many bytes a round begins no run whose content it may have to record. */
const roomyBytes = 800_000;

/** Contents of runs that are under way find room besides. */
export const hasContentRoom = (
  { contentBytes }: Pick<RoundContext, "contentBytes">,
  { extract }: Pick<RoundTarget, "extract">,
): boolean => extract.length === 0 || contentBytes.spent() < roomyBytes;

/** The outcome of a run that the watch has seen. `before` is the state before the run. */
export async function seeContent(
  { contentBytes }: Pick<RoundContext, "contentBytes">,
  target: RoundTarget,
  before: TargetState,
  outcome: Outcome,
  { run, fetched }: { run: Run; fetched: Fetched & AnswerContent },
): Promise<Outcome> {
  if (target.extract.length === 0) return outcome;
  const { state, news } = outcome;
  const taken = seeRun(target, before, run);
  if (taken === null) return { ...outcome, state: afterNoSight(state, run) };
  if (taken.isNew) {
    const content = await newContent(target, run, fetched);
    const kept = content && fitIn(contentBytes, content);
    if (kept === null)
      return { ...outcome, state: { ...state, rereadAt: endOf(run) + restMs } };
    news.push({ kind: "content-seen", content: kept });
  }
  return { ...outcome, state: afterSight(state, taken) };
}

/** The content if there is room for it, without its body if need be; else null. */
function fitIn(room: Allowance, content: NewContent): NewContent | null {
  for (const form of [content, withoutBody(content)])
    if (recordedBytes(form) <= room.left()) {
      room.spend(recordedBytes(form));
      return form;
    }
  return null;
}
