// Tests an hour of a whole shard that is too large for one answer of the database.

import { describe, expect, it } from "vitest";
import { packEntries } from "#domain/runs/encoding/block.ts";
import type { Entry } from "#domain/runs/run.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { createWorld } from "#test/fixtures/world.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");
const hour = hourOf(noon);
const targets = 40;
const runsEach = 720;

/** The hour of a full shard at five seconds whose pages are never twice the same. */
function heavyHour(): Entry[] {
  return Array.from({ length: targets * runsEach }, (_, i): Entry => {
    const dueAt = hour * hourMs + Math.floor(i / targets) * 5_000;
    const contentHash = i.toString(16).padStart(64, "0");
    const run = aRun({
      targetId: (i % targets) + 1,
      dueAt,
      startedAt: dueAt + 3,
      bytes: 8_000 + i,
      contentHash,
    });
    return { kind: "run", run };
  });
}

describe("an hour of more than a megabyte", () => {
  it("is read back and sealed without losing a run", async () => {
    const world = await createWorld({ now: noon });
    for (let i = 0; i < targets; i++) {
      const schedule = { every: "1h", startAt: "2026-03-03T00:00:00Z" };
      await world.call("POST", "/api/targets", {
        url: `https://site.example.com/${i}`,
        schedule,
      });
    }
    await world.runUntil(noon + 60_000);
    const packed = packEntries(heavyHour(), hour, () => undefined);
    expect(packed.length).toBeGreaterThan(1_000_000);
    await DB.prepare("INSERT INTO blocks (shard_id, hour, data) VALUES (1, ?, ?)")
      .bind(hour, packed)
      .run();
    const count = async () => {
      const { body } = await world.call(
        "GET",
        "/api/targets/7/ledger?from=2026-03-02T12:00:00Z&to=2026-03-02T12:30:00Z",
      );
      return body.ran;
    };
    expect(await count()).toBe(runsEach);
    await world.advanceTo(noon + 2 * hourMs);
    const { body } = await world.call("POST", "/api/jobs/seal/run");
    expect(body).toMatchObject({ outcome: "ok", counts: { blocks: 1, rows: targets } });
    expect(await count()).toBe(runsEach);
  });
});
