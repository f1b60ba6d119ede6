// A target's runs over the API: its history, one run, the slots to come, a run now.
import { describe, expect, it } from "vitest";
import {
  type Answer,
  addTarget,
  createWorld,
  type Site,
  type World,
} from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const isoAt = (ms: number) => new Date(start + ms).toISOString();
const everyMinute = { every: "1m", startAt: isoAt(0) };

type Run = {
  dueAt: string;
  startedAt: string;
  outcome: string;
  [field: string]: unknown;
};

async function listed(world: World, id: number, query = "limit=500"): Promise<Run[]> {
  const { status, body } = await world.call("GET", `/api/targets/${id}/runs?${query}`);
  expect(status).toBe(200);
  return body.items;
}

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
    const id = await addTarget(world, { schedule: { every: "3m", startAt: isoAt(0) } });
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
      const id = await addTarget(world, { schedule: { every: "3m", startAt: isoAt(0) } });
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

describe("one run", () => {
  it("is found by its slot, manual or scheduled, hot or sealed", async () => {
    const world = await createWorld({ now: start, site: motley() });
    const id = await addTarget(world, { schedule: everyMinute });
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

describe("the slots to come", () => {
  it.each([
    [{ every: "5m", startAt: isoAt(90_000) }, ["00:01:30", "00:06:30", "00:11:30"]],
    [{ cron: "*/20 * * * *" }, ["00:00:00", "00:20:00", "00:40:00"]],
    [
      { cron: "0 0,12 * * *", zone: "Europe/Berlin" },
      ["11:00:00", "23:00:00", "11:00:00"],
    ],
    [
      { every: "1m", startAt: isoAt(0), expiresAt: isoAt(90_000) },
      ["00:00:00", "00:01:00"],
    ],
    [
      { cron: "*/30 * * * *", window: { from: "02:15", to: "03:30", zone: "UTC" } },
      ["02:30:00", "03:00:00", "02:30:00"],
    ],
  ])("of %j are %j", async (schedule, expected) => {
    const world = await createWorld({ now: start - second });
    const id = await addTarget(world, { schedule });
    const { body } = await world.call("GET", `/api/targets/${id}/upcoming?n=3`);
    expect(body.items.map((instant: string) => instant.slice(11, 19))).toEqual(expected);
  });

  it("are the instants at which the runs then are due, ten unless asked otherwise", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { schedule: { every: "7m" } });
    await world.runUntil(start + minute);
    const { body } = await world.call("GET", `/api/targets/${id}/upcoming`);
    expect(body.items).toHaveLength(10);
    await world.runUntil(Date.parse(body.items[9]) + minute);
    expect((await listed(world, id)).map(({ dueAt }) => dueAt).reverse()).toEqual([
      isoAt(0),
      ...body.items,
    ]);
  });
});

describe("a run now", () => {
  it("answers the run and where it is, and is recorded once", async () => {
    const world = await createWorld({ now: start, site: () => ({ body: "page" }) });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + minute);
    await world.advanceTo(start + 80 * second);
    const { status, headers, body } = await world.call("POST", `/api/targets/${id}/run`);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      trigger: "manual",
      outcome: "ok",
      fate: "ran",
      attempt: 1,
    });
    expect((await world.call("GET", headers.get("location") as string)).body).toEqual(
      body,
    );
    expect(
      (await listed(world, id)).filter(({ trigger }) => trigger === "manual"),
    ).toEqual([body]);
    expect((await world.call("GET", `/api/targets/${id}`)).body.lastRun).toEqual(body);
  });

  it("does not disturb the schedule", async () => {
    const world = await createWorld({
      now: start,
      site: () => ({ afterMs: 3 * second }),
    });
    const id = await addTarget(world, { schedule: { every: "20s", startAt: isoAt(0) } });
    world.startTick();
    // Asked for while the scheduled run goes on, at the very instant of a slot, and
    // between two.
    const asked = [second, 20 * second, 30 * second];
    for (const ms of asked) {
      await world.advanceTo(start + ms);
      expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(201);
    }
    await world.advanceTo(start + minute);
    const runs = await listed(world, id);
    const scheduled = runs.filter(({ trigger }) => trigger === "schedule");
    expect(
      scheduled.map(({ dueAt, lagMs, fate }) => [dueAt, lagMs, fate]).reverse(),
    ).toEqual([
      [isoAt(0), 0, "ran"],
      [isoAt(20 * second), 0, "ran"],
      [isoAt(40 * second), 0, "ran"],
    ]);
    expect(runs).toHaveLength(6);
    expect(new Set(runs.map(({ dueAt }) => dueAt)).size).toBe(6);
    expect((await world.call("GET", `/api/targets/${id}`)).body.nextDueAt).toBe(
      isoAt(minute),
    );
  });

  it("turns the status at once", async () => {
    const answers: Answer[] = [{ status: 404 }, {}];
    const world = await createWorld({ now: start, site: () => answers.shift() ?? {} });
    const id = await addTarget(world, { schedule: { every: "1h" } });
    const seen: unknown[] = [];
    for (const ms of [10 * second, 20 * second, 30 * second]) {
      await world.advanceTo(start + ms);
      await world.call("POST", `/api/targets/${id}/run`);
      const { body } = await world.call("GET", `/api/targets/${id}`);
      seen.push([body.status, body.statusSince]);
    }
    expect(seen).toEqual([
      ["down", isoAt(10 * second)],
      ["up", isoAt(20 * second)],
      ["up", isoAt(20 * second)],
    ]);
  });

  it("works while the target is paused, which it stays", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { enabled: false });
    const { status, body } = await world.call("POST", `/api/targets/${id}/run`);
    expect(status).toBe(201);
    const target = await world.call("GET", `/api/targets/${id}`);
    expect(target.body).toMatchObject({
      enabled: false,
      status: "paused",
      nextDueAt: null,
      lastRun: body,
    });
    await world.runUntil(start + 5 * minute);
    expect(world.requests).toHaveLength(1);
  });

  it("asks for the whole page, whatever is known of it", async () => {
    const conditions: (string | null)[] = [];
    const world = await createWorld({
      now: start,
      site: (_, { headers }) => {
        conditions.push(headers.get("if-none-match"));
        return { headers: { etag: '"v1"' } };
      },
    });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + minute);
    await world.call("POST", `/api/targets/${id}/run`);
    await world.runUntil(start + 2 * minute);
    expect(conditions).toEqual([null, null, '"v1"']);
  });

  it("of a target deleted meanwhile leaves nothing behind", async () => {
    const world = await createWorld({ now: start, site: () => ({ afterMs: second }) });
    const id = await addTarget(world);
    const running = world.call("POST", `/api/targets/${id}/run`);
    const deleted = world.call("DELETE", `/api/targets/${id}`);
    expect((await deleted).status).toBe(204);
    expect((await running).status).toBe(201);
    expect((await world.call("GET", `/api/targets/${id}/runs`)).status).toBe(404);
    expect((await world.call("GET", "/api/targets")).body.items).toEqual([]);
  });

  it("of no target is a problem", async () => {
    const world = await createWorld();
    expect((await world.call("POST", "/api/targets/7/run")).status).toBe(404);
  });
});

