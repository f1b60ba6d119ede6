// Tests conditions from the API to the ledger: what a run tells of them, what status they
// give, and what they make of requests and of what is held and stored.
import { describe, expect, it } from "vitest";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import {
  answering,
  isoAt,
  minute,
  runsOf,
  start,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { type Answer, addTarget, createWorld } from "#test/fixtures/world.ts";

const everyMinute = {
  schedule: { every: "1m", startAt: isoAt(0) },
  alarm: { recheck: null },
};
const withConditions = (...conditions: unknown[]) => ({
  ...everyMinute,
  expect: { conditions },
});
const json = (value: unknown, part: Answer = {}): Answer => ({
  body: JSON.stringify(value),
  headers: { "content-type": "application/json" },
  ...part,
});

describe("a condition that does not hold", () => {
  it("fails the run with what was found, and the target is down", async () => {
    const { world } = await watch({ site: () => json({ status: "ill" }) });
    const own = withConditions({ status: "2xx" }, { json: "$.status", is: '== "ok"' });
    const id = await addTarget(world, own);
    await world.runUntil(start + minute);
    const [run] = await runsOf(world, id);
    expect(run).toMatchObject({
      outcome: "failed",
      failure: {
        class: "assertion",
        message: 'The value at $.status is "ill"; expected == "ok".',
      },
      conditions: [
        { condition: "status 2xx", actual: "200", outcome: "ok" },
        { condition: 'json $.status == "ok"', actual: '"ill"', outcome: "failed" },
      ],
    });
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body).toMatchObject({ status: "down", lastRun: { outcome: "failed" } });
  });

  it("degrades the target where it says so; its runs count as available", async () => {
    const { world } = await watch({ site: () => ({ body: "slow", afterMs: 900 }) });
    const own = withConditions({ duration: "< 800ms", as: "degraded" });
    const id = await addTarget(world, own);
    await world.runUntil(start + minute);
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body).toMatchObject({
      status: "degraded",
      lastRun: { outcome: "degraded", failure: null },
    });
    const list = async (query: string) =>
      (await world.call("GET", `/api/targets${query}`)).body.items.length;
    expect(await list("?status=degraded")).toBe(1);
    expect(await list("?status=up")).toBe(0);
    const runs = async (outcome: string) =>
      (await world.call("GET", `/api/targets/${id}/runs?outcome=${outcome}`)).body.items
        .length;
    expect([await runs("degraded"), await runs("ok"), await runs("failed")]).toEqual([
      1, 0, 0,
    ]);
    const { body: ledger } = await world.call("GET", `/api/targets/${id}/ledger`);
    expect(ledger).toMatchObject({ ran: 1, failed: 0, degraded: 1 });
  });

  it("makes degraded runs, which are counted wherever runs are", async () => {
    const isSlow = (at: number) => at < start + 3 * minute;
    const { world } = await watch({
      site: () => ({ body: "page", afterMs: isSlow(world.now()) ? 900 : 10 }),
    });
    const own = withConditions({ duration: "< 800ms", as: "degraded" });
    const id = await addTarget(world, own);
    await world.runUntil(start + minute);
    await world.advanceTo(start + 90_000);
    await world.call("POST", `/api/targets/${id}/run`);
    await world.runUntil(start + 5 * minute);
    // Of the slots 0 to 4 the first three, and the one that somebody asked for.
    const counts = { total: 6, ok: 6, degraded: 4, failed: 0 };
    const read = async (path: string) => (await world.call("GET", path)).body;
    expect(await read(`/api/targets/${id}/stats`)).toMatchObject({
      availability: 1,
      runs: counts,
      duration: { count: 6 },
    });
    expect(await read(`/api/targets/${id}/ledger`)).toMatchObject({ degraded: 4 });
    const { items } = await read(`/api/heat?target=${id}`);
    expect(items[0].days.at(-1)).toMatchObject({ ok: 6, degraded: 4, failed: 0 });
    const metrics = await read("/metrics");
    expect(metrics).toContain(`junkai_target_degraded_runs_total{target="${id}"`);
    expect(metrics).toMatch(/junkai_target_degraded_runs_total\{[^}]*\} 4\n/);
    expect(metrics).toMatch(/junkai_target_runs_total\{[^}]*result="ok"\} 6\n/);
    expect(metrics).toContain("junkai_degraded_runs_total 3\n");
    const visitor = await logIn(world);
    const overview = await visitor.open("/");
    expect(overview.html).toContain('title="4 degraded"');
    expect(textOf(overview.html)).toContain("3 of those that ran were degraded");
    const target = await visitor.open(`/targets/${id}`);
    expect(textOf(target.html)).toContain("4 degraded");
    expect(textOf(target.html)).toContain("4 runs were degraded.");
  });

  it("turns the target back when it holds again", async () => {
    const site = answering({ body: "no" }, { body: "Welcome" });
    const { world } = await watch({ site });
    const own = withConditions({ body: "contains Welcome", as: "degraded" });
    const id = await addTarget(world, own);
    const statusOf = async () =>
      (await world.call("GET", `/api/targets/${id}`)).body.status;
    await world.runUntil(start + minute);
    expect(await statusOf()).toBe("degraded");
    await world.runUntil(start + 2 * minute);
    expect(await statusOf()).toBe("up");
  });

  it("is not judged where the status is not as expected", async () => {
    const { world } = await watch({ site: () => ({ status: 404, body: "gone" }) });
    const id = await addTarget(world, withConditions({ body: "contains Welcome" }));
    await world.runUntil(start + minute);
    const [run] = await runsOf(world, id);
    expect(run).toMatchObject({ failure: { class: "status" }, conditions: [] });
  });
});

