// Tests how the jobs of one invocation run beside each other and wake each other.

import { expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { createRunningJobs } from "#jobs/ticks/running-jobs.ts";

const jobNamed = (name: string): Job => ({
  name,
  description: "",
  schedule: every("1m"),
  run: async () => ({}),
});
const job = jobNamed("one");

it("a job that is woken while it runs is told, and runs once", async () => {
  const heard: string[] = [];
  const running = createRunningJobs(
    () => {},
    async (_, woken) => {
      const call = woken();
      heard.push("looks");
      await call;
      void woken();
      heard.push("looks again");
    },
  );
  running.start(job);
  running.wake(job);
  await running.ended();
  expect(heard).toEqual(["looks", "looks again"]);
});

it("a job that was woken and did not listen runs again", async () => {
  let runs = 0;
  const running = createRunningJobs(
    () => {},
    async () => {
      runs += 1;
      await Promise.resolve();
      if (runs === 1) running.wake(job);
    },
  );
  running.start(job);
  await running.ended();
  expect(runs).toBe(2);
});

it("a job that has ended runs again when it is woken, not when it is started", async () => {
  let runs = 0;
  const running = createRunningJobs(
    () => {},
    async () => {
      runs += 1;
    },
  );
  for (const begin of [running.start, running.start, running.wake]) {
    begin(job);
    await running.ended();
  }
  expect(runs).toBe(2);
});

it("a job's fault is logged and ends no other job", async () => {
  const logs: Record<string, unknown>[] = [];
  const ran: string[] = [];
  const running = createRunningJobs(
    (event) => logs.push(event),
    async ({ name }) => {
      if (name === "broken") throw new Error("it broke");
      await Promise.resolve();
      ran.push(name);
    },
  );
  running.start(jobNamed("broken"));
  running.start(job);
  await running.ended();
  expect(ran).toEqual(["one"]);
  expect(logs).toEqual([{ event: "job-broken", job: "broken", problem: "it broke" }]);
});
