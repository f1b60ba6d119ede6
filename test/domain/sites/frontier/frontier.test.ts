import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceQueue,
  createFrontier,
  type Finding,
  type Frontier,
  findKnownUrl,
  findUrl,
  hasReached,
  newUrlOf,
  peekQueue,
  queueAgain,
  type Recorded,
  takeAdditions,
} from "#domain/sites/frontier/frontier.ts";
import { packQueue } from "#domain/sites/frontier/queue-encoding.ts";
import { packVariants, variantOf } from "#domain/sites/frontier/variant-encoding.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { aFinding } from "#test/fixtures/sites/crawl-parts.ts";

const maxQueryVariants = 200;
const roomy = { maxDepth: 100, maxPages: 1_000_000, maxQueryVariants };
const nothing: Recorded = { hashes: [], variants: [], queue: [], position: 0 };
const aFrontier = (limits: Partial<typeof roomy> = {}) =>
  createFrontier({ ...roomy, ...limits }, nothing);
const urlOf = (i: number) => `http://site.test/${i}`;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Of memory that is in use, buffers included. */
function usedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What a store has of a crawl: grows with each `settle`. */
function createRecord() {
  const hashes: Uint8Array[] = [];
  const variants: Uint8Array[] = [];
  const queue: Uint8Array[] = [];
  return {
    keep(frontier: Frontier): Recorded {
      const additions = takeAdditions(frontier);
      hashes.push(additions.hashes);
      variants.push(packVariants(additions.urls));
      queue.push(packQueue(additions.entries));
      return {
        hashes: [...hashes],
        variants: [...variants],
        queue: [...queue],
        position: frontier.position,
      };
    },
    /** A new crawl of the same site has the URLs, and a queue of its own. */
    ofNextCrawl: (): Recorded => ({
      hashes: [...hashes],
      variants: [...variants],
      queue: [],
      position: 0,
    }),
  };
}

describe("finding a URL", () => {
  it("numbers the site's URLs as they come, and queues each once", () => {
    const frontier = aFrontier();
    const ids = [3, 1, 3, 2, 1].map((i) =>
      findUrl(frontier, urlOf(i), aFinding({ depth: i })),
    );
    expect(ids).toEqual([0, 1, 0, 2, 1]);
    expect(peekQueue(frontier, 0, 9).map(({ id, depth }) => [id, depth])).toEqual([
      [0, 3],
      [1, 1],
      [2, 2],
    ]);
    expect(frontier.length).toBe(3);
  });

  it("takes depth, kind and hops from the finding, and nothing else", () => {
    const frontier = aFrontier();
    findUrl(frontier, urlOf(0), aFinding({ depth: 4, kind: "list", hops: 2 }));
    const [first] = peekQueue(frontier, 0, 1);
    if (first === undefined) throw new Error("nothing was queued");
    // A redirect's finding is made of the entry of the page that redirects.
    findUrl(frontier, urlOf(1), { ...first, attempts: 3 } as Finding);
    expect(peekQueue(frontier, 1, 1)).toEqual([
      { id: 1, depth: 4, kind: "list", hops: 2, attempts: 0 },
    ]);
  });

  it("goes as deep as the limit says, and numbers nothing beyond", () => {
    const frontier = aFrontier({ maxDepth: 2 });
    expect(findUrl(frontier, urlOf(1), aFinding({ depth: 2 }))).toBe(0);
    expect(findUrl(frontier, urlOf(2), aFinding({ depth: 3 }))).toBe("depth");
    expect(frontier.index.size).toBe(1);
    // What was reached already is a link, however deep it stands.
    expect(findUrl(frontier, urlOf(1), aFinding({ depth: 3 }))).toBe(0);
  });

  it("ends at the page limit; a page tried again counts once", () => {
    const frontier = aFrontier({ maxPages: 2 });
    findUrl(frontier, urlOf(1), aFinding());
    for (const entry of peekQueue(frontier, 0, 1)) queueAgain(frontier, entry);
    expect(findUrl(frontier, urlOf(2), aFinding())).toBe(1);
    expect(findUrl(frontier, urlOf(3), aFinding())).toBe("pages");
    expect(findUrl(frontier, urlOf(1), aFinding())).toBe(0);
    expect(frontier.index.size).toBe(2);
  });

  it("counts sitemaps and feeds apart from pages, to the same limit", () => {
    const frontier = aFrontier({ maxPages: 2 });
    const found = ["list", "list", "list", "page", "page", "page"] as const;
    expect(
      found.map((kind, i) => findUrl(frontier, urlOf(i), aFinding({ kind }))),
    ).toEqual([0, 1, "pages", 2, 3, "pages"]);
  });

  it("admits so many query strings of a path; those that are known need no room", () => {
    const frontier = aFrontier();
    const find = (path: string, i: number) =>
      findUrl(frontier, `http://site.test/${path}?q=${i}`, aFinding());
    for (let i = 0; i < maxQueryVariants; i++) expect(find("a", i)).toBe(i);
    expect(find("a", maxQueryVariants)).toBe("query-variants");
    expect(find("a", 7)).toBe(7);
    expect(find("b", maxQueryVariants)).toBe(maxQueryVariants);
    expect(findUrl(frontier, "http://site.test/a", aFinding())).toBe(
      maxQueryVariants + 1,
    );
  });

  it("keeps to the limit of query strings in the next crawl of the site", () => {
    const record = createRecord();
    const first = aFrontier();
    for (let i = 0; i < maxQueryVariants; i++)
      findUrl(first, `http://site.test/a?q=${i}`, aFinding());
    record.keep(first);
    const second = createFrontier(roomy, record.ofNextCrawl());
    expect(findUrl(second, "http://site.test/a?q=new", aFinding())).toBe(
      "query-variants",
    );
    expect(findUrl(second, "http://site.test/a?q=7", aFinding())).toBe(7);
  });
});

