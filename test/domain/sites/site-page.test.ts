import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import {
  judgePage,
  type PageOutcome,
  type PageReading,
  type SitePage,
  type VisitAnswer,
} from "#domain/sites/site-page.ts";
import { aPage } from "#test/fixtures/sites/crawl-parts.ts";

const occasion = {
  id: 7,
  url: "http://site.test/seven",
  depth: 3,
  revision: 1,
  now: 9_000,
};

const refusedConnection: Failure = {
  class: "connect",
  host: "site.test",
  detail: "refused",
};
const timeout: Failure = { class: "timeout", phase: "body", limitMs: 1_000 };

/** What reading the usual page gives. */
const aReading = (part: Partial<PageReading> = {}): PageReading => {
  const {
    title,
    location,
    canonical,
    noindex,
    links,
    refused,
    contentType,
    contentHash,
    bytes,
  } = aPage();
  return {
    title,
    location,
    canonical,
    noindex,
    links,
    refused,
    contentType,
    contentHash,
    bytes,
    ...part,
  };
};

/** A 200 whose content is what it was. */
const aVisit = (part: Partial<VisitAnswer> = {}): VisitAnswer => ({
  status: 200,
  failure: null,
  etag: '"v1"',
  lastModified: null,
  reading: null,
  ...part,
});

const failed = (failure: Failure): Partial<VisitAnswer> => ({ status: null, failure });
const redirected = {
  status: 301,
  reading: aReading({ location: "http://site.test/8", contentHash: "ee" }),
};
const gone = aPage({ status: 404, goneAt: 5_000 });
const neverThere = aPage({
  status: 404,
  contentHash: null,
  contentType: null,
  links: [],
  etag: null,
});

type Case = {
  what: string;
  known: SitePage | null;
  visit?: Partial<VisitAnswer>;
  change: PageOutcome;
  write: boolean;
  /** Whether it counts as changed now. */
  isNews?: boolean;
  goneAt?: number | null;
};

