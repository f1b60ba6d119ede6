// Opens databases that earlier versions left: they are migrated, served, and gone on
// with.
import { applyD1Migrations, reset } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { hourMs } from "#domain/time/instants.ts";
import { readOverview } from "#store/overview/overview.ts";
import { auditTarget } from "#test/fixtures/audit.ts";
import { bindings, DB, plainDatabase } from "#test/fixtures/bindings.ts";
import tables from "#test/fixtures/databases/0000.sql?raw";
import searchIndex from "#test/fixtures/databases/0001.sql?raw";
import sites from "#test/fixtures/databases/0002.sql?raw";
import statistics from "#test/fixtures/databases/0003.sql?raw";
import overview from "#test/fixtures/databases/0009.sql?raw";
import { everyTarget } from "#test/fixtures/overview.ts";
import { auditCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const { TEST_MIGRATIONS } = bindings;

const start = Date.parse("2026-03-01T21:00:00Z");
const left = Date.parse("2026-03-02T02:50:00Z");
const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();

/** Fills a database as it was after the migration `last`, and migrates it from there. */
async function open(last: string, dump: string): Promise<World> {
  await reset();
  const applied = TEST_MIGRATIONS.filter(({ name }) => name.slice(0, 4) <= last);
  await applyD1Migrations(plainDatabase, applied);
  const inserts = dump.split("\n").filter((line) => line.startsWith("INSERT"));
  await DB.batch(inserts.map((insert) => DB.prepare(insert)));
  await applyD1Migrations(plainDatabase, TEST_MIGRATIONS);
  return createWorld({ now: left, site: () => ({ body: "<title>New</title>" }) });
}

/** What the code that left the database said of it, by target. */
const heldIn = (dump: string, what: string, id: number): string[] => {
  const start = `-- held ${what} ${id} `;
  return dump
    .split("\n")
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length));
};

const idsIn = (dump: string): number[] =>
  [...dump.matchAll(/^-- held target (\d+) /gm)].map(([, id]) => Number(id));

async function get(world: World, path: string) {
  const { status, body } = await world.call("GET", path);
  expect(status, path).toBe(200);
  return body;
}

/** A target's runs up to when the database was left, as fixtures tell them. */
async function runsOf(world: World, id: number): Promise<string[]> {
  const { items } = await get(world, `/api/targets/${id}/runs?limit=500&to=${iso(left)}`);
  return items.map((run: Record<string, unknown>) =>
    ["dueAt", "startedAt", "fate", "trigger", "outcome", "status", "bytes"]
      .map((field) => `${run[field]}`)
      .join(" "),
  );
}

/** A target's ledger from the start on. */
async function ledgerOf(world: World, id: number, to: number): Promise<string> {
  const window = `from=${iso(start)}&to=${iso(to)}`;
  const ledger = await get(world, `/api/targets/${id}/ledger?${window}`);
  return ["slots", "ran", "late", "skipped", "missed", "failed"]
    .map((field) => ledger[field])
    .join(" ");
}

async function pagesOf(world: World, id: number): Promise<string[]> {
  const { items } = await get(world, `/api/targets/${id}/pages?limit=100`);
  return items.map(
    ({ url, status, links }: Record<string, unknown>) => `${url} ${status} ${links}`,
  );
}

/** Holds a target's runs, up to when the database was left, against what it held. */
async function auditRuns(world: World, id: number, runs: readonly string[]) {
  expect(await runsOf(world, id)).toEqual(runs);
  const window = `from=${iso(start)}&to=${iso(left)}`;
  const counted = await get(world, `/api/targets/${id}/stats?${window}`);
  const failed = runs.filter((run) => run.includes(" failed ")).length;
  expect(counted.runs, `target ${id}`).toMatchObject({ total: runs.length, failed });
}

