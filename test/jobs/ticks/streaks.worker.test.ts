// Tests that somebody is told once when a job fails, and once when it passes again.
import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { createMeter, openDb } from "#store/db.ts";
import { recordJobRuns } from "#store/jobs/jobs.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { job as askJob } from "#test/fixtures/jobs/job-history.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";
import { idsTold, readTold } from "#test/fixtures/notices/told.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

/** A job that fails while the sky is dark. */
const moody = (sky: { isDark: boolean }, job: Partial<Job> = {}): Job => ({
  name: "moody",
  description: "Fails while it is dark.",
  schedule: every("1h"),
  async run() {
    if (sky.isDark) throw new Error("it is dark");
    return { seen: 1 };
  },
  ...job,
});

const failed = (since: number) => `job.moody.${since}.failed`;
const recovered = (since: number) => `job.moody.${since}.recovered`;
const wokenAt = () =>
  DB.prepare("SELECT wake_at AS at FROM jobs WHERE name = 'deliver'").first("at");

describe("a job that runs hourly", () => {
  it("is told at its first failed run and at its first one that passes, once each", async () => {
    const sky = { isDark: true };
    const world = await createWorld({ now: start, jobs: [moody(sky)] });
    await world.runUntil(start + 2 * hour + minute);
    expect(await readTold()).toEqual([
      {
        id: failed(start),
        kind: "job-failed",
        at: start,
        targetId: null,
        incidentId: null,
        labels: {
          target: "",
          name: "moody",
          host: "",
          kind: "job",
          severity: "degraded",
          tag: [],
        },
        facts: { job: "moody", dueAt: start, problem: "it is dark", since: start },
      },
    ]);
    expect(await wokenAt()).toBe(start);
    expect((await askJob(world, "moody")).failingSince).toBe(isoAt(0));
    sky.isDark = false;
    await world.runUntil(start + 5 * hour);
    const told = await readTold();
    expect(told.map(({ id }) => id)).toEqual([failed(start), recovered(start)]);
    expect(told[1]).toMatchObject({
      kind: "job-recovered",
      at: start + 3 * hour,
      facts: { job: "moody", dueAt: start + 3 * hour, since: start },
    });
    expect((await askJob(world, "moody")).failingSince).toBe(null);
  });

  it("is told anew when it fails anew", async () => {
    const sky = { isDark: true };
    const world = await createWorld({ now: start, jobs: [moody(sky)] });
    for (let i = 1; i <= 4; i++) {
      await world.runUntil(start + i * hour);
      sky.isDark = !sky.isDark;
    }
    const second = start + 2 * hour;
    expect(await idsTold()).toEqual([
      failed(start),
      recovered(start),
      failed(second),
      recovered(second),
    ]);
  });

  it("is told when its run was lost, and when the next one passes", async () => {
    const world = await createWorld({ now: start, jobs: [moody({ isDark: false })] });
    // The tick looks, claims, and does not come to the run's record.
    world.startTick({ at: 3, after: false });
    await world.runUntil(start + 5 * minute);
    expect(await idsTold()).toEqual([failed(start), recovered(start)]);
    const [lost] = await readTold();
    expect(lost?.facts).toMatchObject({
      problem: "The invocation ended before the run did.",
    });
  });

  it("is told once each, wherever invocations die or the database loses an answer", async () => {
    const seen = new Set<string>();
    for (let at = 1; at <= 8; at++) {
      for (const mishap of [
        { at, after: true },
        { at, after: false },
        { at, answerLost: true } as const,
      ]) {
        await emptyDatabase();
        const sky = { isDark: true };
        const world = await createWorld({ now: start, jobs: [moody(sky)] });
        world.startTick(mishap);
        await world.runUntil(start + 10 * minute);
        await world.runUntil(start + hour + minute);
        sky.isDark = false;
        await world.advanceTo(start + 2 * hour);
        world.startTick(mishap);
        await world.runUntil(start + 3 * hour + minute);
        const kinds = (await readTold()).map(({ kind }) => kind);
        seen.add(kinds.join());
        expect((await askJob(world, "moody")).failingSince, JSON.stringify(mishap)).toBe(
          null,
        );
      }
    }
    expect([...seen]).toEqual(["job-failed,job-recovered"]);
  });
});

describe("a job that runs every minute", () => {
  const concurrent = (sky: { isDark: boolean }) =>
    moody(sky, { schedule: every("1m"), concurrent: true });

  it("is not told when one run fails, though it is known", async () => {
    const sky = { isDark: true };
    const world = await createWorld({ now: start, jobs: [concurrent(sky)] });
    await world.runUntil(start + 30 * second);
    expect((await askJob(world, "moody")).failingSince).toBe(isoAt(0));
    sky.isDark = false;
    await world.runUntil(start + 3 * minute);
    expect((await askJob(world, "moody")).failingSince).toBe(null);
    expect(await idsTold()).toEqual([]);
  });

  it("is told when two in a row fail, and when one passes", async () => {
    const sky = { isDark: true };
    const world = await createWorld({ now: start, jobs: [concurrent(sky)] });
    await world.runUntil(start + 5 * minute);
    const told = await readTold();
    expect(told).toMatchObject([{ id: failed(start), at: start + minute }]);
    sky.isDark = false;
    await world.runUntil(start + 8 * minute);
    expect(await idsTold()).toEqual([failed(start), recovered(start)]);
  });

  it("costs what it cost before while it passes", async () => {
    const world = await createWorld({
      now: start,
      jobs: [concurrent({ isDark: false })],
    });
    await world.runUntil(start + minute);
    const { meter } = world.startTick();
    await world.runUntil(start + 2 * minute);
    // The controls of jobs are read, and the run is appended to its hour.
    expect([meter.statements, meter.rowsWritten]).toEqual([2, 1]);
  });

  it("is told once by invocations that record at the same time", async () => {
    const job = { name: "moody", schedule: every("1m") };
    const record = (dueAt: number, outcome: "ok" | "failed") =>
      recordJobRuns(
        openDb(DB, createMeter()),
        job,
        [aJobRun({ dueAt, startedAt: dueAt, outcome })],
        { wasFailing: true },
      );
    const minutes = [1, 2, 3, 4].map((i) => i * minute);
    await Promise.all(minutes.map((at) => record(at, "failed")));
    expect(await idsTold()).toHaveLength(1);
    await Promise.all(minutes.map((at) => record(at + 5 * minute, "ok")));
    expect((await readTold()).map(({ kind }) => kind)).toEqual([
      "job-failed",
      "job-recovered",
    ]);
  });

  it("is not told to pass by a run that began before the first one that failed", async () => {
    const job = { name: "moody", schedule: every("1m") };
    const { db } = (await createWorld({ now: start, jobs: [] })).deps;
    const record = (minutes: number, outcome: "ok" | "failed") =>
      recordJobRuns(
        db,
        job,
        [aJobRun({ dueAt: minutes * minute, startedAt: minutes * minute, outcome })],
        { wasFailing: true },
      );
    await record(2, "failed");
    await record(3, "failed");
    await record(1, "ok");
    expect(await idsTold()).toEqual([failed(2 * minute)]);
    await record(4, "ok");
    expect(await idsTold()).toEqual([failed(2 * minute), recovered(2 * minute)]);
  });
});
