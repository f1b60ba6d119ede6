// Tests conditions about what steps read, from the API to the ledger.
import { describe, expect, it } from "vitest";
import { isoAt, minute, runsOf, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { type Answer, addTarget, type Site } from "#test/fixtures/world.ts";

const steps = [
  { css: "b" },
  { number: true, name: "price" },
  { css: "time" },
  { date: true, name: "updated" },
];

const page = (price: string, part: Answer = {}): Answer => ({
  body: `<b>${price}</b><time>${new Date(start).toISOString()}</time>`,
  headers: { "content-type": "text/html" },
  ...part,
});

async function judged(site: Site, minutes: number, ...conditions: unknown[]) {
  const { world, sent } = await watch({ site });
  const id = await addTarget(world, {
    schedule: { every: "1m", startAt: isoAt(0) },
    alarm: { recheck: null },
    changes: { confirm: null },
    request: { retries: 0 },
    extract: steps,
    expect: { conditions },
  });
  await world.runUntil(start + minutes * minute);
  return { runs: await runsOf(world, id), sent, world, id };
}

describe("a condition about a reading", () => {
  it("fails the run with what was read", async () => {
    const site = () => page("EUR 1.299,50");
    const { runs } = await judged(site, 1, { reading: "price", is: "< 1000" });
    expect(runs[0]).toMatchObject({
      outcome: "failed",
      failure: {
        class: "assertion",
        message: "The reading price is 1299.5; expected < 1000.",
      },
      conditions: [
        { condition: "reading price < 1000", actual: "1299.5", outcome: "failed" },
      ],
    });
  });

  it("is judged anew when the price changes", async () => {
    const prices = ["9", "11", "11", "10"];
    const site: Site = () =>
      page(prices[Math.floor((world.now() - start) / minute)] ?? "9");
    const { world } = await watch({ site });
    const id = await addTarget(world, {
      schedule: { every: "1m", startAt: isoAt(0) },
      changes: { confirm: null },
      extract: steps,
      alarm: { recheck: null },
      expect: { conditions: ["reading price <= 10 as degraded"] },
    });
    await world.runUntil(start + 4 * minute);
    const outcomes = (await runsOf(world, id)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["ok", "degraded", "degraded", "ok"]);
  });

  it.each([
    ["with a 304", true],
    ["with the same body", false],
  ])(
    "about the age of a date is judged by the time of each run, %s",
    async (_, has304) => {
      const site: Site = (_url, { headers }) => {
        const etag = { etag: '"a"', "content-type": "text/html" };
        if (headers.get("if-none-match") === '"a"') return { status: 304, headers: etag };
        return page("9", has304 ? { headers: etag } : {});
      };
      const { runs } = await judged(
        site,
        5,
        "reading updated younger 2m as degraded",
        "reading price < 10",
      );
      expect(runs.map(({ outcome }) => outcome)).toEqual([
        "ok",
        "ok",
        "ok",
        "degraded",
        "degraded",
      ]);
      const isUnmodified = runs.map(({ notModified }) => notModified);
      expect(isUnmodified).toEqual([false, has304, has304, has304, has304]);
      expect(runs.at(-1)?.conditions).toMatchObject([
        { actual: new Date(start).toISOString(), outcome: "degraded" },
        { actual: "9", outcome: "ok" },
      ]);
    },
  );

  it("is a step of a trial", async () => {
    const { world } = await watch({ site: () => page("120") });
    const { body } = await world.call("POST", "/api/targets/test", {
      url: "https://a.example/",
      extract: steps,
      expect: { conditions: ["reading price < 100"] },
    });
    expect(JSON.stringify(body.steps)).toContain("reading price < 100");
    expect(body.run).toMatchObject({
      outcome: "failed",
      conditions: [{ condition: "reading price < 100", actual: "120" }],
    });
  });

  it("that was edited asks for the whole page once", async () => {
    const site: Site = (_url, { headers }) => {
      const etag = { etag: '"a"', "content-type": "text/html" };
      return headers.get("if-none-match") === '"a"'
        ? { status: 304, headers: etag }
        : page("9", { headers: etag });
    };
    const { world, id } = await judged(site, 3, "reading price < 10");
    const edit = { expect: { conditions: ["reading price < 5"] } };
    expect((await world.call("PATCH", `/api/targets/${id}`, edit)).status).toBe(200);
    await world.runUntil(start + 5 * minute);
    const runs = await runsOf(world, id);
    expect(runs.map(({ notModified, outcome }) => [notModified, outcome])).toEqual([
      [false, "ok"],
      [true, "ok"],
      [true, "ok"],
      [false, "failed"],
      [true, "failed"],
    ]);
  });
});