describe("a page", () => {
  it.each<Case>([
    {
      what: "seen first",
      known: null,
      visit: { reading: aReading() },
      change: "new",
      write: true,
      isNews: true,
    },
    {
      what: "seen first as a 404",
      known: null,
      visit: { status: 404 },
      change: "new",
      write: true,
      isNews: true,
    },
    {
      what: "seen first without an answer",
      known: null,
      visit: failed(timeout),
      change: "new",
      write: true,
      isNews: true,
    },

    { what: "that is as it was", known: aPage(), change: "unchanged", write: false },
    {
      what: "with other validators alone",
      known: aPage(),
      visit: { etag: '"v2"', lastModified: "Sun, 01 Mar 2026 12:00:00 GMT" },
      change: "unchanged",
      write: false,
    },
    {
      what: "read anew and the same",
      known: aPage(),
      visit: { reading: aReading() },
      change: "unchanged",
      write: false,
    },
    {
      what: "whose links that are not followed are others",
      known: aPage(),
      visit: { reading: aReading({ refused: { scope: 3 } }) },
      change: "unchanged",
      write: false,
    },
    {
      what: "with other content",
      known: aPage(),
      visit: { reading: aReading({ contentHash: "bb" }) },
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "with another status",
      known: aPage(),
      visit: { status: 203 },
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that redirects now",
      known: aPage(),
      visit: redirected,
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that redirects elsewhere",
      known: aPage({ ...redirected.reading, status: 301 }),
      visit: {
        status: 301,
        reading: aReading({ location: "http://site.test/9", contentHash: "ee" }),
      },
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that broke",
      known: aPage(),
      visit: { status: 500 },
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that cannot be reached",
      known: aPage(),
      visit: failed(refusedConnection),
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that is as broken as before",
      known: aPage({ status: 500 }),
      visit: { status: 500 },
      change: "unchanged",
      write: false,
    },
    {
      what: "that fails as before, though the evidence differs",
      known: aPage({ status: null, failure: timeout }),
      visit: failed({ ...timeout, limitMs: 2_000 }),
      change: "unchanged",
      write: false,
    },
    {
      what: "that fails in another way",
      known: aPage({ status: null, failure: timeout }),
      visit: failed(refusedConnection),
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that works again",
      known: aPage({ status: 500 }),
      change: "changed",
      write: true,
      isNews: true,
    },

    {
      what: "with another title, understood from the same content",
      known: aPage(),
      visit: { reading: aReading({ title: "7" }) },
      change: "unchanged",
      write: true,
    },
    {
      what: "with another canonical URL",
      known: aPage(),
      visit: { reading: aReading({ canonical: "http://site.test/8" }) },
      change: "unchanged",
      write: true,
    },
    {
      what: "that asks to be left out",
      known: aPage(),
      visit: { reading: aReading({ noindex: true }) },
      change: "unchanged",
      write: true,
    },
    {
      what: "with one more link",
      known: aPage(),
      visit: { reading: aReading({ links: [1, 2, 3] }) },
      change: "unchanged",
      write: true,
    },
    {
      what: "with its links in another order",
      known: aPage(),
      visit: { reading: aReading({ links: [2, 1] }) },
      change: "unchanged",
      write: true,
    },
    {
      what: "read under an older revision of the target",
      known: aPage({ revision: 0 }),
      change: "unchanged",
      write: true,
    },

    {
      what: "that is not there any more",
      known: aPage(),
      visit: { status: 404 },
      change: "gone",
      write: true,
      isNews: true,
      goneAt: 9_000,
    },
    {
      what: "that is gone for good",
      known: aPage(),
      visit: { status: 410 },
      change: "gone",
      write: true,
      isNews: true,
      goneAt: 9_000,
    },
    {
      what: "that is still gone",
      known: gone,
      visit: { status: 404 },
      change: "unchanged",
      write: false,
      goneAt: 5_000,
    },
    {
      what: "gone with 410 instead of 404",
      known: gone,
      visit: { status: 410 },
      change: "changed",
      write: true,
      isNews: true,
      goneAt: 5_000,
    },
    {
      what: "that is back as it was",
      known: gone,
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that is back with other content",
      known: gone,
      visit: { reading: aReading({ contentHash: "bb" }) },
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that is linked again, having been there all the time",
      known: aPage({ goneAt: 5_000 }),
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that is linked again and a 404",
      known: aPage({ goneAt: 5_000 }),
      visit: { status: 404 },
      change: "changed",
      write: true,
      isNews: true,
      goneAt: 5_000,
    },
    {
      what: "that was failing before it went",
      known: aPage({ status: 503 }),
      visit: { status: 404 },
      change: "gone",
      write: true,
      isNews: true,
      goneAt: 9_000,
    },
    {
      what: "that could not be reached before it went",
      known: aPage({ status: null, failure: timeout }),
      visit: { status: 404 },
      change: "gone",
      write: true,
      isNews: true,
      goneAt: 9_000,
    },
    {
      what: "that was never there",
      known: neverThere,
      visit: { status: 404 },
      change: "unchanged",
      write: false,
    },
    {
      what: "that was never there, and fails before it is not there again",
      known: { ...neverThere, status: 500 },
      visit: { status: 404 },
      change: "changed",
      write: true,
      isNews: true,
    },
    {
      what: "that has come into being",
      known: neverThere,
      visit: { reading: aReading() },
      change: "changed",
      write: true,
      isNews: true,
    },
  ])(
    "$what: $change, written: $write",
    ({ known, visit, change, write, isNews = false, goneAt = null }) => {
      const judged = judgePage(known, aVisit(visit), occasion);
      expect([judged.change, judged.write]).toEqual([change, write]);
      expect(judged.page.goneAt).toBe(goneAt);
      expect(judged.page.changedAt).toBe(isNews ? 9_000 : known?.changedAt);
      expect(judged.page.foundAt).toBe(known?.foundAt ?? 9_000);
    },
  );

  it("is kept with what was read, and where and under which revision that was", () => {
    const reading = aReading({
      title: "Other",
      links: [4],
      refused: { nofollow: 2 },
      contentHash: "bb",
      bytes: 9,
    });
    const visit = aVisit({ status: 203, etag: null, lastModified: "then", reading });
    const { page } = judgePage(aPage(), visit, { ...occasion, revision: 2 });
    expect(page).toEqual({
      ...aPage(),
      ...reading,
      status: 203,
      etag: null,
      lastModified: "then",
      depth: 3,
      revision: 2,
      changedAt: 9_000,
    });
  });

  it("keeps what was read last while it cannot be read", () => {
    for (const visit of [{ status: 503 }, { status: 404 }, failed(timeout)]) {
      const { page } = judgePage(
        aPage({ refused: { scope: 1 } }),
        aVisit(visit),
        occasion,
      );
      expect(page).toMatchObject(aReading({ refused: { scope: 1 } }));
    }
  });

  it("has nothing to keep when it was never read", () => {
    const { page } = judgePage(null, aVisit(failed(refusedConnection)), occasion);
    expect(page).toMatchObject({
      status: null,
      failure: refusedConnection,
      contentType: null,
      contentHash: null,
      bytes: 0,
      title: null,
      links: [],
      refused: {},
      goneAt: null,
    });
  });
});
