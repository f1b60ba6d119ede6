// Tests monthly reports against every single run and slot of the month.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import {
  countLog,
  end,
  expectDistribution,
  hour,
  type Log,
  makePast,
  start,
  targets,
  valuesOf,
  within,
} from "#test/fixtures/history/kept-history.ts";
import { type Answered, createWorld, type World } from "#test/fixtures/world.ts";

const isoAt = (at: number) => new Date(at).toISOString();

async function read(world: World, path: string): Promise<Answered> {
  const { status, body } = await world.call("GET", path);
  expect(status, path).toBe(200);
  return body;
}

/** Holds figures against what happened, under an objective of 85 %. */
function expectFigures(figures: Answered, log: Log, slo: number | null): void {
  const { availability, runs, slots } = countLog(log);
  const allowed = runs.total * 0.15;
  expect(figures).toMatchObject({
    availability,
    runs: runs.total,
    failed: runs.failed,
    degraded: runs.degraded,
    missed: slots.missed,
  });
  expectDistribution({ p95: figures.p95 }, valuesOf(log).duration);
  expect(figures.allowedFailures).toEqual(
    slo === null ? null : expect.closeTo(allowed, 6),
  );
  const known = slo !== null && runs.total > 0;
  expect(figures.remaining).toEqual(
    known ? expect.closeTo(1 - runs.failed / allowed, 6) : null,
  );
  expect(figures.met).toBe(known ? runs.failed <= allowed : null);
}

/**
 * Months of which the past has a part, and where they begin and end; the second is the
 * current one.
 */
