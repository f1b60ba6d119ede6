import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const minute = 60_000;
const start = Date.parse("2026-03-02T10:00:00Z");

describe("the ledger of a target", () => {
  it("tells what became of every slot of the hours asked for", async () => {
    const world = await createWorld({ now: start, site: () => ({ afterMs: 12_000 }) });
    const schedule = {
      every: "20s",
      startAt: "2026-03-02T10:00:00Z",
      catchUpWindow: "2m",
      overlap: "skip",
    };
    await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      schedule,
      request: { timeout: "20s" },
    });
    await world.runUntil(start + 2 * minute);
    // Nobody ticks for six minutes, of which the last two may be caught up with.
    await world.advanceTo(start + 8 * minute);
    await world.runUntil(start + 10 * minute);
    const { status, body } = await world.call("GET", "/api/targets/1/ledger");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: "2026-03-01T10:00:00.000Z",
      to: "2026-03-02T11:00:00.000Z",
      failed: 0,
    });
    expect(body.slots).toBe(body.ran + body.late + body.skipped + body.missed);
    expect(body.missed).toBeGreaterThanOrEqual(12);
    expect(body.drops[0]).toMatchObject({
      fate: "missed",
      firstAt: "2026-03-02T10:02:00.000Z",
    });
    const drops = body.drops.reduce(
      (sum: number, drop: { count: number }) => sum + drop.count,
      0,
    );
    expect(drops).toBe(body.skipped + body.missed);
  });

  it.each([
    "from=2026-03-02T10:00:00Z&to=2026-03-01T10:00:00Z",
    "from=2026-01-01T00:00:00Z",
  ])("refuses %s", async (query) => {
    const world = await createWorld({ now: start });
    await world.call("POST", "/api/targets", { url: "https://site.example.com/" });
    expect((await world.call("GET", `/api/targets/1/ledger?${query}`)).status).toBe(422);
  });
});
