// Holds the changes of a target against the contents that are kept, over the API.
import type { Read } from "./history.ts";

export type ToldChanges = {
  changes: number;
  /** Changes that refer to a content that is kept nowhere, by when they were seen. */
  withoutContent: number[];
};

type Change = { at: string; from: string | null; to: string };

/** The newest changes, and more contents than they lead to. */
const latest = { changes: "limit=90", contents: "limit=200" };

export async function readToldChanges(read: Read, id: number): Promise<ToldChanges> {
  const { body: told } = await read(`/targets/${id}/changes?${latest.changes}`);
  const { body: kept } = await read(`/targets/${id}/contents?${latest.contents}`);
  const changes = told.items as Change[];
  const hashes = new Set(kept.items.map(({ hash }: { hash: string }) => hash));
  const isLost = (hash: string | null) => hash !== null && !hashes.has(hash);
  const lost = changes.filter(({ from, to }) => isLost(from) || isLost(to));
  return {
    changes: changes.length,
    withoutContent: lost.map(({ at }) => Date.parse(at)),
  };
}
