// Tests statistics of incidents: over the API against the incidents it lists, what they
// cost at two sizes, and what is refused.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import {
  type Answered,
  addTarget,
  createWorld,
  type World,
} from "#test/fixtures/world.ts";

const day = 24 * hour;

const read = async (world: World, path: string): Promise<Answered> => {
  const { status, body } = await world.call("GET", path);
  expect(status, path).toBe(200);
  return body;
};

type Fill = { targets: number; each: number; everyMs: number; now: number };

/** Incidents of a minute each, one every so often, the last of each target an hour ago. */
function fill({ targets, each, everyMs, now }: Fill) {
  const incidents = Array.from({ length: targets * each }, (_, i) => {
    const targetId = Math.floor(i / each) + 1;
    const at = now - hour - (i % each) * everyMs;
    return { id: `${targetId}-${i}`, targetId, at };
  });
  const rows = JSON.stringify(incidents);
  return DB.prepare(`
    INSERT INTO incidents (id, target_id, severity, started_at, opened_at, closed_at, labels, facts)
    SELECT value ->> 'id', value ->> 'targetId', 'down', value ->> 'at', (value ->> 'at') + 1000,
      (value ->> 'at') + 60000, '{}', '{}' FROM json_each(?)`)
    .bind(rows)
    .run();
}

async function costOf(world: World, path: string) {
  const deps = world.newDeps();
  const app = createApp({ depsOf: () => deps, jobs: [] });
  const headers = { authorization: "Bearer secret" };
  const answer = await app.request(path, { headers }, bindings);
  expect(answer.status, path).toBe(200);
  await answer.arrayBuffer();
  return deps.meter;
}

