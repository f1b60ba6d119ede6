// Tests what the overview tells of targets that are created, changed, run and deleted.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overviewSorts } from "#domain/overview/overview.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import { type OverviewQuery, readOverview } from "#store/overview/overview.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { everyTarget } from "#test/fixtures/overview.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T10:00:00Z");

const read = (world: World, query: Partial<OverviewQuery> = {}) =>
  readOverview(world.newDeps().db, { ...everyTarget, ...query }, world.now());

const page = (name: string, document: object = {}) => ({
  url: `https://${name}.example/`,
  name,
  schedule: { every: "1m" },
  request: { retries: 0 },
  ...document,
});

/** The counts that are not 0, of all targets and by tag. */
async function counts(world: World) {
  const overview = await read(world);
  const told = [{ tag: "all", ...overview.counts }, ...overview.tags];
  return Object.fromEntries(
    told.map(({ tag, byStatus, byKind }) => [
      tag,
      Object.fromEntries(
        Object.entries({ ...byStatus, ...byKind }).filter(([, count]) => count > 0),
      ),
    ]),
  );
}

/** The same, counted one by one. */
async function countsOneByOne() {
  const { results } = await DB.prepare("SELECT status, kind, tags FROM targets").all<{
    status: string;
    kind: string;
    tags: string;
  }>();
  const told: Record<string, Record<string, number>> = {};
  for (const { status, kind, tags } of results)
    for (const tag of ["all", ...(JSON.parse(tags) as string[])])
      for (const name of [status, kind]) {
        told[tag] ??= {};
        told[tag][name] = (told[tag][name] ?? 0) + 1;
      }
  return told;
}

const ask = async (world: World, method: string, path: string, body?: unknown) => {
  const answer = await world.call(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
};

describe("the counts of targets", () => {
  it("are right after each thing that can happen to a target", async () => {
    let isWell = true;
    const site = () => (isWell ? {} : { status: 503 });
    const world = await createWorld({ now: start, site });
    const a = await addTarget(world, page("a", { tags: ["web", "q.uote"] }));
    const b = await addTarget(world, page("b", { tags: ["web"] }));
    expect(await counts(world)).toEqual({
      all: { new: 2, page: 2 },
      "q.uote": { new: 1, page: 1 },
      web: { new: 2, page: 2 },
    });
    const steps: [string, () => Promise<unknown>][] = [
      ["turned up", () => world.runUntil(start + 2 * minuteMs)],
      [
        "edited",
        () => ask(world, "PATCH", `/api/targets/${a}`, { tags: ["api", "web"] }),
      ],
      ["paused", () => ask(world, "POST", `/api/targets/${a}/pause`)],
      ["resumed", () => ask(world, "POST", `/api/targets/${a}/resume`)],
      [
        "changed in kind",
        () => ask(world, "PATCH", `/api/targets/${b}`, { kind: "site", crawl: {} }),
      ],
      [
        "back",
        () => ask(world, "PATCH", `/api/targets/${b}`, { kind: "page", crawl: null }),
      ],
      [
        "turned down by hand",
        async () => {
          isWell = false;
          await ask(world, "POST", `/api/targets/${b}/run`);
        },
      ],
      ["turned down", () => world.runUntil(start + 5 * minuteMs)],
      [
        "many at once",
        () =>
          ask(world, "POST", "/api/targets/bulk", {
            operation: "create",
            documents: [page("c", { tags: ["web"] }), page("d", { enabled: false })],
          }),
      ],
      [
        "many changed",
        () =>
          ask(world, "POST", "/api/targets/bulk", {
            operation: "pause",
            filter: { tag: "web" },
          }),
      ],
      ["moved", () => DB.prepare("UPDATE targets SET shard_id = 9 WHERE id = 1").run()],
      [
        "moved back",
        () => DB.prepare("UPDATE targets SET shard_id = 1 WHERE id = 1").run(),
      ],
      ["deleted", () => ask(world, "DELETE", `/api/targets/${a}`)],
      [
        "many deleted",
        () =>
          ask(world, "POST", "/api/targets/bulk", {
            operation: "delete",
            filter: { tag: "web" },
          }),
      ],
    ];
    for (const [what, step] of steps) {
      await step();
      expect(await counts(world), what).toEqual(await countsOneByOne());
    }
    expect(await counts(world)).toEqual({ all: { paused: 1, page: 1 } });
  });

  it("are right whatever is changed in a row at once", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, page("a", { tags: ["web"] }));
    const change = fc.record(
      {
        status: fc.constantFrom("new", "up", "down", "paused"),
        kind: fc.constantFrom("page", "site"),
        tags: fc.subarray(["web", "api", "é", '"']).map((tags) => JSON.stringify(tags)),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(change, async (columns) => {
        const names = Object.keys(columns);
        if (names.length === 0) return;
        await DB.prepare(
          `UPDATE targets SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE id = ${id}`,
        )
          .bind(...Object.values(columns))
          .run();
        expect(await counts(world)).toEqual(await countsOneByOne());
      }),
      { numRuns: 60 },
    );
  });
});

