// Tests the pages of the background jobs: what they show, and what their buttons do.

import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { recordJobRuns } from "#store/jobs/jobs.ts";
import { hello, historyOf, job, worldWith } from "#test/fixtures/jobs/job-history.ts";
import { aRun } from "#test/fixtures/jobs/recorded-jobs.ts";
import { figuresIn } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { hour, minute, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

/** A job that fails with a text of its own. */
const failing = (error: string): Job => ({
  name: "odd",
  description: "Does <b>odd</b> things.",
  schedule: every("1h"),
  run: async () => {
    throw new Error(error);
  },
});

const open = async (world: World, path: string) => (await logIn(world)).open(path);

/** The text of the row of a job. */
const rowOf = (html: string, name: string): string =>
  textOf(html.split("<tr>").find((row) => row.includes(`href="/jobs/${name}"`)) ?? "");

describe("the list of jobs", () => {
  it("says before the first tick what comes next", async () => {
    const { html, status } = await open(await worldWith(), "/jobs");
    expect(status).toBe(200);
    expect(html).toContain("<h1>No job has run yet</h1>");
    expect(textOf(html)).toContain("No tick has come yet");
    expect(rowOf(html, "crawl")).toContain("Not run yet");
    expect(rowOf(html, "crawl")).toContain("Every minute.");
    expect(rowOf(html, "follow")).toContain("when needed");
  });

  it("tells how the last runs went, with the figures of the API", async () => {
    const world = await worldWith();
    await addTarget(world);
    await world.runUntil(start + 90 * minute);
    const { html } = await open(world, "/jobs");
    expect(html).toContain("<h1>No job failed last time</h1>");
    const { statements, rowsRead, rowsWritten } = (await job(world, "crawl")).lastRun;
    expect(rowOf(html, "crawl")).toContain(
      `${statements} / ${rowsRead} / ${rowsWritten}`,
    );
    expect(rowOf(html, "crawl")).toContain("Ok");
    const stats = (await world.call("GET", "/api/jobs/crawl/stats?from=-24h")).body;
    expect(stats.runs.total).toBe(90);
    expect(stats.duration.p95).toBeGreaterThan(0);
    expect(rowOf(html, "crawl")).toContain(`${stats.duration.p95.toFixed(0)} ms`);
    expect(html).toContain('aria-label="Last 60 runs: none failed"');
    expect(textOf(html)).toContain("the longest time from one to the next was 1 min");
  });

  it("puts jobs that failed or were lost first, with the reason escaped", async () => {
    const world = await worldWith(failing('<script>alert("1")</script>'.repeat(400)));
    await world.runUntil(start + minute);
    const { html } = await open(world, "/jobs");
    expect(html).toContain("<h1>1 of 7 jobs failed last time</h1>");
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain("<b>odd</b>");
    const [, problems = ""] = html.split('class="problems"');
    expect(textOf(`<ul ${problems}`)).toContain('<script>alert("1")</script>');
    expect(html.length).toBeLessThan(40_000);
  });

  it("takes three statements, and reads a row a job and hour", async () => {
    const world = await worldWith();
    for (const name of ["crawl", "follow", "seal", "prune"])
      for (let i = -48; i < 0; i++)
        await recordJobRuns(world.deps.db, { name }, [aRun(i * hour)]);
    const cost = await costOfPage(world, await logIn(world), "/jobs");
    expect(cost.statements).toBe(3);
    // A row a job and hour of the last day, and what finds them.
    expect(cost.rowsRead).toBeLessThanOrEqual(4 * 25 + 20);
    expect(cost.rowsWritten).toBe(0);
  });
});

describe("a job's page", () => {
  it("says when it never ran what to do", async () => {
    const { html } = await open(await worldWith(), "/jobs/prune");
    expect(html).toContain("<h1>Clearing up: not run yet</h1>");
    expect(textOf(html)).toContain("Run it now, or wait for its next slot.");
  });

  it("pages through the runs that the API lists", async () => {
    const world = await worldWith(hello);
    await world.runUntil(start + 6 * minute);
    const visitor = await logIn(world);
    const seen: string[] = [];
    for (let path: string | undefined = "/jobs/hello"; path !== undefined; ) {
      const { html } = await visitor.open(path);
      const [, table = ""] = html.split('aria-labelledby="runs"');
      seen.push(...[...table.matchAll(/datetime="([^"]+)"/g)].map(([, at = ""]) => at));
      path = /class="button" href="([^"]*cursor=[^"]*)"/
        .exec(html)?.[1]
        ?.replaceAll("&amp;", "&");
    }
    const all = await historyOf(world, "hello");
    expect(all.length).toBeGreaterThan(60);
    expect(seen).toEqual(all.map(({ dueAt }) => dueAt).reverse());
  });

  it("has the statistics of the API for each window, and a link to its CSV", async () => {
    const world = await worldWith();
    const runs = [aRun(-2 * hour, { durationMs: 400, statements: 9 })];
    await recordJobRuns(world.deps.db, { name: "seal" }, runs);
    const earlier = [
      aRun(-72 * hour, { durationMs: 800, outcome: "failed", error: "No." }),
    ];
    await recordJobRuns(world.deps.db, { name: "seal" }, earlier);
    const visitor = await logIn(world);
    const [today, week] = [
      await visitor.open("/jobs/seal"),
      await visitor.open("/jobs/seal?window=7d"),
    ];
    expect(figuresIn(today.html)).toEqual(["1", "400 ms", "400 ms", "0 ms", "9"]);
    expect(figuresIn(week.html).slice(0, 3)).toEqual(["2", "400 ms", "800 ms"]);
    expect(textOf(week.html)).toContain("1 failed");
    const csv = /href="(\/api\/jobs\/seal\/stats.csv[^"]*)"/.exec(week.html)?.[1] ?? "";
    const file = await world.call("GET", csv.replaceAll("&amp;", "&"));
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toContain("text/csv");
  });

  it.each([
    ["/jobs/nothing", 404],
    ["/jobs/%3Cscript%3E", 404],
    ["/jobs/crawl?window=1y", 422],
    ["/jobs/crawl?cursor=x", 422],
    ["/jobs/crawl?window=24h&window=7d", 422],
    ["/jobs/crawl?other=1", 422],
  ])("at %s answers %i as a page", async (path, status) => {
    const page = await open(await worldWith(), path);
    expect(page.status).toBe(status);
    expect(page.html).toContain("<h1>");
    expect(page.html).not.toContain("<script>");
  });
});