const months = [
  ["UTC", "2026-02", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
  ["UTC", "2026-03", "2026-03-01T00:00:00.000Z", isoAt(end)],
  ["Europe/Berlin", "2026-02", "2026-01-31T23:00:00.000Z", "2026-02-28T23:00:00.000Z"],
  ["Europe/Berlin", "2026-03", "2026-02-28T23:00:00.000Z", isoAt(end)],
  // Half an hour behind full hours.
  ["America/St_Johns", "2026-02", "2026-02-01T03:30:00.000Z", "2026-03-01T03:30:00.000Z"],
  ["America/St_Johns", "2026-03", "2026-03-01T03:30:00.000Z", isoAt(end)],
] as const;

describe("a month's report", () => {
  it("has a line for each target, and what all come to", async () => {
    const { world, logs } = await makePast();
    const met = new Set<boolean | null>();
    for (const [zone, month, from, to] of months) {
      for (const [query, ids] of [
        ["", [1, 2, 3]],
        ["&tag=prod", [2, 3]],
        ["&tag=web&tag=prod&slo=85", [2]],
        ["&slo=85", [1, 2, 3]],
      ] as const) {
        const slo = query.includes("slo") ? 85 : null;
        const report = await read(world, `/api/reports/${month}?zone=${zone}${query}`);
        expect(report).toMatchObject({ month, zone, from, to, slo });
        const window = [Date.parse(from), Date.parse(to)] as const;
        // What was deleted meanwhile is left out.
        expect(report.targets.map(({ id }: Answered) => id)).toEqual(ids);
        for (const line of report.targets) {
          expectFigures(line, within([logs.get(line.id) as Log], ...window), slo);
          const { host, tags } = targets.find(({ id }) => id === line.id) ?? {};
          expect(line).toMatchObject({
            name: `${host}/${line.id}`,
            url: `https://${host}/${line.id}`,
            tags,
          });
          met.add(line.met);
        }
        const own = ids.map((id) => logs.get(id) as Log);
        expectFigures(report.total, within(own, ...window), slo);
      }
    }
    expect(met).toEqual(new Set([null, true, false]));
  });

  it("as CSV has the same lines", async () => {
    const { world } = await makePast();
    const answer = await world.call(
      "GET",
      "/api/reports/2026-03.csv?zone=Europe/Berlin&slo=99.9",
    );
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="report-2026-03.csv"',
    );
    const [columns = [], ...lines] = parseCsv(answer.body);
    const report = await read(world, "/api/reports/2026-03?zone=Europe/Berlin&slo=99.9");
    expect(columns).toEqual(Object.keys(report.targets[0]));
    const cellOf = (value: unknown) =>
      Array.isArray(value) ? value.join(" ") : String(value ?? "");
    expect(lines).toEqual(
      report.targets.map((line: Answered) => columns.map((name) => cellOf(line[name]))),
    );
    expect(lines.map((cells) => cells[columns.indexOf("tags")])).toEqual([
      "web",
      "web prod",
      "prod",
    ]);
  });

  it("leaves out targets that were not there yet", async () => {
    const world = await createWorld({ now: start });
    await world.call("POST", "/api/targets", { url: "https://a.example/" });
    await world.advanceTo(start + hour);
    const idsOf = async (month: string, zone: string) =>
      (await read(world, `/api/reports/${month}?zone=${zone}`)).targets.map(
        ({ id }: Answered) => id,
      );
    expect(await idsOf("2026-02", "UTC")).toEqual([1]);
    expect(await idsOf("2026-01", "UTC")).toEqual([]);
    // There March had begun by then.
    expect(await idsOf("2026-02", "Pacific/Kiritimati")).toEqual([]);
    expect(await idsOf("2026-03", "Pacific/Kiritimati")).toEqual([1]);
  });

  it("takes as many statements for a hundred targets as for one", async () => {
    const world = await createWorld({ now: end });
    await seedTargets(DB, {
      count: 100,
      site: "http://site.example",
      dueAt: end,
      anchorAt: start,
    });
    const deps = world.newDeps();
    const app = createApp({ depsOf: () => deps, jobs: [] });
    const headers = { authorization: "Bearer secret" };
    const answer = await app.request("/api/reports/2026-02", { headers }, bindings);
    const { targets: lines }: Answered = await answer.json();
    expect(lines).toHaveLength(100);
    // Who they are; then days, hours that the month cuts, and blocks that are not sealed
    // yet; and their incidents.
    expect(deps.meter.statements).toBe(1 + 3 + 1);
  });

  it("of more targets than can be read comes in parts, as JSON and as CSV", async () => {
    const world = await createWorld({ now: end, vars: { PLAN: "free" } });
    // 14 times 142 targets, whose 28 days of February are 3,976 rows.
    await seedTargets(DB, {
      count: 1_989,
      site: "http://site.example",
      dueAt: end,
      anchorAt: start,
    });
    const headers = { authorization: "Bearer secret" };
    const ask = async (query: string) => {
      const deps = world.newDeps();
      const app = createApp({ depsOf: () => deps, jobs: [] });
      const path = `/api/reports/2026-02${query}`;
      const answer = await app.request(path, { headers }, bindings);
      // Within the free plan's 50: who they are, 14 times three, and their incidents.
      expect(deps.meter.statements).toBeLessThanOrEqual(1 + 14 * 3 + 1);
      return answer;
    };
    const idsOf = async (answer: Response) => {
      const { targets, next }: Answered & { next: string | null } = await answer.json();
      return { ids: targets.map(({ id }: Answered) => id), next };
    };
    const first = await idsOf(await ask(""));
    expect(first.ids).toEqual(Array.from({ length: 1_988 }, (_, i) => i + 1));
    expect(await idsOf(await ask(`?cursor=${first.next}`))).toEqual({
      ids: [1_989],
      next: null,
    });
    const file = await ask(".csv?slo=99.9");
    expect((await file.text()).trimEnd().split("\r\n")).toHaveLength(1 + 1_988);
    const link = file.headers.get("link");
    expect(link).toBe(
      `</api/reports/2026-02.csv?slo=99.9&cursor=${first.next}>; rel="next"`,
    );
    const last = await ask(`.csv?slo=99.9&cursor=${first.next}`);
    expect((await last.text()).trimEnd().split("\r\n")).toHaveLength(1 + 1);
    expect(last.headers.get("link")).toBeNull();
    expect((await read(world, "/api/reports/2026-02?tag=tag7")).targets).toHaveLength(20);
  });

  it.each([
    ["2026-13", "month"],
    ["2026-1", "month"],
    ["2026-01.pdf", "month"],
    ["2026-03", "month"],
    ["2026-02?zone=Europe/Bern", "zone"],
    ["2026-02?zone=%2B01:00", "zone"],
    ["2026-02?slo=100", "slo"],
    ["2026-02?tags=web", "tags"],
    ["2026-02?cursor=7", "cursor"],
  ])("refuses %s and names the field", async (path, field) => {
    const world = await createWorld({ now: start });
    const { status, body } = await world.call("GET", `/api/reports/${path}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter: field }]);
    expect(body.errors[0].detail).toMatch(/[.?]$/);
  });

  it("is described with examples, of the file too", async () => {
    const world = await createWorld();
    const document = await read(world, "/openapi.json");
    const { content } = document.paths["/api/reports/{month}"].get.responses[200];
    expect(content["text/csv"].example).toMatch(/^id,name,url,tags,availability,/);
    for (const name of ["Report", "ReportLine"])
      expect(document.components.schemas[name].example).toBeDefined();
  });
});
