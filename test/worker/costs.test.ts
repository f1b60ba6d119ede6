// What things cost in rows, which is what the platform bills. `npm run bench` shows the same at full size.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createDeps, type Env } from "../../src/deps.ts";
import { listTargets, type TargetQuery } from "../../src/store/targets.ts";
import { seedTargets, simulateTicks } from "../fixtures/bulk.ts";

const world = { ...env, API_TOKEN: "secret", PLAN: "paid", HOST_GAP_MS: "0" } as unknown as Env;
const noon = Date.parse("2026-03-02T12:00:00Z");
const minutes = (count: number, from = noon) =>
  Array.from({ length: count }, (_, i) => from + i * 60_000 + 500);
const farAway = 8_640_000_000_000_000;

describe("a tick", () => {
  it.each([100, 20_000])(
    "with nothing due among %i targets costs 3 statements, 1 row written and 2 read",
    async (count) => {
      await seedTargets(world.DB, { count, site: "http://site.example", dueAt: farAway, anchorAt: noon });
      await simulateTicks(world, minutes(2));
      const idle = await simulateTicks(world, minutes(1, noon + 120_000));
      expect(idle).toEqual({ statements: 3, rowsWritten: 1, rowsRead: 2, runs: 0 });
    },
  );

  it("writes 4 rows for a quiet round of 40, besides its own", async () => {
    await seedTargets(world.DB, { count: 40, site: "http://site.example", dueAt: 0, anchorAt: noon });
    await simulateTicks(world, minutes(2));
    const quiet = await simulateTicks(world, minutes(1, noon + 120_000));
    expect(quiet.runs).toBe(40);
    // Claim 1, block 1, shard and its due time 2; the tick's own history 1.
    expect(quiet.rowsWritten).toBe(4 + 1);
  });

  it("costs at most 0.15 rows written and 2 read a run over hours, sealing included", async () => {
    await seedTargets(world.DB, { count: 40, site: "http://site.example", dueAt: 0, anchorAt: noon });
    await simulateTicks(world, minutes(60));
    const hours = await simulateTicks(world, minutes(120, noon + 3_600_000));
    expect(hours.runs).toBe(40 * 120);
    // One shard alone bears the tick's own row; with 25 shards it is 0.12.
    expect((hours.rowsWritten - 120) / hours.runs).toBeLessThanOrEqual(0.15);
    expect(hours.rowsRead / hours.runs).toBeLessThanOrEqual(2);
    const { sealed } =
      (await world.DB.prepare("SELECT count(*) AS sealed FROM hours").first<{ sealed: number }>()) ?? {};
    expect(sealed).toBe(40 * 2);
  });
});

describe("listing 50 of 20,000 targets", () => {
  const any: TargetQuery = {
    tags: [],
    status: null,
    enabled: null,
    text: null,
    sort: "-created",
    limit: 50,
    after: null,
  };

  it.each<[string, Partial<TargetQuery>]>([
    ["unfiltered", {}],
    ["by tag", { tags: ["tag7"] }],
    ["by status", { status: "down" }],
    ["paused", { enabled: false }],
    ["by rare text", { text: "page 1999" }],
    ["by common text", { text: "site.exam" }],
    ["by name", { sort: "name" }],
    ["by tag and status", { tags: ["tag1"], status: "down" }],
    ["in the middle", { after: { id: 10_000, name: "" } }],
  ])("%s reads fewer than 300 rows", async (_, filter) => {
    await seedTargets(world.DB, {
      count: 20_000,
      site: "http://site.example",
      dueAt: farAway,
      anchorAt: noon,
    });
    const { db, meter } = createDeps(world);
    const { known } = await listTargets(db, { ...any, ...filter });
    expect(known.length).toBeGreaterThan(0);
    expect(meter.rowsRead).toBeLessThan(300);
  });
});
