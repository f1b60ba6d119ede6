// Reads what differed by itself in the first minute under a target's steps, and proposes
// steps that ignore it.
import {
  type Proposal,
  proposeIgnores,
} from "#domain/changes/learning/propose-ignores.ts";
import { listChanges } from "#store/changes/changes.ts";
import { type ContentSource, contentKey, readContents } from "#store/changes/contents.ts";
import { mostReadingBytes } from "#store/changes/pack-content.ts";

export async function readProposals(
  source: ContentSource,
  targetId: number,
): Promise<readonly Proposal[]> {
  const learned = await readLearned(source, targetId);
  return learned === null ? [] : proposeIgnores(learned.from, learned.to);
}

/** The contents of the look that learned; null where they are not kept. */
async function readLearned(source: ContentSource, targetId: number) {
  // What was learned before the first content is of other steps.
  const filter = { targetId, kinds: ["first", "learned"] } as const;
  const { changes } = await listChanges(source.db, filter, { after: null, limit: 1 });
  const [change] = changes;
  if (change?.kind !== "learned" || change.from === null) return null;
  const names = [change.from, change.to].map((hash) => ({ targetId, hash }));
  const read = await readContents(source, names, 2 * mostReadingBytes);
  const [from, to] = names.map((name) => {
    const text = read.texts.get(contentKey(name));
    const values = read.values.get(contentKey(name)) ?? {};
    return text === undefined ? null : { text, values };
  });
  return from && to ? { from, to } : null;
}
