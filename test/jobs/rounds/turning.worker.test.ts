// Tests what it costs when many targets turn at once, as in a network fault. `npm run
// bench -- turn` shows the same at full size.

import { beforeEach, describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  putInForce,
  statistics,
  takeStatistics,
} from "#test/fixtures/plans/statistics.ts";
import { createWorld } from "#test/fixtures/world.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");
const minute = 60_000;

/** A world of targets of every minute, and a tick in which all have a status. */
async function worldOf(count: number) {
  let status = 200;
  const world = await createWorld({
    now: noon,
    site: () => ({ status, afterMs: 0 }),
    vars: { ALLOW_PRIVATE_NETWORKS: "true" },
  });
  const seed = { count, site: "http://site.example", dueAt: 0, anchorAt: noon };
  await seedTargets(DB, seed);
  // Only turns are counted: no target is looked at again, and none has an incident.
  await DB.prepare(`UPDATE targets SET alarm = '{"recheckMs":null}'`).run();
  return {
    async tick(answered: number) {
      status = answered;
      const { meter } = world.startTick();
      await world.advanceTo(world.now() + minute);
      return { read: meter.rowsRead / count, written: meter.rowsWritten / count };
    },
  };
}

const countOf = async (status: string) =>
  await DB.prepare("SELECT count(*) FROM targets WHERE status = ?")
    .bind(status)
    .first("count(*)");

describe.each(statistics)(
  "targets that all turn at once, with statistics: %s,",
  (which) => {
    beforeEach(async () => {
      await takeStatistics();
      await putInForce(which);
    });

    it.each([200, 800])("cost %i targets a few rows each", async (count) => {
      const { tick } = await worldOf(count);
      await tick(200);
      const quiet = await tick(200);
      for (const [answered, status] of [
        [503, "down"],
        [200, "up"],
      ] as const) {
        const turn = await tick(answered);
        expect(await countOf(status)).toBe(count);
        expect(turn.read).toBeLessThanOrEqual(8);
        // A turn reads the news, the target and its shard, which knows how recent the
        // target's latest run is, and moves the target's place by status.
        expect(turn.read - quiet.read).toBeLessThanOrEqual(6.2);
        expect(turn.written - quiet.written).toBeLessThanOrEqual(2.1);
      }
    });
  },
);

describe("targets that turn at once", () => {
  it("all have their new status, except those that are paused", async () => {
    const { tick } = await worldOf(80);
    await tick(200);
    await DB.prepare(
      "UPDATE targets SET enabled = 0, status = 'paused' WHERE id <= 10",
    ).run();
    await tick(503);
    expect([await countOf("down"), await countOf("paused")]).toEqual([70, 10]);
  });
});
