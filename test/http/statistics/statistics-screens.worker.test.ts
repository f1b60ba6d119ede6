// Tests the page of statistics: its views, their figures against those of the API, and
// what it refuses.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { end, hour, makePast, start } from "#test/fixtures/history/kept-history.ts";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { figuresIn } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { createVisitor, fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import {
  type Answered,
  addTarget,
  createWorld,
  type World,
} from "#test/fixtures/world.ts";
import { formatNumber, formatPercent } from "#ui/words/format.ts";

const isoAt = (at: number) => new Date(at).toISOString();

const open = async (world: World, path: string) => (await logIn(world)).open(path);

const read = async (world: World, path: string): Promise<Answered> => {
  const { status, body } = await world.call("GET", path);
  expect(status, path).toBe(200);
  return body;
};

/** The texts of the cells of each row of a page's tables. */
const rowsIn = (html: string): string[][] =>
  html
    .split("<tr>")
    .slice(1)
    .map((row) => (row.split("</tr>")[0] ?? "").split(/(?=<t[dh][ >])/).map(textOf));

/** The links of a page to files. */
const filesIn = (html: string): string[] =>
  [...html.matchAll(/href="([^"]+\.csv[^"]*)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );

/** Where the link with such a text leads. */
const linkIn = (html: string, text: string): string =>
  (html.match(new RegExp(`href="([^"]*)"[^>]*>${text}<`))?.[1] ?? "").replaceAll(
    "&amp;",
    "&",
  );

describe("a month's report", () => {
  it("says of an empty deployment what to do", async () => {
    const world = await createWorld({ now: start });
    const { html, status } = await open(world, "/statistics?view=report");
    expect(status).toBe(200);
    expect(html).toContain("<h1>No runs in February 2026</h1>");
    expect(textOf(html)).toContain("Choose another month or tag, or add a target.");
  });

  it("has a line for each target with the figures of the API, the worst first", async () => {
    const { world } = await makePast();
    const ofFirst = { id: "1-abc", targetId: 1 };
    await happen({ ...ofFirst, what: "opened", at: end - hour });
    await happen({ ...ofFirst, what: "closed", at: end - hour / 2 });
    const { html } = await open(
      world,
      "/statistics?view=report&month=2026-03&slo=85&tag=",
    );
    const report = await read(world, "/api/reports/2026-03?zone=UTC&slo=85");
    expect(html).toContain(
      `<h1>${formatPercent(report.total.availability)} available in March 2026</h1>`,
    );
    const [, ...lines] = rowsIn(html);
    const expected = report.targets
      .toSorted((a: Answered, b: Answered) => a.availability - b.availability)
      .map((line: Answered) => [
        line.name,
        formatPercent(line.availability),
        String(line.runs),
        String(line.failed),
        String(line.degraded),
        String(line.missed),
      ]);
    expect(expected).toHaveLength(3);
    expect(lines.map((cells) => cells.slice(0, 6))).toEqual(expected);
    expect(report.total.degraded).toBeGreaterThan(10);
    for (const [name, ...cells] of lines)
      expect(cells.slice(6, 8), name).toEqual(
        name === report.targets[0].name ? ["1", "30 min 30 s"] : ["0", "–"],
      );
    expect(textOf(html)).toContain("30 min 30 s to recover on average (MTTR)");
    expect(textOf(html)).toContain(`${formatNumber(report.total.degraded)} degraded`);
    const met = report.targets.filter((line: Answered) => line.met).length;
    expect(lines.filter((cells) => cells[9]?.endsWith("left"))).toHaveLength(met);
    expect(lines.filter((cells) => cells[9] === "Overspent")).toHaveLength(3 - met);
    const [file = ""] = filesIn(html);
    expect((await world.call("GET", file)).body.trim().split("\n")).toHaveLength(4);
  });

  it("is of a tag, in the viewer's zone, and stands in the address", async () => {
    const { world } = await makePast();
    const visitor = await logIn(world);
    await visitor.open("/settings?zone=Europe/Berlin");
    const { html } = await visitor.open("/statistics?view=report&month=2026-02&tag=prod");
    const report = await read(world, "/api/reports/2026-02?zone=Europe/Berlin&tag=prod");
    expect(figuresIn(html)[0]).toBe(formatPercent(report.total.availability));
    expect(figuresIn(html)[1]).toBe(String(report.total.failed));
    expect(fieldsIn(html).get("tag")).toBe("prod");
    expect(fieldsIn(html).get("month")).toBe("2026-02");
    expect(filesIn(html)[0]).toContain("tag=prod");
  });

  it("of more targets than can be read says that it is of a part, and leads to the others", async () => {
    const world = await createWorld({ now: end, vars: { PLAN: "free" } });
    const site = "http://site.example";
    await seedTargets(DB, { count: 1_989, site, dueAt: end, anchorAt: start });
    const { html } = await open(world, "/statistics?view=report&month=2026-02");
    expect(textOf(html)).toContain("The worst 100 of 1,988; all are in the CSV.");
    expect(textOf(html)).toContain("All figures below are of a part of them");
    const next = linkIn(html, "Next part");
    const last = await open(world, next);
    expect(rowsIn(last.html)).toHaveLength(1 + 1);
    expect(textOf(last.html)).toContain("All figures below are of a part of them");
    expect(filesIn(last.html)[0]).toContain("cursor=");
    expect(last.html).not.toContain("Next part");
    expect(linkIn(last.html, "First part")).toBe("/statistics?view=report&month=2026-02");
  });

  it("shows a hundred lines of many, and the rest in its file", async () => {
    const world = await createWorld({ now: end });
    const site = "http://site.example";
    await seedTargets(DB, { count: 250, site, dueAt: end, anchorAt: start });
    const { html } = await open(world, "/statistics?view=report&month=2026-02");
    expect(rowsIn(html)).toHaveLength(1 + 100);
    expect(textOf(html)).toContain("The worst 100 of 250; all are in the CSV.");
  });
});

describe("an error budget", () => {
  it("of all, of a tag or of a target has the figures and burn rates of the API", async () => {
    const { world } = await makePast();
    const visitor = await logIn(world);
    for (const [query, path] of [
      ["", "/api/stats?"],
      ["&tag=web", "/api/stats?tag=web&"],
      ["&target=1", "/api/targets/1/stats?"],
    ]) {
      const address = `/statistics?view=budget&slo=95&window=7d${query}`;
      const { html } = await visitor.open(address);
      const { availability, runs, slots, budget } = await read(
        world,
        `${path}from=-7d&step=1d&slo=95`,
      );
      expect(figuresIn(html)).toEqual([
        formatPercent(availability),
        String(runs.failed),
        formatNumber(budget.allowedFailures, 1),
        String(slots.missed),
      ]);
      const rates = rowsIn(html).filter(([name = ""]) => /^\d (hours?|days)$/.test(name));
      expect(rates.map((cells) => cells[2])).toEqual(
        ["1h", "6h", "3d"].map((name) => `${formatNumber(budget.burnRates[name], 2)}×`),
      );
      const [file = ""] = filesIn(html);
      expect((await world.call("GET", file)).body).toMatch(/^from,to,availability/);
    }
  });

  it("holds without runs as little as it is overspent", async () => {
    const { html } = await open(await createWorld(), "/statistics?view=budget");
    expect(html).toContain("<h1>No runs, so no error budget</h1>");
    expect(textOf(html)).toContain("1 hour No runs –");
  });

  it.each([
    ["target=99", "target", "There is no target 99."],
    ["target=%3Cscript%3E", "target", "This is the id of a target"],
    ["slo=0.999", "slo", "This is a percentage from 1 to below 100"],
    ["slo=100", "slo", "This is a percentage from 1 to below 100"],
  ])("with %s tells at the field %s why not", async (query, field, told) => {
    const page = await open(await createWorld(), `/statistics?view=budget&${query}`);
    expect(page.status).toBe(422);
    expect(page.html).toMatch(
      new RegExp(`<input[^>]*id="${field}"[^>]*aria-invalid="true"`),
    );
    expect(textOf(page.html)).toContain(told);
    expect(page.html).not.toContain("<script>");
  });
});

describe("a comparison of two windows", () => {
  it("has each target's figures of both windows, as the API has them", async () => {
    const { world } = await makePast();
    const { html } = await open(world, "/statistics?view=comparison&windows=1d");
    const windows = [
      { from: end - 48 * hour, to: end - 24 * hour },
      { from: end - 24 * hour, to: end },
    ];
    const [, all, ...lines] = rowsIn(html);
    expect(all?.[0]).toBe("All together");
    expect(lines).toHaveLength(3);
    for (const id of [1, 2, 3]) {
      const [before, after] = await Promise.all(
        windows.map(({ from, to }) =>
          read(world, `/api/targets/${id}/stats?from=${isoAt(from)}&to=${isoAt(to)}`),
        ),
      );
      const cells = lines.find((line) => line[0]?.endsWith(`/${id}`)) ?? [];
      const change = (a: string, b: string) => (a === b ? a : `${a} → became ${b}`);
      expect(cells[2]).toBe(
        change(formatPercent(before.availability), formatPercent(after.availability)),
      );
      expect(cells[5]).toBe(
        change(String(before.runs.failed), String(after.runs.failed)),
      );
      expect(cells[6]).toBe(
        change(String(before.runs.degraded), String(after.runs.degraded)),
      );
      expect(cells[7]).toBe(
        change(String(before.slots.missed), String(after.slots.missed)),
      );
      expect(cells[8]).toBe(change(String(before.runs.total), String(after.runs.total)));
    }
  });

  it("takes the days that were chosen before any pair", async () => {
    const { world } = await makePast();
    const days = "from=2026-02-28&to=2026-03-01&from2=2026-03-01&to2=2026-03-02";
    const { html } = await open(world, `/statistics?view=comparison&windows=30d&${days}`);
    for (const at of ["2026-02-28", "2026-03-01", "2026-03-02"])
      expect(html).toContain(`datetime="${at}T00:00:00.000Z"`);
    expect(filesIn(html)).toHaveLength(2);
    for (const file of filesIn(html))
      expect((await world.call("GET", file)).status).toBe(200);
  });

  it("says of an empty deployment what to do", async () => {
    const { html } = await open(await createWorld(), "/statistics?view=comparison");
    expect(html).toContain("<h1>Nothing to compare: one of the windows has no runs</h1>");
    expect(textOf(html)).toContain("add a target");
  });

  it.each([
    ["from=2026-02-01", "to"],
    ["from=2026-02-02&to=2026-02-01&from2=2026-02-01&to2=2026-02-02", "from"],
    ["from=2020-01-01&to=2026-02-01&from2=2026-02-01&to2=2026-02-02", "from"],
    ["from=2026-02-30&to=2026-03-01", "from"],
    ["windows=ever", "windows"],
  ])("with %s tells at the field %s why not", async (query, field) => {
    const page = await open(await createWorld(), `/statistics?view=comparison&${query}`);
    expect(page.status).toBe(422);
    expect(page.html).toContain(`id="${field}-wrong"`);
  });

  it("of more targets than can be read twice is of a part of them", async () => {
    const world = await createWorld({ now: end, vars: { PLAN: "free" } });
    const site = "http://site.example";
    await seedTargets(DB, { count: 5_000, site, dueAt: end, anchorAt: start });
    const page = await open(world, "/statistics?view=comparison&windows=7d");
    expect(textOf(page.html)).toContain("All figures below are of a part of them");
    expect((await open(world, linkIn(page.html, "Next part"))).status).toBe(200);
    const some = await open(world, "/statistics?view=comparison&windows=7d&tag=tag7");
    expect(some.status).toBe(200);
  });
});

describe("the page of statistics", () => {
  it("costs a row a target and day, twice for a comparison", async () => {
    const { world } = await makePast();
    const visitor = await logIn(world);
    const report = await costOfPage(
      world,
      visitor,
      "/statistics?view=report&month=2026-03",
    );
    expect(report.statements).toBe(1 + 3 + 1);
    const compared = await costOfPage(
      world,
      visitor,
      "/statistics?view=comparison&windows=1d",
    );
    expect(compared.statements).toBe(1 + 2 * 3);
    expect(compared.rowsRead).toBeLessThan(80);
    const budget = await costOfPage(world, visitor, "/statistics?view=budget");
    expect(budget.statements).toBeLessThanOrEqual(2 + 3);
  });

  it("escapes names and tags", async () => {
    const world = await createWorld({ now: start });
    const name = '<script>alert("1")</script>\u202e';
    await addTarget(world, { name, tags: ["web"] });
    await world.advanceTo(start + hour);
    const visitor = await logIn(world);
    const tag = encodeURIComponent('"><script>alert(1)</script>');
    for (const path of [
      "/statistics",
      "/statistics?view=budget&target=1",
      "/statistics?view=comparison&windows=7d",
      `/statistics?view=report&tag=${tag}`,
      `/statistics?view=budget&tag=${tag}`,
    ]) {
      const { html, status } = await visitor.open(path);
      expect([path, status]).toEqual([path, 200]);
      expect(html).not.toContain("<script>alert");
    }
    expect(textOf((await visitor.open("/statistics?view=report")).html)).toContain(
      "<script>alert",
    );
  });

  it.each(["view=other", "view=report&view=budget"])(
    "with %s is refused as a page",
    async (query) => {
      const page = await open(await createWorld(), `/statistics?${query}`);
      expect(page.status).toBe(422);
      expect(page.html).toContain("<h1>");
    },
  );

  it.each(["month=2026-13", "month=2031-01", "month=x", "slo=x", "other=1"])(
    "with %s shows the form again with the refusal",
    async (query) => {
      const world = await createWorld({ now: start });
      const page = await open(world, `/statistics?${query}`);
      expect(page.status).toBe(422);
      expect(page.html).toContain('role="alert"');
      expect(page.html).toContain('<form class="filter row"');
    },
  );

  it("is for readers too, and for nobody who is not logged in", async () => {
    const world = await createWorld({ now: start, vars: { READ_TOKEN: "look" } });
    expect(
      (await (await logIn(world, "look")).open("/statistics?view=report")).status,
    ).toBe(200);
    const stranger = await createVisitor(world).open("/statistics?view=budget");
    expect(stranger.path).toBe("/login?to=%2Fstatistics%3Fview%3Dbudget");
  });

  it("is in Japanese without English sentences", async () => {
    const { world } = await makePast();
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    for (const query of [
      "",
      "?view=budget&target=99",
      "?view=budget",
      "?view=comparison&from=x",
    ]) {
      const text = textOf((await visitor.open(`/statistics${query}`)).html);
      expect([query, text.match(/[A-Za-z]+(?: [A-Za-z]+){2,}/g) ?? []]).toEqual([
        query,
        [],
      ]);
    }
  });
});
