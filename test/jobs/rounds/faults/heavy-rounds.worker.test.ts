// Tests rounds that have more to record than a row or a statement of D1 takes.
import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { isoAt, minute, start } from "#test/fixtures/rounds/rounds.ts";
import { addTarget, createWorld, type Site, type World } from "#test/fixtures/world.ts";

/** Redirects each request to an address of 2,000 characters that was not seen before. */
const redirecting = (): Site => {
  let count = 0;
  return ({ pathname, origin }) =>
    pathname === "/"
      ? { status: 302, headers: { location: `${origin}/${longPath(count++)}` } }
      : { afterMs: 1 };
};

const longPath = (count: number): string => `${count}-`.padEnd(2_000, "x");

/** Six pages every five seconds; none of their slots may be dropped. */
async function addSix(world: World): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < 6; i++) {
    ids.push(
      await addTarget(world, {
        url: `https://host${i}.example.com/`,
        schedule: {
          every: "5s",
          startAt: isoAt(0),
          overlap: "buffer-all",
          catchUpWindow: "3h",
        },
      }),
    );
  }
  return ids;
}

const firstRequests = (world: World): number =>
  world.requests.filter((url) => new URL(url).pathname === "/").length;

describe("six targets every five seconds that lead to ever new long addresses", () => {
  it("are caught up with after an hour's outage: every round is recorded, no request is made twice", async () => {
    const world = await createWorld({ now: start, site: redirecting() });
    const ids = await addSix(world);
    await world.runUntil(start + 2 * minute);
    await world.advanceTo(start + 62 * minute);
    await world.runUntil(start + 75 * minute);
    expect(world.logs.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const slots = 75 * 12;
    expect(firstRequests(world)).toBe(6 * slots);
    for (const id of ids) {
      await auditTarget(id, world.now() - 1);
      const { body } = await world.call("GET", `/api/targets/${id}/ledger`);
      expect(body).toMatchObject({ slots, skipped: 0, missed: 0 });
    }
  });
});
