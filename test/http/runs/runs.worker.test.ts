// Tests a target's history and its single runs over the API.
import { describe, expect, it } from "vitest";
import { listed, type Run } from "#test/fixtures/rounds/run-history.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import {
  type Answer,
  addTarget,
  createWorld,
  type Site,
  type World,
} from "#test/fixtures/world.ts";

const everyMinute = { every: "1m", startAt: isoAt(0) };

/** Every run of the list, read page by page. */
async function paged(world: World, id: number, query: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await world.call("GET", `/api/targets/${id}/runs?${query}${cursor}`);
    runs.push(...body.items);
    if (body.next === null) return runs;
    cursor = `&cursor=${body.next}`;
  }
}

const dueMinutes = (runs: readonly Run[]) =>
  runs.map(({ dueAt }) => (Date.parse(dueAt) - start) / minute);

async function seal(world: World): Promise<number> {
  const { status, body } = await world.call("POST", "/api/jobs/seal/run");
  expect(status).toBe(200);
  expect(body.outcome).toBe("ok");
  return body.counts.blocks;
}

/** Every third answer is a failure, every fifth is a redirect; bodies differ. */
function motley(): Site {
  let count = 0;
  return ({ pathname }): Answer => {
    if (pathname === "/moved")
      return { body: "moved", headers: { "content-type": "text/html" } };
    count += 1;
    if (count % 5 === 0) return { status: 302, headers: { location: "/moved" } };
    return {
      status: count % 3 === 0 ? 404 : 200,
      body: `version ${count >> 2}`,
      afterMs: 10 + (count % 7),
    };
  };
}

