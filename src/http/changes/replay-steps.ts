// Applies steps to the kept bodies of a target, and compares what they read there.
import type { ChangeFacts } from "#domain/changes/change.ts";
import type { ContentFacts } from "#domain/changes/content.ts";
import { judgeChange } from "#domain/changes/judge-change.ts";
import { applySteps } from "#domain/readings/apply-steps.ts";
import type { ReadResult, WholeReading } from "#domain/readings/reading.ts";
import type { Steps } from "#domain/readings/step.ts";
import type { Target } from "#domain/targets/target.ts";
import { answerOf } from "#http/readings/answer-of-body.ts";
import {
  type ContentPlace,
  type ContentSource,
  listContents,
  readBody,
} from "#store/changes/contents.ts";

export const replayKinds = ["first", "same", "changed", "minor"] as const;
type ReplayKind = (typeof replayKinds)[number];

/** A content and what the steps read in its body; null where that is not kept. */
type Read = { content: ContentFacts; result: ReadResult | null };

export type Replayed = Read & {
  /** Null where it was not read, or where there is nothing to compare it with. */
  kind: ReplayKind | null;
  facts: ChangeFacts | null;
};

/** Bytes of bodies that one page reads: steps take up to 100 ms for each megabyte. */
const mostBytes = 2 * 1_048_576;

/** The newest first. A content is compared with the next older one that was read. */
export async function replaySteps(
  source: ContentSource,
  target: Target,
  steps: Steps,
  { after, limit }: { after: ContentPlace | null; limit: number },
): Promise<{ items: Replayed[]; next: ContentPlace | null }> {
  // One more: the last one of the page is compared with it.
  const found = await listContents(source.db, target.id, { after, limit: limit + 1 });
  const fitting = fitBytes(found);
  const read: Read[] = [];
  for (const content of fitting) read.push(await readOne(source, target, steps, content));
  const hasMore = fitting.length < found.length || found.length > limit;
  const shown = hasMore ? read.slice(0, Math.max(1, read.length - 1)) : read;
  const items = shown.map((one, i) =>
    compare(target, one, readIn(read.slice(i + 1)), hasMore),
  );
  const last = items.at(-1)?.content;
  const next = hasMore && last ? { seenAt: last.seenAt, hash: last.hash } : null;
  return { items, next };
}

/** The first of them whose bodies together are not too long; two in any case. */
function fitBytes(contents: readonly ContentFacts[]): readonly ContentFacts[] {
  let bytes = 0;
  const tooMany = contents.findIndex(({ rawBytes }, i) => {
    bytes += rawBytes ?? 0;
    return i > 1 && bytes > mostBytes;
  });
  return tooMany < 0 ? contents : contents.slice(0, tooMany);
}

async function readOne(
  source: ContentSource,
  { url }: Pick<Target, "url">,
  steps: Steps,
  content: ContentFacts,
): Promise<Read> {
  const body = content.rawBytes === null ? null : await readBody(source, content);
  if (body === null) return { content, result: null };
  const { bytes, contentType } = body;
  const headers = contentType === null ? {} : { "content-type": contentType };
  const answer = answerOf({ body: bytes, contentType, url, headers });
  return { content, result: applySteps(steps, answer) };
}

const readIn = (older: readonly Read[]): WholeReading | null => {
  const found = older.find(({ result }) => result?.ok)?.result;
  return found?.ok ? found.reading : null;
};

/** `hasMore`: there are older contents than those that were read here. */
function compare(
  { changes: rule }: Pick<Target, "changes">,
  read: Read,
  before: WholeReading | null,
  hasMore: boolean,
): Replayed {
  const { result } = read;
  if (!result?.ok || (before === null && hasMore))
    return { ...read, kind: null, facts: null };
  const { reading } = result;
  if (before?.text === reading.text) return { ...read, kind: "same", facts: null };
  const turn = {
    kind: before === null ? ("first" as const) : ("candidate" as const),
    at: 0,
    confirmedAt: 0,
    from: null,
    to: "",
    references: {},
  };
  const { kind, facts } = judgeChange(rule, turn, before, reading);
  return {
    ...read,
    kind: kind === "minor" || kind === "first" ? kind : "changed",
    facts,
  };
}
