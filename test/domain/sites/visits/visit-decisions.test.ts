import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import { unanswered } from "#domain/sites/crawl.ts";
import { chooseReading, isSettled } from "#domain/sites/visits/visit-decisions.ts";
import { usualCrawl } from "#domain/targets/crawl-spec.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { anEntry, aPage } from "#test/fixtures/sites/crawl-parts.ts";

const html = {
  ...unanswered,
  status: 200,
  contentType: "text/html",
  finalUrl: "http://site.test/",
  failure: null,
  validators: { etag: null, lastModified: null },
  retryAfterMs: null,
  body: new Uint8Array(),
};
const xml = { ...html, contentType: "application/xml" };
const pdf = { ...html, contentType: "application/pdf" };
const tooLarge: Failure = { class: "too-large", limitBytes: 1 };

const page = anEntry();
const list = anEntry({ kind: "list" });
const onlyPdf = { ...usualCrawl, contentTypes: ["application/pdf"] };
const noLists = { ...usualCrawl, sitemaps: false, feeds: false };

describe("how an answer is read", () => {
  it.each([
    ["an HTML page as HTML", usualCrawl, page, html, false, true, "html"],
    ["a feed as a list", usualCrawl, page, xml, false, true, "list"],
    ["a feed for nothing where none is wanted", noLists, page, xml, false, true, "other"],
    ["any other page for its headers", usualCrawl, page, pdf, false, true, "other"],
    [
      "a sitemap as a list, whatever its type",
      usualCrawl,
      list,
      pdf,
      false,
      true,
      "list",
    ],
    ["an unchanged page not at all", usualCrawl, page, html, true, true, null],
    ["an unchanged sitemap anew", usualCrawl, list, xml, true, true, "list"],
    ["an unwanted HTML page for its links", onlyPdf, page, html, false, false, "html"],
    ["an unwanted feed not at all", onlyPdf, page, xml, false, false, null],
    ["a wanted sitemap of any type", onlyPdf, list, xml, false, true, "list"],
  ] as const)("%s", (_, spec, entry, answer, isUnchanged, isKept, readAs) => {
    expect(chooseReading(spec, entry, answer, isUnchanged)).toEqual({ isKept, readAs });
  });

  it.each([
    ["a redirect for where it leads", { status: 301 }, true, "redirect"],
    ["an error not at all", { status: 404 }, true, null],
    ["a 304 not at all", { status: 304, notModified: true }, true, null],
    ["no answer not at all", { status: null, failure: tooLarge }, true, null],
    ["a redirect that failed not at all", { status: 301, failure: tooLarge }, true, null],
    ["an unwanted page that failed not at all", { failure: tooLarge }, false, null],
  ] as const)("%s", (_, part, isKept, readAs) => {
    const answer = { ...html, ...part };
    expect(chooseReading(onlyPdf, page, answer, false)).toEqual({ isKept, readAs });
  });
});

describe("a page need not be read again", () => {
  const target = { requestRevision: 1 } as RoundTarget;

  it.each([
    ["as long as its content is the same", {}, true],
    ["except after a change of the request", { revision: 0 }, false],
    ["except without a content", { contentHash: null }, false],
    ["except for a redirect", { location: "http://site.test/" }, false],
    ["with links out of scope", { refused: { scope: 1 } }, true],
    ["except with links that may have room now", { refused: { pages: 1 } }, false],
  ])("%s", (_, part, expected) => {
    expect(isSettled(aPage(part), target)).toBe(expected);
  });
});
