// Describes what conditions are judged by: an answer, of which the text is decoded once
// and parsed once, when the first condition asks.
import { decodePage } from "#domain/content/charset.ts";
import type { Counts } from "#domain/counts.ts";
import type { ReadValues } from "./read-value.ts";

/** The figures of a crawl that ended. */
export type CrawlFigures = {
  /** ms. */
  duration: number;
  /** Addresses that were fetched. */
  pages: number;
  /** How many of those gave no answer, or a status of 400 or more. */
  broken: number;
  gone: number;
};

/** How long the content has been what it is, as far as that is known. */
export type ContentAge = { ms: number; isFirst: boolean };

export type AnswerFacts = {
  status: number | null;
  firstByteMs: number;
  durationMs: number;
  bytes: number;
  finalUrl: string;
  contentType: string | null;
  /** A 304: it says nothing of its content. */
  notModified: boolean;
  headers: Pick<Headers, "get"> | null;
  /** The body, or how it begins; null where it was not held. */
  body: Uint8Array | null;
  contentAge: ContentAge | null;
  crawl: CrawlFigures | null;
  /** What the run of a job did, by name; null of anything else. */
  counts: Readonly<Counts> | null;
  /** When asking for it began, epoch ms; null where nobody asked. */
  startedAt: number | null;
  /** What the target's steps read, by name; null where nothing was read. */
  readings: ReadValues | null;
};

/** Nobody is asked when a job runs, here or elsewhere. */
export const unasked: AnswerFacts = {
  status: null,
  firstByteMs: 0,
  durationMs: 0,
  bytes: 0,
  finalUrl: "",
  contentType: null,
  notModified: false,
  headers: null,
  body: null,
  contentAge: null,
  crawl: null,
  counts: null,
  startedAt: null,
  readings: null,
};

/** `isCut` says that the answer has more text than this. */
export type AnswerText = { text: string; isCut: boolean };

export type AnswerJson = { value: unknown } | { problem: string };

export type Answer = AnswerFacts & {
  /** Null where the answer has no content, or says nothing of it. */
  text(): AnswerText | null;
  json(): AnswerJson | null;
};

/** What may be left out where nothing was asked for, or read. */
type Beside = Pick<AnswerFacts, "readings" | "startedAt">;
type GivenFacts = Omit<AnswerFacts, keyof Beside> & Partial<Beside>;

export function createAnswer(facts: GivenFacts): Answer {
  const text = once(() => decode(facts));
  const beside: Beside = { readings: null, startedAt: null };
  return { ...beside, ...facts, text, json: once(() => parse(text())) };
}

function decode({ body, bytes, contentType }: GivenFacts): AnswerText | null {
  if (body === null) return null;
  const { text } = decodePage(body, contentType);
  return { text, isCut: bytes > body.byteLength };
}

function parse(read: AnswerText | null): AnswerJson | null {
  if (read === null) return null;
  try {
    return { value: JSON.parse(read.text) };
  } catch {
    return {
      problem: read.isCut ? "longer than is read for conditions" : "not JSON",
    };
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