describe("statistics of incidents", () => {
  it("are those of the incidents that are listed, of one target, a tag or all", async () => {
    let isBad = true;
    const world = await createWorld({
      now: start,
      site: (url) => (isBad && url.pathname !== "/3" ? { status: 500 } : {}),
    });
    const schedule = { every: "1m", startAt: isoAt(0) };
    const request = { retries: 0 };
    for (const [i, tags] of [["web"], ["shop"], ["web"]].entries())
      await addTarget(world, {
        url: `https://site.example.com/${i + 1}`,
        ...{ schedule, request, tags },
      });
    await world.runUntil(start + 10 * minute);
    isBad = false;
    await world.runUntil(start + 30 * minute);
    isBad = true;
    await world.runUntil(start + 40 * minute);
    const { items } = await read(world, "/api/incidents");
    const window = `from=${isoAt(0)}&to=${isoAt(40 * minute)}`;
    for (const [query, ids] of [
      ["", [1, 2]],
      ["target=1&", [1]],
      ["tag=web&", [1]],
      ["tag=web&target=2&", []],
      ["target=3&", []],
    ] as const) {
      const own = items.filter(({ targetId }: Answered) =>
        (ids as readonly number[]).includes(targetId),
      );
      const lengths = own.map(
        ({ startedAt, closedAt }: Answered) =>
          Date.parse(closedAt ?? isoAt(40 * minute)) - Date.parse(startedAt),
      );
      const closed = own.filter(({ closedAt }: Answered) => closedAt !== null);
      const total = lengths.reduce((sum: number, ms: number) => sum + ms, 0);
      const { down } = await read(world, `/api/incidents/stats?${query}${window}`);
      expect(down, query).toMatchObject({
        incidents: own.length,
        open: own.length - closed.length,
        totalMs: total,
        longestMs: own.length === 0 ? null : Math.max(...lengths),
      });
      expect(own.length).toBe(2 * ids.length);
      if (own.length === 0) continue;
      const recovered = closed.map(
        ({ startedAt, closedAt }: Answered) =>
          Date.parse(closedAt) - Date.parse(startedAt),
      );
      expect(down.meanTimeToRecoverMs).toBe(
        Math.round(
          recovered.reduce((sum: number, ms: number) => sum + ms, 0) / recovered.length,
        ),
      );
      const watched = ids.length * 40 * minute;
      expect(down.meanTimeBetweenMs).toBe(Math.round((watched - total) / own.length));
    }
  });

  it("come in parts of whole targets where there are more than can be read", async () => {
    const now = Date.parse("2026-03-20T00:00:00Z");
    const world = await createWorld({ now });
    await seedTargets(DB, { count: 5, site: "http://a.example", dueAt: 0, anchorAt: 0 });
    await DB.prepare(
      "INSERT INTO target_tags (tag, target_id) SELECT 'all', id FROM targets",
    ).run();
    // Two targets have 8,000 of the 10,000 that are read, a third one would have too many.
    await fill({ targets: 5, each: 4_000, everyMs: 5 * minute, now });
    for (const tag of ["", "&tag=all"]) {
      const counts: number[] = [];
      let next = "";
      while (counts.length < 4) {
        const path = `/api/incidents/stats?from=-30d${tag}${next}`;
        const { down, next: cursor } = await read(world, path);
        counts.push(down.incidents);
        if (cursor === null) break;
        next = `&cursor=${cursor}`;
      }
      expect(counts).toEqual([8_000, 8_000, 4_000]);
    }
    const first = await read(world, "/api/reports/2026-03");
    expect(first.targets.map(({ id }: Answered) => id)).toEqual([1, 2]);
    const rest = await read(world, `/api/reports/2026-03?cursor=${first.next}`);
    expect(rest.targets.map(({ id }: Answered) => id)).toEqual([3, 4]);
  });

  it("stand in the month's report, by target and of all together", async () => {
    const now = Date.parse("2026-03-20T00:00:00Z");
    const world = await createWorld({ now });
    await seedTargets(DB, { count: 3, site: "http://a.example", dueAt: 0, anchorAt: 0 });
    await fill({ targets: 2, each: 4, everyMs: 10 * day, now });
    // On 19, 9 March, and 27, 17 February; targets are there from the epoch on.
    const { total, targets } = await read(world, "/api/reports/2026-03");
    const ofMonth = {
      incidents: 2,
      downMs: 2 * minute,
      longestDownMs: minute,
      meanTimeToRecoverMs: minute,
      meanTimeBetweenMs: (19 * day - 2 * minute) / 2,
    };
    const none = {
      incidents: 0,
      downMs: 0,
      longestDownMs: null,
      meanTimeToRecoverMs: null,
      meanTimeBetweenMs: null,
    };
    expect(targets).toMatchObject([ofMonth, ofMonth, none]);
    expect(total).toMatchObject({ ...ofMonth, incidents: 4, downMs: 4 * minute });
  });

  it.each([100, 1_000])(
    "of %d targets take one statement, and the rows of the window's incidents alone",
    async (count) => {
      const now = start + 400 * day;
      const world = await createWorld({ now });
      // Thirty of each, of which four are of the last four days.
      await fill({ targets: count, each: 30, everyMs: day, now });
      // A row of an index and one of the table for each, the one before the window, and
      // steps from target to target.
      const all = await costOf(world, "/api/incidents/stats?from=-4d");
      expect(all.statements).toBe(1);
      expect(all.rowsRead).toBeLessThanOrEqual(14 * count + 10);
      const { body } = await world.call("GET", "/api/incidents/stats?from=-4d");
      expect(body.down.incidents).toBe(4 * count);
    },
  );

  it("of a target with more incidents than are read at once say what to choose", async () => {
    const now = start + 400 * day;
    const world = await createWorld({ now });
    await fill({ targets: 1, each: 10_001, everyMs: 2 * minute, now });
    for (const [path, field] of [
      ["/api/incidents/stats", "from"],
      ["/api/incidents/stats?from=-90m", null],
    ] as const) {
      const { status, body } = await world.call("GET", path);
      expect(status, path).toBe(field === null ? 200 : 422);
      if (field !== null) expect(body.errors).toMatchObject([{ parameter: field }]);
    }
  });

  it.each([
    ["target=none", "target"],
    ["target=-1", "target"],
    ["from=later", "from"],
    ["from=2030-01-01", "from"],
    ["from=-367d", "from"],
    ["severity=down", "severity"],
  ])("refuse %s and name the field", async (query, field) => {
    const world = await createWorld({ now: start });
    const { status, body } = await world.call("GET", `/api/incidents/stats?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter: field }]);
  });
});
