// Makes an answer as steps see it, and times work that is done again and again.
import { createAnswer } from "#domain/conditions/answer.ts";

export const answerOf = (body: string, contentType = "text/html; charset=utf-8") => {
  const bytes = new TextEncoder().encode(body);
  return createAnswer({
    status: 200,
    firstByteMs: 20,
    durationMs: 25,
    bytes: bytes.byteLength,
    finalUrl: "http://pages.example/",
    contentType,
    notModified: false,
    headers: new Headers(),
    body: bytes,
    contentAge: null,
    crawl: null,
    counts: null,
  });
};

/** The slowest of a few times, which are of code that was compiled before. */
export function slowestOf(work: () => unknown): number {
  work();
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.max(...times);
}
