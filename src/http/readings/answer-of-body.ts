// Makes an answer of a body that is at hand, for steps to read.
import { type Answer, createAnswer } from "#domain/conditions/answer.ts";

type KnownBody = {
  body: Uint8Array;
  contentType: string | null;
  /** Where it came from. */
  url: string;
  headers: Readonly<Record<string, string>>;
};

export const answerOf = ({ body, contentType, url, headers }: KnownBody): Answer =>
  createAnswer({
    status: 200,
    firstByteMs: 0,
    durationMs: 0,
    bytes: body.byteLength,
    finalUrl: url,
    contentType,
    notModified: false,
    headers: new Headers(headers),
    body,
    contentAge: null,
    crawl: null,
    counts: null,
  });
