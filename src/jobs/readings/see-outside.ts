// Says what a run outside rounds makes known of its target's content: the next round has
// the watch on the contents see it.
import { latestOf } from "#domain/changes/content-watch.ts";
import type { News } from "#domain/rounds/news.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { AnswerContent, Fetched } from "#domain/runs/judging/fetched.ts";
import type { Run } from "#domain/runs/run.ts";
import type { Target } from "#domain/targets/target.ts";
import type { OutsideReading } from "#store/rounds/record-run.ts";
import { newContent } from "./new-content.ts";

/** The content that a run read, if it is another, and what the next round is to see of it. */
export async function seeOutside(
  target: Target,
  known: Pick<TargetState, "contents">,
  run: Run,
  fetched: Fetched & AnswerContent,
): Promise<{ news: News[]; read?: OutsideReading }> {
  if (run.failure !== null || run.reading === null) return { news: [] };
  const { requestRevision } = target;
  const { contents } = known;
  const isOther =
    contents?.revision !== requestRevision || latestOf(contents) !== run.reading.hash;
  // Rounds may have the watch see others first, and then count this one as new.
  const content = isOther ? await newContent(target, run, fetched) : null;
  return {
    news: content === null ? [] : [{ kind: "content-seen", content }],
    read: { requestRevision, isOther },
  };
}
