// Tests what `npm start` makes of `kill -9` in the middle of a round: what was due is
// fetched soon, no slot of a minute is missed, and the history and /health say what
// happened.
import { describe, test, vi } from "vitest";
import { freePort } from "#test/fixtures/net/port.ts";
import { type SlowPage, startSlowPage } from "#test/fixtures/net/slow-page.ts";
import { descendantsOf, isAlive, programOf } from "#test/fixtures/programs/processes.ts";
import {
  callApi,
  patienceMs,
  type Started,
  start,
} from "#test/fixtures/programs/start.ts";

/** What was due when a server was killed is fetched within this time. */
const promisedMs = 40_000;

/** What is new is looked at within this time. */
const soonMs = 2_000;

/**
 * A lease that was not prolonged in its first 22 seconds has lost its holder. An answer
 * of /health holds for 5 seconds.
 */
const blindMs = 27_000;

const answerMs = 4_000;

type Job = { outcome: string; counts: Record<string, number> };
type Ledger = { ran: number; late: number; missed: number; skipped: number };

/** Gives what `look` gives once that is something. */
const until = <T>(look: () => T | Promise<T>) =>
  vi.waitUntil(look, { timeout: patienceMs });

const statusOf = async (started: Started): Promise<string> =>
  await callApi<{ status: string }>(started, "/health").then(
    ({ status }) => status,
    () => "silent",
  );

/** Adds a page of every minute whose first slot comes after so long. */
async function addPage(started: Started, page: SlowPage, path: string, inMs: number) {
  const dueAt = Date.now() + inMs;
  const startAt = new Date(dueAt).toISOString();
  const { id } = await callApi<{ id: number }>(started, "/api/targets", {
    url: `${page.origin}${path}`,
    schedule: { every: "1m", startAt },
  });
  return { id, dueAt };
}

/** Kills with SIGKILL, and gives the server that serves after that. */
const kills: Record<string, (started: Started) => Promise<Started>> = {
  "the runtime, which the supervisor starts again": async (started) => {
    process.kill(await programOf(started.pid, "bin/workerd"), "SIGKILL");
    return started;
  },
  "all of it, and starting it by hand": async (started) => {
    const programs = await descendantsOf(started.pid);
    const all = [started.pid, ...programs];
    for (const pid of all.filter(isAlive)) process.kill(pid, "SIGKILL");
    await started.exited;
    // Only then the port is free.
    await until(() => !all.some(isAlive));
    return await start(Number(new URL(started.origin).port), started.folder);
  },
};

describe.concurrent("after `kill -9` in the middle of a round", () => {
  test.for(Object.entries(kills))(
    "of %s",
    {
      timeout: 2 * patienceMs,
    },
    async ([, kill], { expect, onTestFinished }) => {
      const page = await startSlowPage(answerMs);
      onTestFinished(() => page.close());
      const first = await start(await freePort());
      onTestFinished(() => first.close());
      await first.sees(/Ctrl-C stops it/);
      await until(async () => (await statusOf(first)) === "ok");

      const later = await addPage(first, page, "/later", 6_000);
      const now = await addPage(first, page, "/now", 1_000);
      await until(() => page.seenOf("/now").length === 1);
      expect(page.seenOf("/now")[0]).toBeLessThanOrEqual(now.dueAt + soonMs);
      const killedAt = Date.now();
      const second = await kill(first);
      if (second !== first) onTestFinished(() => second.close());

      const healths: { afterMs: number; status: string }[] = [];
      await until(async () => {
        const status = await statusOf(second);
        const isFetched = page.seenOf("/now").length > 1;
        if (!isFetched) healths.push({ afterMs: Date.now() - killedAt, status });
        return isFetched;
      });
      const fetchedAt = page.seenOf("/now")[1] ?? 0;
      expect(fetchedAt - killedAt).toBeLessThanOrEqual(promisedMs);
      // Who says "ok" when a round has taken over is right: its request is on its way.
      const blind = healths.filter(
        ({ afterMs }) => afterMs > blindMs && killedAt + afterMs < fetchedAt - soonMs,
      );
      expect(blind.filter(({ status }) => status === "ok")).toEqual([]);

      for (const { id } of [now, later]) {
        const path = `/api/targets/${id}/ledger`;
        const ledger = await until(async () => {
          const read = await callApi<Ledger>(second, path);
          return read.ran + read.late > 0 && read;
        });
        expect(ledger).toMatchObject({ missed: 0, skipped: 0 });
      }
      const { items } = await callApi<{ items: Job[] }>(second, "/api/jobs/crawl/runs");
      expect(items.filter(({ outcome }) => outcome === "lost")).toMatchObject([
        { counts: { rounds: 1, lost: 1 } },
      ]);
      await until(async () => (await statusOf(second)) === "ok");
    },
  );
});
