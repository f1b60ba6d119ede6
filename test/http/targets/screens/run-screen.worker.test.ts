// Tests what a run's page tells, and that each slot that is told has one.
import { describe, expect, it } from "vitest";
import { end, hour, makePast } from "#test/fixtures/history/kept-history.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const minute = 60_000;
const start = Date.parse("2026-03-02T00:00:00Z");
const isoOf = (at: number) => new Date(at).toISOString();

describe("a run's page", () => {
  it("tells what came of it, each try, and the request without its secrets", async () => {
    let count = 0;
    const world = await createWorld({
      now: start,
      site: () => {
        count += 1;
        return { status: count === 1 ? 503 : 500, afterMs: 40, body: "oh" };
      },
    });
    const id = await addTarget(world, {
      name: "Shop",
      schedule: { every: "1m" },
      request: { retries: 1, headers: { authorization: "Bearer hush", "x-a": "b" } },
    });
    await world.runUntil(start + 2 * minute);
    const { body } = await world.call("GET", `/api/targets/${id}/runs`);
    const first = body.items.at(-1);
    const visitor = await logIn(world);
    const { html, status } = await visitor.open(`/targets/${id}/runs/${first.dueAt}`);
    const text = textOf(html);
    expect(status).toBe(200);
    expect(html).toMatch(/<title>Run of [\d:]+: Failed · junkai<\/title>/);
    expect(text).toContain("Failed: The status is 500; expected 2xx.");
    expect(text).toContain("2 tries");
    expect(text).toContain("Try 2: first byte");
    expect(text).toContain("authorization ***");
    expect(text).toContain("x-a b");
    expect(html).not.toContain("hush");
  });

  it("leads to what its steps read: the content, and its numbers", async () => {
    const site = () => ({ body: "12.5", headers: { "content-type": "text/plain" } });
    const world = await createWorld({ now: start, site });
    const extract = [{ text: true }, { number: true, name: "price" }];
    const id = await addTarget(world, { schedule: { every: "1m" }, extract });
    await world.runUntil(start + 2 * minute);
    const { body } = await world.call("GET", `/api/targets/${id}/runs`);
    const visitor = await logIn(world);
    const path = `/targets/${id}/runs/${body.items[0].dueAt}`;
    const { html } = await visitor.open(path);
    const [, content = ""] =
      /href="(\/api\/targets\/1\/contents\/[0-9a-f]{32})"/.exec(html) ?? [];
    expect(textOf(html)).toContain("price 12.5");
    expect((await world.call("GET", content)).body).toBe("price: 12.5\n");
  });

  it("leads to the runs before and after, and to its target", async () => {
    const { world } = await makePast();
    const visitor = await logIn(world);
    const at = end - 5 * hour;
    const { html } = await visitor.open(`/targets/1/runs/${isoOf(at)}`);
    expect(html).toContain(
      `href="/targets/1/runs/${isoOf(at - 10 * minute)}" rel="prev"`,
    );
    expect(html).toContain(
      `href="/targets/1/runs/${isoOf(at + 10 * minute)}" rel="next"`,
    );
    const missed = Date.parse("2026-03-01T10:10:00Z");
    const slot = textOf((await visitor.open(`/targets/1/runs/${isoOf(missed)}`)).html);
    expect(slot).toContain("Missed Nobody served it in time.");
  });

  it("is there for each link of a target's calendar and list", async () => {
    const { world } = await makePast();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/targets/1");
    const links = new Set(
      [...html.matchAll(/href="(\/targets\/1\/runs\/[^"]+)"/g)].map(([, path]) => path),
    );
    expect(links.size).toBeGreaterThan(50);
    for (const path of links)
      expect((await visitor.open(path ?? "")).status, path).toBe(200);
  });

  it.each([
    "2026-03-02T00:00:30.000Z",
    "now",
    "%3Cscript%3E",
    "1",
    "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z",
  ])("of a slot that there is not, %s, says so", async (slot) => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world);
    const { html, status } = await (await logIn(world)).open(
      `/targets/${id}/runs/${slot}`,
    );
    expect(status).toBe(404);
    expect(textOf(html)).toContain("Nothing is here");
  });

  it("has no form but the log out for a reader", async () => {
    const world = await createWorld({ now: start, vars: { READ_TOKEN: "reader" } });
    const id = await addTarget(world);
    const { headers } = await world.call("POST", `/api/targets/${id}/run`);
    const path = (headers.get("location") ?? "").replace("/api", "");
    const { html } = await (await logIn(world, "reader")).open(path);
    expect([...html.matchAll(/action="([^"]+)"/g)].map(([, to]) => to)).toEqual([
      "/logout",
    ]);
  });
});