describe("conditions about the content of a page that answers 304", () => {
  const tagged = { headers: { etag: '"v1"' }, body: "Welcome" };
  const unchanged = { status: 304, headers: { etag: '"v1"' } };

  it("stay as they turned out, for the content is what it was", async () => {
    const { world, sent } = await watch({ site: answering(tagged, unchanged) });
    const id = await addTarget(
      world,
      withConditions({ body: "lacks Goodbye" }, { body: "lacks Wel", as: "degraded" }),
    );
    await world.runUntil(start + 3 * minute);
    expect(sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([
      null,
      '"v1"',
      '"v1"',
    ]);
    const runs = await runsOf(world, id);
    expect(runs.map(({ outcome }) => outcome)).toEqual(Array(3).fill("degraded"));
    expect(runs[2]?.conditions).toEqual(runs[0]?.conditions);
  });

  it("are judged by a whole answer once they were changed", async () => {
    const site = answering(tagged, unchanged, tagged);
    const { world, sent } = await watch({ site });
    const id = await addTarget(world, withConditions({ body: "contains Welcome" }));
    await world.runUntil(start + 2 * minute);
    await world.call("PATCH", `/api/targets/${id}`, {
      expect: { conditions: [{ body: "contains Goodbye" }] },
    });
    await world.runUntil(start + 3 * minute);
    expect(sent.at(-1)?.headers.get("if-none-match")).toBeNull();
    expect((await runsOf(world, id)).at(-1)).toMatchObject({ outcome: "failed" });
  });
});

it("remembers since when the content is what it is, over failed runs", async () => {
  const site = answering(
    { body: "a" },
    { body: "b" },
    { body: "b" },
    { status: 500 },
    { body: "b" },
  );
  const { world } = await watch({ site });
  const own = withConditions({ content: "changed within 2m", as: "degraded" });
  const id = await addTarget(world, { ...own, request: { retries: 0 } });
  await world.runUntil(start + 5 * minute);
  const runs = await runsOf(world, id);
  expect(runs.map(({ outcome }) => outcome)).toEqual([
    "ok",
    "ok",
    "ok",
    "failed",
    "degraded",
  ]);
  expect(runs.at(-1)?.conditions).toEqual([
    { condition: "content changed within 2m", actual: "3m", outcome: "degraded" },
  ]);
});

it("remembers content that the look after a failed run has seen first", async () => {
  const site = answering({ body: "a" }, { status: 500 }, { body: "b" });
  const { world } = await watch({ site });
  const own = withConditions({ content: "changed within 30s", as: "degraded" });
  const id = await addTarget(world, {
    ...own,
    request: { retries: 0 },
    alarm: { degraded: false },
  });
  await world.runUntil(start + 3 * minute);
  const runs = await runsOf(world, id);
  expect(runs.map(({ trigger, outcome }) => `${trigger} ${outcome}`)).toEqual([
    "schedule ok",
    "schedule failed",
    "recheck ok",
    "schedule degraded",
  ]);
  // Since that look, which began 20 s and an answer's 10 ms after the slot.
  expect(runs.at(-1)?.conditions).toMatchObject([{ actual: "39s" }]);
});

it("takes no edit of the steps for a change of the content", async () => {
  const { world } = await watch({ site: answering({ body: "<i>a</i> b" }) });
  const own = withConditions({ content: "unchanged for 10m", as: "degraded" });
  const id = await addTarget(world, { ...own, extract: [{ text: true }] });
  await world.runUntil(start + 2 * minute);
  await world.call("PATCH", `/api/targets/${id}`, { extract: [{ css: "i" }] });
  await world.runUntil(start + 4 * minute);
  const runs = await runsOf(world, id);
  expect(runs.map(({ outcome }) => outcome)).toEqual(Array(4).fill("ok"));
});

describe("a condition that cannot be taken", () => {
  it.each([
    [{ json: "$.[", is: "== 1" }, "/expect/conditions/1/json", "is no JSONPath"],
    ["duration about 1s", "/expect/conditions/1", "comparison with a duration"],
    [{ crawl: "gone", is: "== 0" }, "/expect/conditions/1", "kind site"],
  ])("is refused: %j at %s", async (condition, pointer, words) => {
    const world = await createWorld();
    const { status, body } = await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      expect: { conditions: [{ status: "2xx" }, condition] },
    });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ pointer, detail: expect.stringContaining(words) }]);
  });

  it("is refused where a crawl keeps too little to judge it by", async () => {
    const world = await createWorld();
    const { body } = await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      kind: "site",
      expect: { conditions: [{ body: "contains x" }] },
    });
    expect(body.errors).toMatchObject([{ pointer: "/expect/conditions/0" }]);
  });
});

