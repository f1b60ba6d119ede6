// Tests `npm start` with jobs that report their runs: what was answered before `kill -9`
// is in the ledger after it, once, and a job that repeats its pings sees nothing of it.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort } from "#test/fixtures/net/port.ts";
import { programOf } from "#test/fixtures/programs/processes.ts";
import {
  callApi,
  patienceMs,
  type Started,
  start,
} from "#test/fixtures/programs/start.ts";

type Heartbeat = { id: number; pingUrl: string };

type Run = {
  trigger: string;
  outcome: string;
  durationMs: number;
  failure: { class: string } | null;
  reading: { numbers: { n?: number } } | null;
};

const addHeartbeat = (started: Started, name: string): Promise<Heartbeat> =>
  callApi(started, "/api/targets", {
    kind: "heartbeat",
    name,
    schedule: { every: "1h" },
  });

const runsOf = async (started: Started, { id }: Heartbeat): Promise<Run[]> =>
  (await callApi<{ items: Run[] }>(started, `/api/targets/${id}/runs?limit=500`)).items;

/** The status of the answer; null where there is none. */
const post = (url: string, body = ""): Promise<number | null> =>
  fetch(url, { method: "POST", body, signal: AbortSignal.timeout(10_000) }).then(
    ({ status }) => status,
    () => null,
  );

/** As `curl --retry` and runitor do. */
async function postUntilTaken(url: string, body = ""): Promise<void> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(200))
    if ((await post(url, body)) === 200) return;
  throw new Error(`${url} was not answered with 200`);
}

/** A heartbeat may be pinged 300 times a minute. */
const pauseMs = 250;

/** Pings ends of runs, one after another, until it is told to stop. */
function pingOn({ pingUrl }: Heartbeat, body: (n: number) => string) {
  const answered: number[] = [];
  let [n, stopped] = [0, false];
  const pinging = (async () => {
    while (!stopped) {
      const one = n++;
      const status = await post(`${pingUrl}?rid=${randomUUID()}`, body(one));
      if (status === 200) answered.push(one);
      await sleep(pauseMs);
    }
  })();
  return {
    answered,
    stop: async () => {
      stopped = true;
      await pinging;
    },
  };
}

describe("jobs that report their runs to `npm start`", () => {
  test("lose and double no run by `kill -9` in between", {
    timeout: 2 * patienceMs,
  }, async () => {
    const started = await start(await freePort());
    onTestFinished(() => started.close());
    await started.sees(/Ctrl-C stops it/);
    const backup = await addHeartbeat(started, "backup");
    const busy = await addHeartbeat(started, "busy");
    const rid = randomUUID();
    await postUntilTaken(`${backup.pingUrl}/start?rid=${rid}`);
    const pinging = pingOn(busy, (n) => `n=${n}`);
    await vi.waitUntil(() => pinging.answered.length >= 20, { timeout: patienceMs });

    process.kill(await programOf(started.pid, "bin/workerd"), "SIGKILL");
    const before = pinging.answered.length;
    await vi.waitUntil(() => pinging.answered.length >= before + 20, {
      timeout: patienceMs,
    });
    await pinging.stop();
    await postUntilTaken(`${backup.pingUrl}/3?rid=${rid}`, "the disk is full");
    await postUntilTaken(`${backup.pingUrl}/3?rid=${rid}`, "the disk is full");

    const named = (await runsOf(started, busy)).map(({ reading }) => reading?.numbers.n);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toEqual(expect.arrayContaining(pinging.answered));
    const runs = await runsOf(started, backup);
    expect(runs).toMatchObject([
      { trigger: "extra", outcome: "failed", failure: { class: "exit" } },
    ]);
    expect(runs[0]?.durationMs).toBeGreaterThan(0);
    // A round records them, and the ledger stays what it was.
    await vi.waitUntil(
      async () => {
        const { items } = await callApi<{ items: { counts: { ran?: number } }[] }>(
          started,
          "/api/jobs/crawl/runs?limit=1",
        );
        return (items[0]?.counts.ran ?? 0) > 0;
      },
      { timeout: patienceMs, interval: 1_000 },
    );
    expect(await runsOf(started, backup)).toEqual(runs);
  });
});
