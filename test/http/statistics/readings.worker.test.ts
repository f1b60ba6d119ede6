// Tests the series of numbers over HTTP against what every single run read.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import { end, hour, start } from "#test/fixtures/history/kept-history.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { makePricedPast, type Read } from "#test/fixtures/statistics/priced-history.ts";
import { type Answered, createWorld, type World } from "#test/fixtures/world.ts";

const minute = hour / 60;
const day = 24 * hour;
const isoAt = (at: number) => new Date(at).toISOString();

async function get(world: World, path: string): Promise<Answered> {
  const { status, body } = await world.call("GET", path);
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200);
  return body;
}

const within = (reads: readonly Read[], from: number, to: number) =>
  reads.filter(({ dueAt }) => dueAt >= from && dueAt < to);

type Name = "price" | "stock";

/** The figures of what was read, one by one; undefined where nothing was. */
function expectFigures(told: Answered, reads: readonly Read[], name: Name): void {
  if (reads.length === 0) {
    expect(told?.count ?? 0).toBe(0);
    return;
  }
  const values = reads.map((read) => read[name]).toSorted((a, b) => a - b);
  const byTime = reads.toSorted((a, b) => a.at - b.at);
  const [first, last] = [byTime[0] as Read, byTime.at(-1) as Read];
  expect(told).toMatchObject({
    count: values.length,
    min: values[0],
    max: values.at(-1),
    first: first[name],
    last: last[name],
    ...("firstAt" in told && { firstAt: isoAt(first.at), lastAt: isoAt(last.at) }),
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(told.mean).toBeCloseTo(mean, 8);
  for (const share of [5, 25, 50, 75, 95]) {
    if (!(`p${share}` in told)) continue;
    const rank = Math.max(1, Math.ceil((share * values.length) / 100));
    const exact = values[rank - 1] as number;
    expect(Math.abs(told[`p${share}`] - exact)).toBeLessThanOrEqual(
      0.005 * Math.abs(exact),
    );
  }
}

const anyWindow = fc
  .tuple(fc.integer({ min: start, max: end }), fc.integer({ min: start, max: end }))
  .map((edges) => edges.toSorted((a, b) => a - b) as [number, number])
  .filter(([from, to]) => from < to);

describe("numbers over HTTP", () => {
  it("are those that every run read, of any window and step", async () => {
    const { world, reads } = await makePricedPast();
    expect(reads.length).toBeGreaterThan(180);
    await fc.assert(
      fc.asyncProperty(
        anyWindow,
        fc.constantFrom(10 * minute, hour, 7 * hour, day),
        async ([from, to], step) => {
          const query = `from=${isoAt(from)}&to=${isoAt(to)}`;
          const own = within(reads, from, to);
          const { readings = {} } = await get(world, `/api/targets/1/stats?${query}`);
          expectFigures(readings.price, own, "price");
          expectFigures(readings.stock, own, "stock");
          const path = `/api/targets/1/readings?${query}&step=${step / minute}m`;
          const { items } = await get(world, path);
          expect(items.map(({ name }: Answered) => name)).toEqual(["price", "stock"]);
          for (const { name, window, series } of items) {
            expectFigures(window, own, name);
            for (const point of series) {
              const [since, until] = [Date.parse(point.from), Date.parse(point.to)];
              expectFigures(point, within(reads, since, until), name);
            }
          }
        },
      ),
      { numRuns: scenarios(40) },
    );
  });

  it("go on by whole hours when runs are no longer kept in detail", async () => {
    const { world, reads } = await makePricedPast();
    const { meta } = await DB.prepare("DELETE FROM hours").run();
    expect(meta.changes).toBeGreaterThan(25);
    const [from, to] = [start + 2 * hour, start + 9 * hour];
    const path = `/api/targets/1/stats?from=${isoAt(from)}&to=${isoAt(to)}`;
    const { readings } = await get(world, path);
    expectFigures(readings.price, within(reads, from, to), "price");
    const days = await get(world, "/api/targets/1/readings?name=stock");
    expectFigures(days.items[0].window, reads, "stock");
  });

  it("know the lowest and the highest value since the steps are what they are", async () => {
    const { world, reads } = await makePricedPast();
    const path = `/api/targets/1/readings?name=price&from=${isoAt(end - hour)}`;
    const { items } = await get(world, path);
    const extreme = (choose: (...values: number[]) => number) => {
      const value = choose(...reads.map(({ price }) => price));
      return { value, at: expect.any(String) };
    };
    expect(items).toMatchObject([
      { name: "price", lowest: extreme(Math.min), highest: extreme(Math.max) },
    ]);
    expect(Date.parse(items[0].lowest.at)).toBeLessThan(start + 10 * hour);
  });

  it("are a line for each number and step in the CSV", async () => {
    const { world, reads } = await makePricedPast();
    const answer = await world.call("GET", "/api/targets/1/readings.csv?step=1h");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="target-1-readings.csv"',
    );
    const [columns = [], ...lines] = parseCsv(answer.body);
    expect(columns).toEqual([
      "name",
      "from",
      "to",
      "count",
      "min",
      "max",
      "mean",
      "first",
      "last",
      "p50",
    ]);
    const count = (name: string) =>
      lines
        .filter(([own]) => own === name)
        .reduce((sum, line) => sum + Number(line[3]), 0);
    expect([count("price"), count("stock")]).toEqual([reads.length, reads.length]);
    expect(lines.every((line) => Number(line[3]) > 0)).toBe(true);
  });

  it("of several targets are no distribution", async () => {
    const { world } = await makePricedPast();
    for (const path of ["/api/stats", "/api/stats?tag=shop"])
      expect(await get(world, path)).not.toHaveProperty("readings");
  });

  it.each([
    ["name=", "name"],
    ["name=a%20b", "name"],
    ["name=cost", "name"],
    ["step=30s", "step"],
    ["from=2030-01-01", "from"],
    ["names=price", "names"],
  ])("refuse %s and name the field", async (query, field) => {
    const { world } = await makePricedPast();
    for (const door of ["readings", "readings.csv"]) {
      const path = `/api/targets/1/${door}?${query}`;
      const { status, body } = await world.call("GET", path);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ parameter: field }]);
    }
  });

  it("are none of a target that has not run, and of one that is not there", async () => {
    const world = await createWorld();
    const target = { url: "https://a.example/", schedule: { every: "1h" } };
    await world.call("POST", "/api/targets", target);
    expect((await get(world, "/api/targets/1/readings")).items).toEqual([]);
    const named = await get(world, "/api/targets/1/readings?name=price&step=1d");
    expect(named.items).toMatchObject([
      { name: "price", lowest: null, highest: null, window: null },
    ]);
    expect((await world.call("GET", "/api/targets/9/readings")).status).toBe(404);
  });

  it("are gauges at /metrics until their target is paused", async () => {
    const { world } = await makePricedPast();
    const scrape = async (query = "") =>
      (await world.call("GET", `/metrics${query}`)).body.match(/^junkai_reading.*$/gm);
    const { items } = await get(world, "/api/targets/1/readings?step=1d");
    const { lowest, highest } = items[0];
    const labels = '{target="1",name="shop.example",reading="price"}';
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^junkai_reading\{.*reading="stock"\} \d+$/),
        `junkai_reading_lowest${labels} ${lowest.value}`,
        `junkai_reading_highest${labels} ${highest.value}`,
      ]),
    );
    expect(await scrape("?targets=off")).toBeNull();
    await world.call("PATCH", "/api/targets/1", { enabled: false });
    expect(await scrape()).toBeNull();
  });
});