describe("what a target did", () => {
  it("is told of the hour that runs, and adds up with what the statistics say", async () => {
    let fails = false;
    const world = await createWorld({
      now: start,
      site: () => (fails ? { status: 503 } : {}),
    });
    const id = await addTarget(world, page("a"));
    await world.runUntil(start + 130 * minuteMs);
    fails = true;
    await world.runUntil(start + 133 * minuteMs);
    await ask(world, "POST", `/api/targets/${id}/run`);
    // Nobody ticks for a while: what waited too long is missed.
    await world.advanceTo(start + 4 * hourMs + 5 * minuteMs);
    await world.runUntil(start + 4 * hourMs + 7 * minuteMs);
    const exact = async () => {
      const window = `from=${new Date(start - hourMs).toISOString()}&to=${new Date(world.now() + minuteMs).toISOString()}`;
      const { body } = await world.call("GET", `/api/targets/${id}/stats?${window}`);
      return {
        ok: body.runs.ok,
        degraded: body.runs.degraded,
        failed: body.runs.failed,
        missed: body.slots.missed,
      };
    };
    const told = async () => {
      const { rows, ledger, problems } = await read(world);
      return { counts: rows[0]?.figures?.counts, ledger, problems };
    };
    const before = await told();
    expect(before.counts).toEqual(await exact());
    expect(before.counts?.missed).toBeGreaterThan(0);
    expect(before.counts?.failed).toBeGreaterThan(2);
    expect(before.ledger.missed).toBe(before.counts?.missed);
    expect(before.ledger.due).toBe(
      before.ledger.ran +
        before.ledger.late +
        before.ledger.skipped +
        before.ledger.missed,
    );
    expect(before.problems).toMatchObject({
      counts: { down: 1, missed: 0 },
      shown: [{ kind: "down", failedInARow: { isAll: false } }],
    });
    // Sealed or not, the figures are the same.
    await world.runUntil(start + 6 * hourMs);
    expect((await told()).counts).toEqual(await exact());
  });
});

describe("problems", () => {
  it("are targets that missed slots lately, and no longer than that", async () => {
    const world = await createWorld({ now: start });
    await addTarget(world, page("a"));
    await world.runUntil(start + 2 * minuteMs);
    expect((await read(world)).problems.counts).toEqual({
      down: 0,
      degraded: 0,
      aside: 0,
      missed: 0,
    });
    await world.advanceTo(start + 3 * hourMs);
    await world.runUntil(start + 3 * hourMs + 2 * minuteMs);
    const { problems } = await read(world);
    expect(problems.counts).toEqual({ down: 0, degraded: 0, aside: 0, missed: 1 });
    expect(problems.shown).toMatchObject([{ kind: "missed", target: { name: "a" } }]);
    expect(problems.shown[0]?.since).toBeLessThanOrEqual(start + 3 * hourMs);
    expect(problems.shown[0]?.since).toBeGreaterThan(start + 1 * hourMs);
    await world.runUntil(start + 5 * hourMs);
    expect((await read(world)).problems.shown).toEqual([]);
  });

  it("are told on every page, and those that are set aside come with the reason", async () => {
    const world = await createWorld({
      now: start,
      site: ({ host }) => (host === "bad.example" ? { status: 500 } : {}),
    });
    for (const name of ["a", "bad", "c"]) await addTarget(world, page(name));
    await world.runUntil(start + 2 * minuteMs);
    await DB.prepare(
      "INSERT INTO set_aside VALUES ('target', '3', ?, ?, 'It broke.'), ('target', '99', 1, 2, '')",
    )
      .bind(start, start + hourMs)
      .run();
    for (const sort of overviewSorts) {
      const { problems } = await read(world, { sort });
      expect(problems.counts).toEqual({ down: 1, degraded: 0, aside: 1, missed: 0 });
      expect(problems.shown).toMatchObject([
        { kind: "down", target: { name: "bad" }, failedInARow: { isAll: true } },
        { kind: "aside", target: { name: "c" }, aside: { reason: "It broke." } },
      ]);
    }
  });
});

