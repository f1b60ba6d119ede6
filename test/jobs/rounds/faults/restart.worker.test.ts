// Tests what a server makes of `kill -9` in the middle of a round: the figures that are
// promised for its restart, in simulated time.
import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { watch } from "#test/fixtures/rounds/rounds.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

/** What was due is fetched within this time after the kill. */
const promised = 40;

/** A dead tick's lease ends so long after its claim. */
const lease = 30;

/** Once so little of a lease is left, its holder is known to be lost. */
const known = 7;

const statusOf = async (world: World): Promise<string> =>
  (await world.call("GET", "/health")).body.status;

/** Goes on with a tick at each whole minute to come. */
async function goOn(world: World, until: number): Promise<void> {
  const next = world.now() - (world.now() % minute) + minute;
  await world.advanceTo(Math.min(until, next));
  await world.runUntil(until);
}

/** Three pages of every minute, with slots at seconds 0, 20 and 40, after their first. */
async function afterFirstMinute() {
  const { world, sent } = await watch({ site: () => ({ afterMs: 3 * second }) });
  const ids: number[] = [];
  for (const at of [0, 20, 40])
    ids.push(
      await addTarget(world, {
        url: `https://host${at}.example.com/`,
        schedule: { every: "1m", startAt: isoAt(at * second) },
      }),
    );
  await world.runUntil(start + minute);
  return { world, sent, ids };
}

describe("after a kill in the middle of a round and a restart", () => {
  // Seconds into the minute: when the round began that is killed, the kill, the restart.
  it.each([
    { claim: 0, kill: 1, restart: 1 },
    { claim: 0, kill: 2, restart: 10 },
    { claim: 0, kill: 2, restart: 41 },
    { claim: 20, kill: 21, restart: 30 },
    { claim: 40, kill: 41, restart: 50 },
    { claim: 40, kill: 42, restart: 65 },
  ])(
    "what is due is fetched within 40 seconds, no slot is missed, and the tick is told as lost: $claim, $kill, $restart",
    async ({ claim, kill, restart }) => {
      const { world, sent, ids } = await afterFirstMinute();
      const at = (seconds: number) => start + minute + seconds * second;
      const tick = world.startTick();
      await world.advanceTo(at(kill));
      tick.kill();
      const before = sent.length;
      await world.advanceTo(at(restart));
      world.startTick();

      const takenOver = Math.max(restart, claim + lease);
      if (takenOver > restart) {
        await goOn(world, at(claim + lease - known));
        expect(await statusOf(world)).toBe("recovering");
      }
      const end = at(4 * 60);
      await goOn(world, end);
      expect(sent[before]?.at).toBe(60 + takenOver);
      expect(takenOver - kill).toBeLessThanOrEqual(promised);
      expect(await statusOf(world)).toBe("ok");
      for (const id of ids) {
        const { runs: _, openAt, ...ledger } = await auditTarget(id, end - 1);
        expect(openAt).toBeGreaterThanOrEqual(end);
        expect(ledger).toEqual({ slots: 5, ran: 5, late: 0, missed: 0, skipped: 0 });
      }
      const history = await historyOf(world, "crawl");
      expect(history.filter(({ outcome }) => outcome === "lost")).toMatchObject([
        { dueAt: isoAt(minute), counts: { rounds: 1, lost: 1 } },
      ]);
    },
  );
});
