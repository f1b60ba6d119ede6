import { describe, expect, it } from "vitest";
import {
  type Crawl,
  countFound,
  estimateEnd,
  mostStalls,
  noProgress,
  type Progress,
  stallDelay,
} from "#domain/sites/crawl.ts";
import { minute, second } from "#test/fixtures/times.ts";

/** Begun at the epoch, with a hundred entries in its queue, but for what is given. */
const aCrawl = (progress: Partial<Progress> = {}, part: Partial<Crawl> = {}): Crawl => ({
  id: 1,
  targetId: 1,
  state: "running",
  reason: null,
  trigger: "schedule",
  dueAt: 0,
  startedAt: 0,
  endedAt: null,
  nextAt: 0,
  requestRevision: 1,
  position: 0,
  queued: 100,
  progress: { ...noProgress, ...progress },
  ...part,
});

describe("what a crawl has found", () => {
  it("is the URLs it has visited and those still queued", () => {
    const crawl = aCrawl({ fetched: 30, dropped: 5 }, { position: 40 });
    expect(countFound(crawl)).toEqual({ queued: 60, found: 95 });
  });

  it("counts an entry once when it was put back into the queue", () => {
    // Of ten entries one failed, and stands at the queue's end again.
    const crawl = aCrawl({ fetched: 9 }, { position: 10, queued: 11 });
    expect(countFound(crawl)).toEqual({ queued: 1, found: 10 });
  });
});

describe("the estimate of when a crawl ends", () => {
  it("is not known before any URL was visited", () => {
    expect(estimateEnd(aCrawl(), minute)).toEqual({ perSecond: null, endsAt: null });
  });

  it("takes its speed from the slices, and its end from all the time that has passed", () => {
    const crawl = aCrawl(
      { fetched: 40, dropped: 10, activeMs: 20 * second },
      { position: 50 },
    );
    // 40 in 20 seconds of work; 50 in two minutes altogether, and 50 more to come.
    expect(estimateEnd(crawl, 2 * minute)).toEqual({ perSecond: 2, endsAt: 4 * minute });
  });

  it("is now when the queue is empty", () => {
    const crawl = aCrawl({ fetched: 100, activeMs: second }, { position: 100 });
    expect(estimateEnd(crawl, 5 * minute).endsAt).toBe(5 * minute);
  });
});

describe("a crawl that gets no further", () => {
  it("waits for a minute, then twice as long each time, never more than an hour", () => {
    const waits = [1, 2, 3, 6, 7, 8, 50].map((stalls) => stallDelay(stalls) / minute);
    expect(waits).toEqual([1, 2, 4, 32, 60, 60, 60]);
  });

  it("has waited for two to four hours when it is given up", () => {
    const waits = Array.from({ length: mostStalls - 1 }, (_, i) => stallDelay(i + 1));
    const waited = waits.reduce((sum, wait) => sum + wait) / minute / 60;
    expect(waited).toBeGreaterThan(2);
    expect(waited).toBeLessThan(4);
  });
});