describe("a target's history", () => {
  it("begins with the newest run and is the same before and after its hours are sealed", async () => {
    const world = await createWorld({ now: start, site: motley() });
    const id = await addTarget(world, {
      schedule: { every: "3m", startAt: isoAt(0) },
      alarm: { recheck: null },
    });
    const other = await addTarget(world, {
      schedule: { every: "2m", startAt: isoAt(0) },
    });
    await world.runUntil(start + 20 * minute + 500);
    await world.call("POST", `/api/targets/${id}/run`);
    // A second hour with a run, a hole of two, and an hour that is still hot in the end.
    await world.runUntil(start + hour + 10 * minute);
    await world.advanceTo(start + 4 * hour);
    await world.runUntil(start + 4 * hour + 9 * minute);
    const before = await listed(world, id);
    const others = await listed(world, other);
    expect(before.filter(({ trigger }) => trigger === "manual")).toHaveLength(1);
    expect(new Set(before.map(({ outcome }) => outcome))).toEqual(
      new Set(["ok", "failed"]),
    );
    const instants = before.map(({ dueAt }) => dueAt);
    expect(instants).toEqual([...instants].sort().reverse());
    expect(await seal(world)).toBe(0);

    await world.advanceTo(start + 5 * hour + 10 * minute);
    await world.runUntil(start + 5 * hour + 11 * minute);
    const whole = await listed(world, id);
    expect(whole.slice(-before.length)).toEqual(before);
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.call("POST", `/api/targets/${other}/pause`);
    await world.runUntil(start + 5 * hour + 12 * minute);
    await world.advanceTo(start + 6 * hour + 10 * minute);
    expect(await seal(world)).toBeGreaterThan(0);
    expect(await listed(world, id)).toEqual(whole);
    expect((await listed(world, other)).slice(-others.length)).toEqual(others);
    expect(await seal(world)).toBe(0);
  });

  it.each([
    ["limit=7", () => true],
    ["limit=1&outcome=failed", ({ outcome }: Run) => outcome === "failed"],
    ["limit=4&outcome=ok", ({ outcome }: Run) => outcome === "ok"],
    [
      `limit=5&from=${isoAt(30 * minute)}&to=${isoAt(70 * minute)}`,
      ({ dueAt }: Run) => dueAt >= isoAt(30 * minute) && dueAt < isoAt(70 * minute),
    ],
    [`limit=500&to=${isoAt(minute)}`, ({ dueAt }: Run) => dueAt < isoAt(minute)],
    [`from=${isoAt(10 * hour)}`, () => false],
    [`from=${isoAt(hour)}&to=${isoAt(hour)}`, () => false],
  ])(
    "pages by %s without gap or repeat, over hot and sealed hours",
    async (query, belongs) => {
      const world = await createWorld({ now: start, site: motley() });
      const id = await addTarget(world, {
        schedule: { every: "3m", startAt: isoAt(0) },
        alarm: { recheck: null },
      });
      await world.runUntil(start + 63 * minute);
      await seal(world);
      await world.runUntil(start + 80 * minute);
      const all = await listed(world, id);
      expect(all).toHaveLength(27);
      expect(await paged(world, id, query)).toEqual(all.filter(belongs));
    },
  );

  it("pages over more sealed hours than are read at a time", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { schedule: { every: "1h", startAt: isoAt(0) } });
    for (let i = 0; i < 110; i++) {
      await world.advanceTo(start + i * hour);
      await world.runUntil(start + i * hour + minute);
    }
    while ((await seal(world)) > 0);
    const hours = Array.from({ length: 110 }, (_, i) => (109 - i) * 60);
    expect(dueMinutes(await listed(world, id))).toEqual(hours);
    expect(dueMinutes(await paged(world, id, "limit=50"))).toEqual(hours);
    expect(await listed(world, id, "outcome=failed")).toEqual([]);
  });

  it.each([
    "limit=0",
    "limit=501",
    "outcome=good",
    "from=yesterday",
    "cursor=x",
    "colour=red",
  ])("refuses %s", async (query) => {
    const world = await createWorld();
    const id = await addTarget(world);
    const { status, body } = await world.call("GET", `/api/targets/${id}/runs?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter: query.split("=")[0] }]);
  });

  it("tells a slot that waited beyond the end of its hour as it was, though that hour was sealed meanwhile", async () => {
    const html = { headers: { "content-type": "text/html" } };
    const busy = {
      status: 503,
      headers: { ...html.headers, "retry-after": "1200" },
      body: "page",
    };
    const good = { ...html, body: "page" };
    const answers: Answer[] = [good, good, busy];
    const world = await createWorld({
      now: start + 59 * minute,
      site: () => answers.shift() ?? good,
    });
    const id = await addTarget(world, {
      schedule: { every: "15s", startAt: isoAt(0), overlap: "buffer-all" },
    });
    await world.runUntil(start + 79 * minute);
    world.startTick();
    await world.advanceTo(start + 79 * minute + 50 * second);
    const runs = await listed(world, id);
    // Refused at 59:30 for 20 minutes, so that 59:45 waited. Hour 0 was sealed by then.
    const told = runs.map(({ dueAt, status, contentType }) => [
      (Date.parse(dueAt) - start) / second,
      status,
      contentType,
    ]);
    expect(told.reverse().slice(0, 5)).toEqual([
      [3540, 200, "text/html"],
      [3555, 200, "text/html"],
      [3570, 503, "text/html"],
      [3585, 200, "text/html"],
      [3600, 200, "text/html"],
    ]);
    await world.advanceTo(start + 80 * minute);
    await seal(world);
    expect((await listed(world, id)).slice(-runs.length)).toEqual(runs);
  });
});

describe("a page that becomes a site and a page again within an hour", () => {
  /** Runs as a page, a crawl as a site, runs as a page; gives the runs, oldest first. */
  async function changeKinds(site: Site): Promise<{ world: World; id: number }> {
    const world = await createWorld({ now: start, site });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + 3 * minute);
    const become = async (edit: Record<string, unknown>) =>
      expect((await world.call("PATCH", `/api/targets/${id}`, edit)).status).toBe(200);
    await become({ kind: "site" });
    await world.runUntil(start + 6 * minute);
    await become({ kind: "page", crawl: null });
    await world.runUntil(start + 10 * minute);
    return { world, id };
  }

  const page: Answer = {
    body: "the page's own content",
    headers: { "content-type": "text/plain" },
  };
  const start404: Answer = { status: 404, body: "no such site" };

  it("reads back its own content, hot and sealed", async () => {
    let count = 0;
    const site: Site = ({ pathname }) => {
      if (pathname === "/robots.txt") return { status: 404 };
      count += 1;
      return count > 3 && count < 6 ? start404 : page;
    };
    const { world, id } = await changeKinds(site);
    const runs = await listed(world, id);
    const told = runs.map(({ status, bytes, contentType }) => [
      status,
      bytes,
      contentType,
    ]);
    const own = [200, 22, "text/plain"];
    expect(told.slice(0, 3)).toEqual([own, own, own]);
    expect(told.slice(-3)).toEqual([own, own, own]);
    expect(told.some(([status]) => status === 404)).toBe(true);
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.runUntil(start + 11 * minute);
    await world.advanceTo(start + 2 * hour);
    expect(await seal(world)).toBe(1);
    expect(await listed(world, id)).toEqual(runs);
  });
});

describe("one run", () => {
  it("is found by its slot, manual or scheduled, hot or sealed", async () => {
    const world = await createWorld({ now: start, site: motley() });
    const id = await addTarget(world, {
      schedule: everyMinute,
      alarm: { recheck: null },
    });
    await world.runUntil(start + 3 * minute);
    await world.call("POST", `/api/targets/${id}/run`);
    const runs = await listed(world, id);
    expect(runs).toHaveLength(4);
    const found = () =>
      Promise.all(
        runs.map(
          async ({ dueAt }) =>
            (await world.call("GET", `/api/targets/${id}/runs/${dueAt}`)).body,
        ),
      );
    expect(await found()).toEqual(runs);
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.runUntil(start + 4 * minute);
    await world.advanceTo(start + 2 * hour);
    expect(await seal(world)).toBe(1);
    expect(await found()).toEqual(runs);
  });

  it.each([
    ["/api/targets/1/runs/2026-03-02T00:00:30Z", 404],
    ["/api/targets/2/runs/2026-03-02T00:00:00Z", 404],
    ["/api/targets/2/runs", 404],
    ["/api/targets/2/upcoming", 404],
    ["/api/targets/1/runs/soon", 422],
    ["/api/targets/1/upcoming?n=0", 422],
  ])("%s is a problem: %i", async (path, expected) => {
    const world = await createWorld({ now: start });
    await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + minute);
    expect(
      (await world.call("GET", "/api/targets/1/runs/2026-03-02T01:00:00%2B01:00")).status,
    ).toBe(200);
    const { status, body } = await world.call("GET", path);
    expect(status).toBe(expected);
    expect(body.detail).toBeTruthy();
  });
});