describe("the buttons of a job", () => {
  it("run it, and say what it did", async () => {
    const world = await worldWith(hello);
    const visitor = await logIn(world);
    const page = await visitor.send("/jobs/hello/run", { to: "/jobs/hello" }, "/jobs");
    expect(page.path).toBe("/jobs/hello");
    expect(textOf(page.html)).toContain("hello: done in 0 ms, hellos 1.");
    expect(await historyOf(world, "hello")).toMatchObject([{ trigger: "manual" }]);
    expect(textOf((await visitor.open("/jobs/hello")).html)).not.toContain(
      "hello ran in",
    );
  });

  it("pause it, offer to undo that, and resume it", async () => {
    const world = await worldWith();
    const visitor = await logIn(world);
    const paused = await visitor.send("/jobs/crawl/pause", {}, "/jobs");
    expect(textOf(paused.html)).toContain("No target runs until this job is resumed");
    expect(rowOf(paused.html, "crawl")).toContain("Resume");
    expect(paused.html).toContain("1 paused");
    expect((await job(world, "crawl")).pausedAt).not.toBeNull();
    expect(paused.html).toContain('action="/jobs/crawl/resume"');
    const resumed = await visitor.send("/jobs/crawl/resume", { to: "/jobs" }, "/jobs");
    expect((await job(world, "crawl")).pausedAt).toBeNull();
    expect(textOf(resumed.html)).toContain("Rounds: resumed");
  });

  it("lead nowhere else, whatever the form says", async () => {
    const world = await worldWith();
    const visitor = await logIn(world);
    const to = "https://evil.example.com/";
    const page = await visitor.send("/jobs/seal/pause", { to }, "/jobs");
    expect(page.path).toBe("/");
  });

  it("are not there for a reader, who is refused", async () => {
    const world = await createWorld({ now: start, vars: { READ_TOKEN: "look" } });
    const reader = await logIn(world, "look");
    for (const path of ["/jobs", "/jobs/crawl"]) {
      const { html, status } = await reader.open(path);
      expect(status).toBe(200);
      expect(html).not.toMatch(/action="\/jobs/);
    }
    for (const does of ["run", "pause", "resume"])
      expect((await reader.send(`/jobs/crawl/${does}`, {}, "/jobs")).status).toBe(403);
    expect(await job(world, "crawl")).toMatchObject({ pausedAt: null, lastRun: null });
  });

  it("want the form of this login", async () => {
    const world = await worldWith();
    const visitor = await logIn(world);
    expect((await visitor.post("/jobs/crawl/pause", "to=/jobs")).status).toBe(403);
    expect((await job(world, "crawl")).pausedAt).toBeNull();
  });

  it("are for nobody who is not logged in", async () => {
    const world = await worldWith();
    const stranger = createVisitor(world);
    expect((await stranger.open("/jobs/crawl")).path).toBe("/login?to=%2Fjobs%2Fcrawl");
    expect((await stranger.post("/jobs/crawl/pause", "")).path).toBe("/login");
    expect((await job(world, "crawl")).pausedAt).toBeNull();
  });
});

describe("in Japanese", () => {
  it("the pages of jobs have no English sentences", async () => {
    const world = await worldWith();
    await world.runUntil(start + 80 * minute);
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    for (const path of ["/jobs", "/jobs/crawl", "/jobs/follow"]) {
      const text = textOf((await visitor.open(path)).html);
      expect(text.match(/[A-Za-z]+(?: [A-Za-z]+){2,}/g) ?? []).toEqual([]);
    }
  });
});
