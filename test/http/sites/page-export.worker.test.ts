// Tests the export of a site's pages: lines of JSON and CSV, whole or broken off.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import { filters, motley } from "#test/fixtures/sites/motley-pages.ts";
import {
  aPage,
  type Item,
  openDoor,
  paged,
  seedMany,
  siteOf,
  textOf,
} from "#test/fixtures/sites/stored-pages.ts";

describe("an export", () => {
  it.each(filters)("by [%s] is the list, line by line", async (query) => {
    const world = await siteOf(...motley());
    const items = await paged(world, `/api/targets/1/pages?${query}`, 500);
    const answer = await openDoor().get(`/api/targets/1/pages.ndjson?${query}`);
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (await textOf(answer)).split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(items);
  });

  it("as CSV has the same in cells, and texts that are no formulas", async () => {
    const world = await siteOf(
      ...motley(),
      aPage(60, {
        title: '=HYPERLINK("http://evil.example","x")',
        location: "+1, or not",
        refused: { robots: 2 },
      }),
      aPage(61, {
        title: 'A "quoted", long title',
        canonical: "http://site.example/?a,b",
      }),
    );
    const items = await paged(world, "/api/targets/1/pages", 500);
    const answer = await openDoor().get("/api/targets/1/pages.csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="target-1-pages.csv"',
    );
    const [names = [], ...records] = parseCsv(await textOf(answer));
    expect(records).toHaveLength(62);
    const cellOf = (value: unknown): string => {
      const text =
        value === null
          ? ""
          : typeof value === "object"
            ? JSON.stringify(value)
            : String(value);
      return typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${text}` : text;
    };
    const expected = items.map(({ failure, ...item }) => {
      const flat: Item = {
        ...item,
        failure: failure?.class ?? null,
        failureMessage: failure?.message ?? null,
      };
      return names.map((name) => cellOf(flat[name]));
    });
    expect(records).toEqual(expected);
    expect(names.toSorted()).toEqual(
      [...Object.keys(items[0]), "failureMessage"].toSorted(),
    );
    expect(records[60]?.[names.indexOf("title")]).toBe(
      '\'=HYPERLINK("http://evil.example","x")',
    );
  });

  it("of no pages as CSV is the header alone", async () => {
    await siteOf();
    const text = await (await openDoor().get("/api/targets/1/pages.csv")).text();
    expect(parseCsv(text)).toHaveLength(1);
  });

  it("of a large site takes a statement for every 2,000 pages", async () => {
    await siteOf();
    await seedMany(4_500);
    const { get, meter } = openDoor();
    const text = await textOf(await get("/api/targets/1/pages.ndjson"));
    const ids = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual(Array.from({ length: 4_500 }, (_, id) => id));
    // The target, and 2,000 + 2,000 + 500 pages.
    expect(meter.statements).toBe(1 + 3);
  });

  it("reads no more than is taken", async () => {
    await siteOf();
    await seedMany(4_500);
    // A third statement would be one too many.
    const { get, logs } = openDoor(failingAfter(2));
    const { body } = await get("/api/targets/1/pages.ndjson");
    const reader = body?.getReader();
    await reader?.read();
    await DB.prepare("SELECT 1").run();
    await reader?.cancel();
    expect(logs).toEqual([]);
  });

  it.each(["pages.ndjson", "pages.csv"])(
    "%s breaks off when the database fails in the middle",
    async (name) => {
      await siteOf();
      await seedMany(4_500);
      const { get, logs } = openDoor(failingAfter(2));
      const { status, body } = await get(`/api/targets/1/${name}`);
      expect(status).toBe(200);
      const reader = body?.getReader();
      expect((await reader?.read())?.value?.length).toBeGreaterThan(100_000);
      await expect(reader?.read()).rejects.toThrow("D1 is away");
      expect(logs).toEqual([{ event: "answer-broken-off", problem: "D1 is away" }]);
    },
  );

  it.each(["pages.ndjson", "pages.csv", "broken-links.csv", "sitemap.xml"])(
    "%s is a problem when the database fails at once",
    async (name) => {
      await siteOf();
      const answer = await openDoor(failingAfter(1)).get(`/api/targets/1/${name}`);
      expect(answer.status).toBe(500);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    },
  );

  it.each([
    "pages.ndjson",
    "pages.csv",
    "broken-links.csv",
    "sitemap.xml",
    "pages",
    "crawls",
    "broken-links",
  ])("%s of a target that does not exist is not found", async (name) => {
    const world = await siteOf();
    expect((await world.call("GET", `/api/targets/9/${name}`)).status).toBe(404);
  });
});

/** A database that answers so many statements. */
function failingAfter(count: number): D1Database {
  let left = count;
  const prepare = (query: string) => {
    left -= 1;
    if (left < 0) throw new Error("D1 is away");
    return DB.prepare(query);
  };
  return { prepare } as unknown as D1Database;
}
