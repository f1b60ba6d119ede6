// Tests which shards a tick takes, and when it looks at the others again.

import { describe, expect, it } from "vitest";
import { chooseShards } from "#jobs/rounds/choose-shards.ts";
import { leaseMs, spanMs } from "#jobs/rounds/round-times.ts";

const now = 1_000_000;
/** A shard that is due, and that nobody holds unless `leaseUntil` says so. */
const shard = (id: number, dueAt: number, leaseUntil = 0) => ({
  id,
  dueAt,
  leaseUntil,
  lost: 0,
  isTried: 0 as const,
});

describe("the shards to claim now", () => {
  it("are those that come due within the span and that nobody holds", () => {
    const due = [
      shard(1, now - 60_000),
      shard(2, now, now + 1),
      shard(3, now + spanMs - 1),
      shard(4, now + spanMs),
    ];
    expect(chooseShards(due, now, 10).taken).toEqual([1, 3]);
  });

  it("are the first ones, as many as there is room for", () => {
    const due = [shard(3, now - 2), shard(1, now - 1), shard(2, now)];
    expect(chooseShards(due, now, 2)).toEqual({
      taken: [3, 1],
      alone: [],
      isFull: true,
      lookAt: null,
    });
    expect(chooseShards(due, now, 3)).toMatchObject({ isFull: false });
    expect(chooseShards(due, now, 0)).toMatchObject({ taken: [], isFull: true });
  });
});

describe("the next look", () => {
  const lookAt = (dueAt: number, leaseUntil = 0) =>
    chooseShards([shard(1, dueAt, leaseUntil)], now, 1).lookAt;

  it("is at none when every shard that is due can be claimed", () => {
    expect(lookAt(now)).toBeNull();
  });

  it("is when a free shard comes due", () => {
    expect(lookAt(now + 25_000)).toBe(now + 25_000);
  });

  it.each([
    // A lease taken now: its span ends in ten seconds, and the look is shortly after.
    { takenAt: now, at: now + spanMs + 250 },
    // Its span ended 3 s ago: 3 s from now. 12 s ago: when the lease ends.
    { takenAt: now - spanMs - 3_000, at: now + 3_000 },
    { takenAt: now - spanMs - 12_000, at: now + leaseMs - spanMs - 12_000 },
    // The lease ends sooner than that.
    { takenAt: now - leaseMs + 4_000, at: now + 4_000 },
  ])("is at $at for a shard that was leased at $takenAt", ({ takenAt, at }) => {
    expect(lookAt(now - 1_000, takenAt + leaseMs)).toBe(at);
  });

  it("is the earliest of all", () => {
    const due = [shard(1, now + 30_000), shard(2, now + 20_000)];
    expect(chooseShards(due, now, 1).lookAt).toBe(now + 20_000);
  });
});