describe("finding a page again that is known by its number", () => {
  it("queues it unless it was reached before, or lies beyond a limit", () => {
    const record = createRecord();
    const first = aFrontier();
    for (const i of [0, 1, 2, 3]) findUrl(first, urlOf(i), aFinding());
    record.keep(first);

    const second = createFrontier(
      { ...roomy, maxDepth: 2, maxPages: 2 },
      record.ofNextCrawl(),
    );
    expect([second.length, second.index.size, hasReached(second, 2)]).toEqual([
      0,
      4,
      false,
    ]);
    expect(findKnownUrl(second, 2, aFinding({ depth: 3 }))).toBe("depth");
    expect(findKnownUrl(second, 2, aFinding({ depth: 2, hops: 1 }))).toBeNull();
    expect(findKnownUrl(second, 2, aFinding({ depth: 1 }))).toBeNull();
    expect(findUrl(second, urlOf(0), aFinding())).toBe(0);
    expect(findKnownUrl(second, 1, aFinding())).toBe("pages");
    expect(findKnownUrl(second, 0, aFinding())).toBeNull();
    expect(
      peekQueue(second, 0, 9).map(({ id, depth, hops }) => [id, depth, hops]),
    ).toEqual([
      [2, 2, 1],
      [0, 1, 0],
    ]);
    expect([0, 1, 2, 3].map((id) => hasReached(second, id))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(takeAdditions(second)).toMatchObject({
      urls: [],
      firstId: 4,
      hashes: new Uint8Array(),
    });
  });
});

describe("the queue", () => {
  it("is looked into from any place on, and counts where it is", () => {
    const frontier = aFrontier();
    for (let i = 0; i < 5; i++) findUrl(frontier, urlOf(i), aFinding());
    const idsOf = (skip: number, count: number) =>
      peekQueue(frontier, skip, count).map(({ id }) => id);
    expect([idsOf(0, 2), idsOf(2, 2), idsOf(4, 2), idsOf(5, 2)]).toEqual([
      [0, 1],
      [2, 3],
      [4],
      [],
    ]);
    advanceQueue(frontier, 2);
    expect([frontier.position, frontier.length, idsOf(0, 1)]).toEqual([2, 5, [2]]);
    for (const entry of peekQueue(frontier, 0, 1))
      queueAgain(frontier, { ...entry, attempts: 1 });
    advanceQueue(frontier, 1);
    expect([frontier.position, frontier.length]).toEqual([3, 6]);
    expect(peekQueue(frontier, 2, 9)).toMatchObject([{ id: 2, attempts: 1 }]);
  });

  it("gives the URLs that were added since it was last settled, and what they add up to", () => {
    const frontier = aFrontier();
    findUrl(frontier, "http://site.test/a?q", aFinding());
    findUrl(frontier, "http://site.test/b", aFinding());
    expect([newUrlOf(frontier, 0), newUrlOf(frontier, 1), newUrlOf(frontier, 2)]).toEqual(
      ["http://site.test/a?q", "http://site.test/b", undefined],
    );
    expect(takeAdditions(frontier)).toMatchObject({
      firstId: 0,
      urls: ["http://site.test/a?q", "http://site.test/b"],
      entries: [{ id: 0 }, { id: 1 }],
    });
    findUrl(frontier, "http://site.test/c", aFinding());
    expect([newUrlOf(frontier, 1), newUrlOf(frontier, 2)]).toEqual([
      undefined,
      "http://site.test/c",
    ]);
    const additions = takeAdditions(frontier);
    expect(additions).toMatchObject({
      firstId: 2,
      urls: ["http://site.test/c"],
      entries: [{ id: 2 }],
    });
    expect(additions.hashes).toHaveLength(8);
    expect(takeAdditions(frontier)).toMatchObject({ firstId: 3, urls: [], entries: [] });
  });

  it("knows 100,000 URLs apart, in less than 20 MB", () => {
    const before = usedBytes();
    const frontier = aFrontier();
    for (let i = 0; i < 100_000; i++) {
      findUrl(frontier, urlOf(i), aFinding());
      if (i % 1_000 === 0) takeAdditions(frontier);
    }
    expect(usedBytes() - before).toBeLessThan(20_000_000);
    expect(frontier.length).toBe(100_000);
    expect(hasReached(frontier, 99_999)).toBe(true);
    expect(hasReached(frontier, 100_000)).toBe(false);
    expect(findUrl(frontier, urlOf(77_777), aFinding())).toBe(77_777);
  });
});

type Step =
  | { do: "find"; url: string; finding: Finding }
  | { do: "findKnown"; id: number; finding: Finding }
  | { do: "putBack"; skip: number; attempts: number }
  | { do: "advance"; count: number }
  | { do: "settle" };

const anyFinding: fc.Arbitrary<Finding> = fc.record({
  depth: fc.nat(4),
  kind: fc.constantFrom("page", "page", "list"),
  hops: fc.nat(2),
});
const anyUrl = fc.tuple(
  fc.constantFrom("a", "b", "c", "d"),
  fc.constantFrom("", "?1", "?2", "?3"),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("find" as const),
      url: anyUrl.map(([path, query]) => `http://site.test/${path}${query}`),
      finding: anyFinding,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("findKnown" as const),
      id: fc.nat(20),
      finding: anyFinding,
    }),
  },
  fc.record({
    do: fc.constant("putBack" as const),
    skip: fc.nat(3),
    attempts: fc.nat(3),
  }),
  fc.record({ do: fc.constant("advance" as const), count: fc.nat(3) }),
  fc.constant<Step>({ do: "settle" }),
);
const anyLimits = fc.record({
  maxDepth: fc.nat(4),
  maxPages: fc.integer({ min: 1, max: 8 }),
  maxQueryVariants: fc.integer({ min: 1, max: 3 }),
});
const anySteps = fc.array(anyStep, { maxLength: 60 });

