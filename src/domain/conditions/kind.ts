// Defines a kind of condition: how it is read, what it needs of an answer, how it is
// judged, and how what it found is said.
import type { Answer } from "./answer.ts";

/**
 * What a kind looks at. nothing: status, addresses, and when the answer
 * began. time: how long it took, which everything that runs has. content: what a 304 says
 * nothing of. body: content that must be held. memory: since when the content is what it
 * is. reading: what its target's steps read. crawl: the figures of a crawl. job: the
 * counts of a job.
 */
export type Need =
  | "nothing"
  | "time"
  | "headers"
  | "content"
  | "body"
  | "memory"
  | "reading"
  | "crawl"
  | "job";

/** What was found, and whether that is as it must be. */
export type Finding = { holds: boolean; actual: string | null };

/**
 * Judges an answer; null where the answer does not say, as a 304 says nothing of a body.
 * `before` is what was found in the same content before; null where nothing was.
 */
export type Judge = (answer: Answer, before: string | null) => Finding | null;

/** Why a condition cannot be taken, and which part of it. */
export type Refused = { at: "subject" | "is"; message: string };

export type ConditionKind = {
  name: string;
  /** What its subject is, in a document's description; null when it has none. */
  subject: string | null;
  needs: Need;
  /** A line that is valid. */
  example: string;
  /** Reads what must be; `subject` is empty where the kind has none. */
  read(is: string, subject: string): Judge | Refused;
  /** A clause that says what was found: "the duration is 912ms". */
  say(actual: string | null, subject: string): string;
};

export const isRefused = (read: Judge | Refused): read is Refused => "message" in read;

export const refuse = (message: string, at: Refused["at"] = "is"): Refused => ({
  at,
  message,
});