describe("what a run tells", () => {
  /** The one run of a target against a host that answers so. */
  async function runOnce(
    site: Site,
    document: Record<string, unknown> = {},
    delay = 0,
  ): Promise<Run> {
    const world = await createWorld({ now: start, site });
    const id = await addTarget(world, {
      schedule: { every: "1h", startAt: isoAt(0) },
      ...document,
    });
    await world.advanceTo(start + delay);
    await world.runUntil(start + delay + minute);
    const [run, ...others] = await listed(world, id);
    expect(others).toEqual([]);
    return run as Run;
  }

  const sha256 = async (text: string) =>
    new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
    ).toHex();

  it("is complete", async () => {
    const page = "grüß dich";
    const site: Site = ({ pathname }) =>
      pathname === "/"
        ? { status: 301, headers: { location: "/a" }, afterMs: 30 }
        : pathname === "/a"
          ? {
              status: 302,
              headers: { location: "https://www.example.com/b?c=d" },
              afterMs: 50,
            }
          : {
              body: page,
              headers: { "content-type": "text/html; charset=utf-8" },
              afterMs: 100,
            };
    expect(await runOnce(site, {}, 75 * second + 250)).toEqual({
      dueAt: isoAt(0),
      startedAt: isoAt(75 * second + 250),
      lagMs: 75_250,
      durationMs: 180,
      firstByteMs: 180,
      bodyMs: 0,
      fate: "late",
      trigger: "schedule",
      attempt: 1,
      outcome: "ok",
      failure: null,
      status: 200,
      bytes: new TextEncoder().encode(page).length,
      redirects: 2,
      finalUrl: "https://www.example.com/b?c=d",
      contentType: "text/html; charset=utf-8",
      contentHash: await sha256(page),
      notModified: false,
      changed: false,
    });
  });

  it("is of the last attempt, but for the start", async () => {
    const answers: (Answer | Error)[] = [
      { status: 500, body: "oh", afterMs: 400 },
      { body: "well", afterMs: 70 },
    ];
    expect(await runOnce(() => answers.shift() as Answer)).toMatchObject({
      startedAt: isoAt(0),
      durationMs: 70,
      attempt: 2,
      trigger: "retry",
      status: 200,
      contentHash: await sha256("well"),
    });
  });

  it.each([
    [
      "status",
      () => ({ status: 418, body: "teapot" }),
      { expect: { status: ["2xx", 301] } },
      { status: 418, expected: "2xx or 301" },
      "The status is 418; expected 2xx or 301.",
      { status: 418, bytes: 6 },
    ],
    [
      "timeout",
      () => ({ afterMs: 9 * second }),
      { request: { timeout: "2s" } },
      { phase: "first-byte", limitMs: 2_000 },
      "No answer began within 2000 ms.",
      { status: null, durationMs: 2_000, bytes: 0, contentHash: null, contentType: null },
    ],
    [
      "connect",
      () => new Error("Network connection lost."),
      { request: { retries: 0 } },
      { host: "site.example.com", detail: expect.any(String) },
      expect.stringMatching(/^No connection to site\.example\.com: .+\.$/),
      { status: null, finalUrl: "https://site.example.com/" },
    ],
    [
      "redirect",
      ({ pathname }: URL) => ({
        status: 302,
        headers: { location: pathname === "/" ? "/a" : "/" },
      }),
      {},
      { reason: "loop", url: "https://site.example.com/" },
      "The page redirects in a circle, back to https://site.example.com/.",
      { status: 302, redirects: 1, finalUrl: "https://site.example.com/a" },
    ],
    [
      "too-large",
      () => ({ body: "x".repeat(100) }),
      { request: { maxBodyBytes: 99 } },
      { limitBytes: 99 },
      "The body is larger than 99 bytes; reading stopped there.",
      { status: 200, contentHash: null },
    ],
    [
      "blocked",
      () => ({ status: 302, headers: { location: "http://169.254.169.254/latest" } }),
      {},
      { by: "address", url: "http://169.254.169.254/latest", detail: expect.any(String) },
      expect.stringMatching(
        /^http:\/\/169\.254\.169\.254\/latest must not be fetched: .+\.$/,
      ),
      { status: 302 },
    ],
  ] as const)(
    "is why it failed: %s",
    async (failureClass, site, document, evidence, message, rest) => {
      const run = await runOnce(site as Site, document);
      expect(run).toMatchObject({
        outcome: "failed",
        attempt: 1,
        failure: { class: failureClass, message, evidence },
        ...rest,
      });
    },
  );
});
