// Checks what a shard's row keeps of claims that ended without a record.
import { describe, expect, it } from "vitest";
import { createMeter, openDb } from "#store/db.ts";
import { claimShards } from "#store/rounds/claim-shards.ts";
import { forgiveClaim } from "#store/rounds/lost-rounds.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { minute, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const leaseMs = 30_000;

/** A database with one shard, and what claims it at minutes after the start. */
async function oneShard() {
  await addTarget(await createWorld({ now: start }));
  const db = openDb(DB, createMeter());
  const claim = async (at: number) => {
    const now = start + at;
    const lease = { token: `token ${at}`, now, until: now + leaseMs };
    const [shard] = (await claimShards(db, [1], lease)).shards;
    return { lost: shard?.lost, claims: shard?.lostClaims };
  };
  return { db, claim };
}

const lostAt = (at: number, lived = false) => ({
  claimedAt: start + at,
  leaseUntil: start + at + leaseMs,
  lived,
});

describe("claims that end without a record", () => {
  it("are all given to the next one, which may be repeated", async () => {
    const { claim } = await oneShard();
    expect(await claim(0)).toEqual({ lost: 0, claims: [] });
    await claim(minute);
    const third = { lost: 2, claims: [lostAt(0), lostAt(minute)] };
    expect(await claim(2 * minute)).toEqual(third);
    expect(await claim(2 * minute)).toEqual(third);
  });

  it("are kept apart and counted once when their invocation lived, also if that is said twice", async () => {
    const { db, claim } = await oneShard();
    await claim(0);
    await claim(minute);
    for (let i = 0; i < 2; i++)
      await forgiveClaim(db, { id: 1, token: `token ${minute}` }, null);
    const claims = [lostAt(0), lostAt(minute, true)];
    expect(await claim(2 * minute)).toEqual({ lost: 1, claims });
  });

  it("are read as they were stored", async () => {
    const { claim } = await oneShard();
    await DB.prepare(
      "UPDATE shards SET lost_claims = '[[1000,31000,0],[2000,32000,1]]'",
    ).run();
    expect((await claim(0)).claims).toEqual([
      { claimedAt: 1_000, leaseUntil: 31_000, lived: false },
      { claimedAt: 2_000, leaseUntil: 32_000, lived: true },
    ]);
  });
});