describe.each([
  ["0000", tables],
  ["0001", searchIndex],
  ["0002", sites],
  ["0003", statistics],
  ["0009", overview],
])("a database as migration %s left it", (last, dump) => {
  it("is served with everything that it held", async () => {
    const world = await open(last, dump);
    const { items } = await get(world, "/api/targets?limit=100");
    expect(items).toHaveLength(idsIn(dump).length);
    const { counts } = await readOverview(world.newDeps().db, everyTarget, left);
    const ofStatus = (status: string) =>
      items.filter((item: { status: string }) => item.status === status).length;
    expect(counts.all).toBe(items.length);
    for (const [status, count] of Object.entries(counts.byStatus))
      expect(count, status).toBe(ofStatus(status));
    for (const { id, status, nextDueAt } of items)
      expect([`${status} ${nextDueAt}`]).toEqual(heldIn(dump, "target", id));
    for (const id of idsIn(dump)) {
      await auditRuns(world, id, heldIn(dump, "run", id));
      expect([await ledgerOf(world, id, left)]).toEqual(heldIn(dump, "ledger", id));
      expect(await pagesOf(world, id)).toEqual(heldIn(dump, "page", id));
    }
  });

  it("is gone on with: it is ticked, sealed and folded, and no run is lost or doubled", async () => {
    const world = await open(last, dump);
    await world.runUntil(left + 70 * minute);
    // Nobody ticks for a day, which is over then.
    await world.advanceTo(left + 25 * hourMs);
    await world.runUntil(left + 26 * hourMs);
    expect(world.logs.filter(({ problem }) => problem !== undefined)).toEqual([]);
    // The fifth target's first crawl is under way when the database is left.
    for (const id of idsIn(dump).filter((one) => one < 5))
      await auditRuns(world, id, heldIn(dump, "run", id));
    for (const [id, everyMinutes] of [
      [1, 10],
      [2, 15],
    ] as const) {
      // The first slot was at once, the others are at a phase of their own.
      const slots = 1 + (30 * 60) / everyMinutes;
      expect(await ledgerOf(world, id, start + 30 * hourMs - 1)).toMatch(`${slots} `);
    }
    expect(await countRows("SELECT * FROM days WHERE day = 20513 AND folded = 0")).toBe(
      0,
    );
    expect(await countRows("SELECT * FROM days WHERE folded > 0")).toBeGreaterThan(2);
    expect(await countRows("SELECT * FROM blocks")).toBeLessThanOrEqual(2);
  });
});

// Migrations 0000 and 0001 came together: no version left targets that 0001 did not
// index.
it.each([
  ["0001", searchIndex],
  ["0002", sites],
  ["0003", statistics],
])(
  "targets of a database as migration %s left it are found by text and tag",
  async (last, dump) => {
    const world = await open(last, dump);
    for (const query of ["text=Shop", "tag=web"])
      expect((await get(world, `/api/targets?${query}`)).items).toHaveLength(1);
  },
);

it("a database as migration 0003 left it keeps its totals and its crawls", async () => {
  const world = await open("0003", statistics);
  await world.runUntil(left + 70 * minute);
  for (const id of [1, 2]) await auditTarget(id, left + hourMs);
  await auditCrawls(world.now());
  const { items } = await get(world, "/api/targets/5/crawls");
  expect(items[0]).toMatchObject({ state: "completed" });
});

it("secret headers of a database as migration 0009 left it are sealed, and sent as before", async () => {
  const secret = "s3cret-of-0009";
  const world = await open("0009", overview);
  const stored = "SELECT request FROM targets";
  const requests = async () => JSON.stringify((await DB.prepare(stored).all()).results);
  expect(await requests()).toContain(secret);
  // The job that clears up seals them; it runs once an hour.
  await world.runUntil(left + 90 * minute);
  expect(await requests()).not.toContain(secret);
  const { request } = await get(world, "/api/targets/1");
  expect(request.headers).toEqual({ authorization: "***", "x-trace": "on" });
  const sent = world.sent
    .filter(({ url }) => url === "https://api.example.com/")
    .map(({ headers }) => headers.get("authorization"));
  expect(sent.length).toBeGreaterThan(5);
  expect(new Set(sent)).toEqual(new Set([`Bearer ${secret}`]));
});

it("targets of a database as migration 0009 left it have no steps, and take some", async () => {
  const world = await open("0009", overview);
  expect(await get(world, "/api/targets/1")).toMatchObject({
    extract: [],
    changes: { confirm: "45s", keepContents: 50, keepChanges: 500 },
  });
  await world.runUntil(left + 20 * minute);
  expect(await countRows("SELECT * FROM contents")).toBe(0);
  const steps = { extract: [{ meta: ["title"] }] };
  expect((await world.call("PATCH", "/api/targets/1", steps)).status).toBe(200);
  await world.runUntil(left + 40 * minute);
  expect(await countRows("SELECT * FROM contents WHERE target_id = 1")).toBe(1);
  expect(await countRows("SELECT * FROM changes WHERE kind = 'first'")).toBe(1);
});

it("a database as migration 0009 left it is ticked at the usual cost", async () => {
  const world = await open("0009", overview);
  const costs: number[][] = [];
  while (world.now() < left + 20 * minute) {
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() + minute);
    await ended;
    costs.push([meter.statements, meter.rowsWritten]);
  }
  // Minutes in which nothing is due, and all others: rounds, a crawl, `seal`, `prune`.
  expect(costs.filter(([, rows]) => rows === 1).length).toBeGreaterThan(10);
  expect(Math.max(...costs.map(([statements = 0]) => statements))).toBeLessThan(45);
});

const countRows = async (query: string): Promise<number> =>
  (await DB.prepare(query).all()).results.length;