it("conditions come back as they were written", async () => {
  const world = await createWorld();
  const conditions = [
    { duration: "< 800ms", as: "degraded" },
    { any: [{ header: "x-cache", is: "contains HIT" }, { size: "< 200KB" }] },
  ];
  const { body } = await world.call("POST", "/api/targets", {
    url: "https://site.example.com/",
    expect: { conditions: [...conditions, "status != 204"] },
  });
  const all = [...conditions, { status: "!= 204" }];
  expect(body.expect).toEqual({ status: ["2xx"], conditions: all });
  const { body: read } = await world.call("GET", `/api/targets/${body.id}`);
  expect(read.expect.conditions).toEqual(all);
});

it("a trial shows each condition as a step with what was found", async () => {
  const world = await createWorld({ site: () => ({ body: "Welcome" }) });
  const { body } = await world.call("POST", "/api/targets/test", {
    url: "https://site.example.com/",
    expect: {
      conditions: [{ body: "contains Welcome" }, { size: "< 2B", as: "degraded" }],
    },
  });
  expect(body.outcome).toBe("degraded");
  const steps = body.steps.filter(({ step }: { step: string }) => step === "condition");
  expect(steps).toMatchObject([
    {
      explanation: "body contains Welcome",
      details: { actual: "Welcome", outcome: "ok" },
    },
    { explanation: "size < 2B", details: { actual: "7 B", outcome: "degraded" } },
  ]);
});

it("a crawl is judged by its figures where it ends", async () => {
  const site = ({ pathname }: URL): Answer =>
    pathname === "/"
      ? {
          body: '<a href="/gone">x</a>',
          headers: { "content-type": "text/html" },
        }
      : { status: 404 };
  const world = await createWorld({ now: start, site });
  const id = await addTarget(world, {
    ...everyMinute,
    schedule: { every: "1h", startAt: isoAt(0) },
    kind: "site",
    crawl: { delay: "0s", sitemaps: false },
    expect: {
      conditions: [
        { crawl: "pages", is: ">= 2" },
        { crawl: "broken", is: "== 0", as: "degraded" },
      ],
    },
  });
  await world.runUntil(start + 3 * minute);
  const { body } = await world.call("GET", `/api/targets/${id}`);
  expect(body).toMatchObject({
    status: "degraded",
    lastRun: {
      conditions: [
        { condition: "crawl pages >= 2", actual: "2", outcome: "ok" },
        { condition: "crawl broken == 0", actual: "1", outcome: "degraded" },
      ],
    },
  });
});
