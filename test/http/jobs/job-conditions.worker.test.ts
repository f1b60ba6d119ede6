// Tests what the runs of a job are judged by, from the API to their history.
import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld } from "#test/fixtures/world.ts";

const copies: Job = {
  name: "copies",
  description: "Copies rows.",
  schedule: every("1m"),
  run: async () => ({ rows: 3 }),
};
const create = () => createWorld({ jobs: [copies] });

describe("the conditions of a job", () => {
  it("fail a run whose counts are not as they must be, and tell what was found", async () => {
    const world = await create();
    const conditions = [{ count: "rows", is: "> 3" }, { duration: "< 1h" }];
    const { status, body } = await world.call("PATCH", "/api/jobs/copies", {
      expect: { conditions },
    });
    expect(status).toBe(200);
    expect(body.expect).toEqual({ conditions });
    await world.runUntil(world.now() + 60_000);
    const { body: runs } = await world.call("GET", "/api/jobs/copies/runs");
    expect(runs.items[0]).toMatchObject({
      outcome: "failed",
      error: "The count of rows is 3; expected > 3.",
      counts: { rows: 3 },
      conditions: [
        { condition: "count rows > 3", actual: "3", outcome: "failed" },
        { condition: "duration < 1h", outcome: "ok" },
      ],
    });
  });

  it("judge a run by hand as well, and leave it ok where they only degrade", async () => {
    const world = await create();
    const expectation = { conditions: ["count rows == 4 as degraded"] };
    await world.call("PATCH", "/api/jobs/copies", { expect: expectation });
    const { body } = await world.call("POST", "/api/jobs/copies/run");
    expect(body).toMatchObject({
      outcome: "ok",
      error: null,
      conditions: [{ outcome: "degraded", actual: "3" }],
    });
    await world.call("PATCH", "/api/jobs/copies", { expect: { conditions: [] } });
    const { body: again } = await world.call("POST", "/api/jobs/copies/run");
    expect(again.conditions).toEqual([]);
    await world.advanceTo(world.now() + 1_000);
    const statistics = await world.call("GET", "/api/jobs/copies/stats?step=1h");
    const runs = { total: 2, ok: 2, failed: 0, degraded: 1 };
    expect(statistics.body).toMatchObject({ runs });
    expect(statistics.body.series.at(-1)).toMatchObject({ runs });
    const { body: file } = await world.call("GET", "/api/jobs/copies/stats.csv");
    const [columns = [], ...lines] = parseCsv(file);
    expect(lines.at(-1)?.[columns.indexOf("degraded")]).toBe("1");
    const { body: metrics } = await world.call("GET", "/metrics");
    expect(metrics).toContain('junkai_job_degraded_runs_total{job_name="copies"} 1');
  });

  it("are about its duration and its counts alone", async () => {
    const world = await create();
    const { status, body } = await world.call("PATCH", "/api/jobs/copies", {
      expect: { conditions: [{ duration: "< 1s" }, { status: "2xx" }] },
    });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      {
        pointer: "/expect/conditions/1",
        detail: "A job is judged by its duration and its counts.",
      },
    ]);
  });

  it("are not taken of a job that is not there", async () => {
    const world = await create();
    const document = { expect: { conditions: [] } };
    const { status } = await world.call("PATCH", "/api/jobs/nothing", document);
    expect(status).toBe(404);
  });
});

describe("the page of a job", () => {
  it("shows its conditions, what the last run found, and changes them", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const page = "/jobs/copies";
    expect((await visitor.open(page)).html).toContain("It has none");
    const typed = "count rows == 4 as degraded\r\n\r\n duration < 1h ";
    const saved = await visitor.send(`${page}/conditions`, { conditions: typed });
    expect([saved.status, saved.path]).toEqual([200, page]);
    expect(textOf(saved.html)).toContain("The conditions of copies are saved.");
    expect(textOf(saved.html)).toContain("The last run told nothing of these:");
    const { body } = await world.call("GET", "/api/jobs/copies");
    expect(body.expect.conditions).toEqual([
      { count: "rows", is: "== 4", as: "degraded" },
      { duration: "< 1h" },
    ]);
    await world.call("POST", "/api/jobs/copies/run");
    const { html } = await visitor.open(page);
    expect(textOf(html)).toMatch(/count rows == 4 Degraded 3 duration < 1h Holds \d+ms/);
    expect(html).toContain(">\ncount rows == 4 as degraded\nduration &lt; 1h</textarea>");
  });

  it.each([
    {
      wrong: "status 200",
      shown: "status 200",
      why: "status 200: A job is judged by its duration and its counts.",
    },
    {
      wrong: "<b>",
      shown: "&lt;b&gt;",
      why: "<b>: A condition is about one of status, duration,",
    },
  ])("keeps what was typed, and says which line is wrong: $wrong", async (asked) => {
    const world = await create();
    const visitor = await logIn(world);
    const { status, html } = await visitor.send("/jobs/copies/conditions", {
      conditions: `duration < 1h\n${asked.wrong}`,
    });
    expect(status).toBe(422);
    expect(html).toContain(`>\nduration &lt; 1h\n${asked.shown}</textarea>`);
    expect(textOf(html)).toContain(asked.why);
    expect(html).not.toContain("<b>");
    const { body } = await world.call("GET", "/api/jobs/copies");
    expect(body.expect.conditions).toEqual([]);
  });

  it("has no form for a reader", async () => {
    const world = await createWorld({ jobs: [copies], vars: { READ_TOKEN: "look" } });
    await world.call("PATCH", "/api/jobs/copies", {
      expect: { conditions: ["duration < 1h"] },
    });
    const { html } = await (await logIn(world, "look")).open("/jobs/copies");
    expect(textOf(html)).toContain("duration < 1h");
    expect(html).not.toContain("<textarea");
  });
});
