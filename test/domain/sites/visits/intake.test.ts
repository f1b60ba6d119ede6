import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import { noProgress, unanswered } from "#domain/sites/crawl.ts";
import { createDuplicateCounts } from "#domain/sites/duplicate-counts.ts";
import {
  createFrontier,
  findUrl,
  peekQueue,
  takeAdditions,
} from "#domain/sites/frontier/frontier.ts";
import {
  closeIntake,
  expectVisits,
  isHeldUp,
  noteVisit,
  openIntake,
} from "#domain/sites/visits/intake.ts";
import type { CrawlMemory } from "#domain/sites/visits/take-visit.ts";
import type { QueuedPage, Visit } from "#domain/sites/visits/visit.ts";
import { aFinding } from "#test/fixtures/sites/crawl-parts.ts";

const limits = { maxDepth: 9, maxPages: 10_000, maxQueryVariants: 9 };
const nothing = { hashes: [], variants: [], queue: [], position: 0 };
const urlOf = (i: number) => `http://site.test/${i}`;
const trouble: Failure = { class: "dns", host: "site.test" };

/** A crawl whose queue holds so many pages. */
function aCrawl(count: number): { memory: CrawlMemory; queued: QueuedPage[] } {
  const frontier = createFrontier(limits, nothing);
  for (let i = 0; i < count; i++) findUrl(frontier, urlOf(i), aFinding());
  const queued = peekQueue(frontier, 0, count).map((entry) => ({
    entry,
    url: urlOf(entry.id),
    known: null,
  }));
  const duplicates = createDuplicateCounts({});
  return { memory: { frontier, duplicates, target: { requestRevision: 1 } }, queued };
}

/** A page that answers with links to these pages. */
function seen(links: readonly number[]): Visit {
  const answer = {
    ...unanswered,
    status: 200,
    contentHash: `hash of ${links.join()}`,
    finalUrl: "",
    failure: null,
    validators: { etag: null, lastModified: null },
    retryAfterMs: null,
  };
  const found = links.map((i) => ({ url: urlOf(i), finding: aFinding({ depth: 2 }) }));
  const content = { title: null, location: null, canonical: null, noindex: false };
  return {
    fate: "seen",
    answer,
    content: { ...content, found, unfollowed: [], refused: {} },
  };
}

const anyVisit = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.nat(60), { maxLength: 6 }).map(seen) },
  fc.constant<Visit>({ fate: "dropped", refusal: "robots" }),
  fc.constant<Visit>({ fate: "again", trouble }),
  fc.constant<Visit>({ fate: "left", trouble: null }),
);

/** Ends the visits in an order, and gives all that the slice leaves. */
function runSlice(visits: readonly Visit[], order: readonly number[]) {
  const { memory, queued } = aCrawl(visits.length);
  const intake = openIntake(noProgress);
  const from = expectVisits(intake, queued);
  for (const place of order) {
    const visit = visits[place];
    if (visit) noteVisit(memory, intake, from + place, visit, 1_000);
  }
  const results = closeIntake(memory, intake, 1_000);
  const { frontier } = memory;
  return {
    results,
    position: frontier.position,
    queue: peekQueue(frontier, 0, 1_000),
    urls: takeAdditions(frontier).urls,
  };
}

describe("taking in the visits of a slice", () => {
  it("gives the same crawl in whatever order the visits end", () => {
    const slices = fc.array(anyVisit, { minLength: 1, maxLength: 12 }).chain((visits) =>
      fc.record({
        visits: fc.constant(visits),
        order: fc.shuffledSubarray([...visits.keys()], { minLength: visits.length }),
      }),
    );
    fc.assert(
      fc.property(slices, ({ visits, order }) => {
        expect(runSlice(visits, order)).toEqual(runSlice(visits, [...visits.keys()]));
      }),
    );
  });

  it("leaves pages where they are in the queue whose turn did not come", () => {
    const left: Visit = { fate: "left", trouble };
    const { results, position, queue } = runSlice([seen([7]), left, left], [0, 1, 2]);
    expect(position).toBe(1);
    expect(queue.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(results).toMatchObject({ answered: 1, trouble });
  });

  it("puts a page whose turn did not come at the end if a later one had its turn", () => {
    const left: Visit = { fate: "left", trouble: null };
    const { position, queue } = runSlice([left, seen([]), left], [0, 1, 2]);
    expect(position).toBe(2);
    expect(queue).toMatchObject([
      { id: 2, attempts: 0 },
      { id: 0, attempts: 0 },
    ]);
  });

  it("puts a page that is tried again at the end, and counts the attempt", () => {
    const again: Visit = { fate: "again", trouble };
    const { queue, results } = runSlice([again, seen([])], [1, 0]);
    expect(queue).toMatchObject([{ id: 0, attempts: 1 }]);
    expect(results).toMatchObject({ answered: 1, trouble, progress: { fetched: 1 } });
  });

  it("is held up while an earlier visit has not ended", () => {
    const { memory, queued } = aCrawl(2);
    const intake = openIntake(noProgress);
    expectVisits(intake, queued);
    noteVisit(memory, intake, 1, seen([]), 0);
    expect([isHeldUp(intake), intake.results.answered]).toEqual([true, 0]);
    noteVisit(memory, intake, 0, seen([]), 0);
    expect([isHeldUp(intake), intake.results.answered]).toEqual([false, 2]);
  });
});