/** Does a step and gives all that can be told of it. */
function perform(frontier: Frontier, step: Step): unknown {
  const told = (result: unknown) => ({
    result,
    position: frontier.position,
    length: frontier.length,
    size: frontier.index.size,
    queue: peekQueue(frontier, 0, 1_000),
    reached: Array.from({ length: 24 }, (_, id) => hasReached(frontier, id)),
  });
  switch (step.do) {
    case "find":
      return told(findUrl(frontier, step.url, step.finding));
    case "findKnown":
      return told(
        step.id < frontier.index.size
          ? findKnownUrl(frontier, step.id, step.finding)
          : null,
      );
    case "putBack":
      for (const entry of peekQueue(frontier, step.skip, 1))
        queueAgain(frontier, { ...entry, attempts: step.attempts });
      return told(null);
    case "advance":
      advanceQueue(frontier, Math.min(step.count, frontier.length - frontier.position));
      return told(null);
    case "settle":
      return told(null);
  }
}

const isVariant = (url: string): boolean => url.includes("?");
const pathOf = (url: string): string => url.split("?", 1)[0] ?? "";

describe("a frontier", () => {
  it("that is rebuilt from what was recorded of it is the one that lived on", () => {
    fc.assert(
      fc.property(anyLimits, anySteps, (limits, steps) => {
        const record = createRecord();
        const living = createFrontier(limits, nothing);
        let rebuilt = createFrontier(limits, nothing);
        for (const step of steps) {
          expect(perform(rebuilt, step)).toEqual(perform(living, step));
          if (step.do === "settle") rebuilt = createFrontier(limits, record.keep(living));
        }
      }),
      { numRuns: scenarios(300) },
    );
  });

  it("never queues a URL twice, gives it one number for ever, and keeps to its limits", () => {
    fc.assert(
      fc.property(anyLimits, anySteps, (limits, steps) => {
        const frontier = createFrontier(limits, nothing);
        const numbers = new Map<string, number>();
        const queued: number[] = [];
        const kinds = { page: 0, list: 0 };
        const variants = new Map<string, number>();
        const variantsOf = (url: string) => variants.get(pathOf(url)) ?? 0;
        for (const step of steps.filter((one) => one.do === "find")) {
          const { url, finding } = step;
          const lengthBefore = frontier.length;
          const result = findUrl(frontier, url, finding);
          const known = numbers.get(url);
          if (known !== undefined) {
            expect([result, frontier.length]).toEqual([known, lengthBefore]);
          } else if (finding.depth > limits.maxDepth) {
            expect(result).toBe("depth");
          } else if (kinds[finding.kind] === limits.maxPages) {
            expect(result).toBe("pages");
          } else if (isVariant(url) && variantsOf(url) === limits.maxQueryVariants) {
            expect(result).toBe("query-variants");
          } else {
            expect(result).toBe(numbers.size);
            if (isVariant(url)) variants.set(pathOf(url), variantsOf(url) + 1);
            numbers.set(url, numbers.size);
            queued.push(numbers.size - 1);
            kinds[finding.kind] += 1;
          }
        }
        expect(peekQueue(frontier, 0, 100).map(({ id }) => id)).toEqual(queued);
        expect(takeAdditions(frontier).urls).toEqual([...numbers.keys()]);
      }),
      { numRuns: scenarios(300) },
    );
  });
});

describe("the variants of URLs", () => {
  it("are recognised by the text before the question mark", () => {
    expect(variantOf("http://site.test/a")).toBeNull();
    expect(variantOf("http://site.test/a?x=1")).toBe(variantOf("http://site.test/a?y?z"));
    expect(variantOf("http://site.test/a?")).not.toBe(variantOf("http://site.test/b?"));
  });

  it("are packed for those that have a query, four bytes each", () => {
    expect(
      packVariants([
        "http://site.test/a",
        "http://site.test/a?1",
        "http://site.test/b?2",
      ]),
    ).toHaveLength(8);
  });
});
