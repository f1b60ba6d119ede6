// Reads the texts of two contents that are to be compared.
import { invalidField } from "#http/problem.ts";
import { type ContentSource, contentKey, readContents } from "#store/changes/contents.ts";
import { mostReadingBytes } from "#store/changes/pack-content.ts";

/** Two contents by their hashes, or their texts. */
export type Ends = { from: string; to: string };

/** Throws a Problem that names the parameter whose content is not kept. */
export async function readTexts(
  source: ContentSource,
  targetId: number,
  ends: Ends,
): Promise<Ends> {
  const wanted = [ends.from, ends.to].map((hash) => ({ targetId, hash }));
  const { texts } = await readContents(source, wanted, 2 * mostReadingBytes);
  const textOf = (name: keyof Ends): string => {
    const hash = ends[name];
    const text = texts.get(contentKey({ targetId, hash }));
    if (text !== undefined) return text;
    const detail = `Target ${targetId} keeps no content ${hash}, or no longer.`;
    throw invalidField("query", [name], detail);
  };
  return { from: textOf("from"), to: textOf("to") };
}
