// Packs what a run read, as a content that is to be kept.
import type { NewContent } from "#domain/changes/content.ts";
import type { AnswerContent, Fetched } from "#domain/runs/judging/fetched.ts";
import type { Run } from "#domain/runs/run.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { packContent } from "#store/changes/pack-content.ts";
import { readAgain } from "./read-answer.ts";

/** The content that a run read; null where its text is not at hand. */
export async function newContent(
  target: Pick<RoundTarget, "extract" | "changes">,
  run: Run,
  fetched: Fetched & AnswerContent,
): Promise<NewContent | null> {
  const { reading, targetId, startedAt, contentType } = run;
  const { read } = fetched;
  if (reading === null || !read || "unread" in read) return null;
  const whole = read.whole ?? readAgain(target, fetched);
  if (whole === null) return null;
  const bytes = fetched.body ?? null;
  const isKept = bytes !== null && bytes.byteLength <= target.changes.keepRawBytes;
  const body = isKept && bytes.byteLength > 0 ? { bytes, contentType } : null;
  return await packContent({ targetId, hash: reading.hash }, startedAt, whole, body);
}

/**
 * Bytes that recording a content takes: half of what its digits are. A text among its
 * values has up to three bytes for each character.
 */
export const recordedBytes = ({ storedBytes, values }: NewContent): number =>
  storedBytes + 1.5 * JSON.stringify(values).length + 200;

/** The same content without its body. */
export const withoutBody = (content: NewContent): NewContent => ({
  ...content,
  raw: null,
  rawBytes: null,
  storedBytes: content.reading?.byteLength ?? 0,
});
