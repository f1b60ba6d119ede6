// Reads what differed by itself in a target's first minute, and proposes steps that
// ignore it.
import type { Change } from "#domain/changes/change.ts";
import { proposeIgnores } from "#domain/changes/learning/propose-ignores.ts";
import { writeStepLine } from "#domain/readings/step-lines/step-line.ts";
import { type ContentSource, readContent } from "#store/changes/contents.ts";

/** Lines of steps, of the last change among these that was learned; none without one. */
export async function readProposals(
  source: ContentSource,
  changes: readonly Change[],
): Promise<string[]> {
  const learned = changes.find(({ kind }) => kind === "learned");
  if (learned?.from == null) return [];
  const { targetId, from, to } = learned;
  const [before, after] = await Promise.all(
    [from, to].map((hash) => readContent(source, { targetId, hash })),
  );
  if (!before || !after) return [];
  return proposeIgnores(before, after).map(({ step }) => writeStepLine(step));
}