describe("the list", () => {
  /** Walks to the end and back again; gives the names on the way there. */
  async function walk(world: World, query: Partial<OverviewQuery>): Promise<string[]> {
    const pages: string[][] = [];
    let overview = await read(world, { ...query, limit: 2 });
    const names = () => overview.rows.map(({ target }) => target.name);
    expect(overview.previous).toBeNull();
    pages.push(names());
    while (overview.next !== null) {
      overview = await read(world, { ...query, limit: 2, place: overview.next });
      pages.push(names());
    }
    for (const before of pages.toReversed().slice(1)) {
      overview = await read(world, { ...query, limit: 2, place: overview.previous });
      expect(names()).toEqual(before);
    }
    expect(overview.previous).toBeNull();
    return pages.flat();
  }

  it("comes in each order, page by page, there and back", async () => {
    const world = await createWorld({
      now: start,
      site: ({ host }) => ({
        status: host.startsWith("bad") ? 500 : 200,
        afterMs: host === "slow.example" ? 900 : 10,
      }),
    });
    for (const name of ["ok", "bad", "slow", "off", "bad-2"])
      await addTarget(world, page(name, { tags: [name.slice(0, 3)] }));
    await world.runUntil(start + 2 * minuteMs);
    await ask(world, "POST", "/api/targets/4/pause");
    await addTarget(world, page("fresh", { schedule: { every: "1h" } }));
    await ask(world, "POST", "/api/targets/1/run");
    const expected = {
      problems: ["bad", "bad-2", "fresh", "ok", "slow", "off"],
      name: ["bad", "bad-2", "fresh", "off", "ok", "slow"],
      newest: ["fresh", "bad-2", "off", "slow", "bad", "ok"],
    };
    for (const [sort, names] of Object.entries(expected))
      expect(await walk(world, { sort: sort as "name" })).toEqual(names);
    expect((await walk(world, { sort: "slowest" }))[0]).toBe("slow");
    expect((await walk(world, { sort: "last-run" }))[0]).toBe("ok");
    const tagged = { ...everyTarget.filter, tags: ["bad"] };
    expect(await walk(world, { filter: tagged })).toEqual(["bad", "bad-2"]);
    const down = { ...everyTarget.filter, status: "down" };
    expect(await walk(world, { filter: down })).toEqual(["bad", "bad-2"]);
    expect((await read(world, { filter: down })).matches).toBe(2);
  });

  it("is empty where there is nothing", async () => {
    const world = await createWorld({ now: start });
    for (const sort of overviewSorts) {
      const overview = await read(world, { sort });
      expect(overview).toMatchObject({
        counts: { all: 0 },
        tags: [],
        rows: [],
        matches: 0,
        previous: null,
        next: null,
        problems: { shown: [] },
      });
    }
  });

  it("leaves out the figures of a target whose day cannot be decoded", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, page("a"));
    await DB.prepare(
      "INSERT INTO days (target_id, day, folded, total, hours, failures) VALUES (?, ?, 0, x'', x'ff00', x'')",
    )
      .bind(id, Math.floor(start / (24 * hourMs)))
      .run();
    expect((await read(world)).rows).toMatchObject([{ figures: null }]);
  });
});
