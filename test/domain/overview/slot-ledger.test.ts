import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slotLedgerOf } from "#domain/overview/slot-ledger.ts";
import { matchesOf, targetCountsOf } from "#domain/overview/target-counts.ts";
import { hourMs } from "#domain/time/instants.ts";

const fates = ["ran", "late", "skipped", "missed"] as const;

const counted = fc.record({
  "items.ran": fc.nat(),
  "items.late": fc.nat(),
  "items.skipped": fc.nat(),
  "items.missed": fc.nat(),
  "items.failed": fc.nat(),
});

describe("the ledger of all slots", () => {
  it("adds up: what came due is what became of it, since the window began", () => {
    fc.assert(
      fc.property(counted, counted, (before, more) => {
        const totals = Object.fromEntries(
          Object.entries(before).map(([name, count]) => [
            name,
            count + more[name as keyof typeof more],
          ]),
        );
        const last = { hour: 30, finishedAt: 5, totals };
        const ledger = slotLedgerOf({ last, before: { totals: before }, first: null }, 7);
        for (const fate of fates) expect(ledger[fate]).toBe(more[`items.${fate}`]);
        expect(ledger.failed).toBe(more["items.failed"]);
        expect(ledger.due).toBe(fates.reduce((sum, fate) => sum + ledger[fate], 0));
        expect(ledger).toMatchObject({ since: 7 * hourMs, lastTickAt: 5 });
      }),
    );
  });

  it("says since when it counts where nothing is kept from before the window", () => {
    const last = { hour: 30, finishedAt: 5, totals: { "items.ran": 9 } };
    const first = { hour: 20, totals: { "items.ran": 4 } };
    expect(slotLedgerOf({ last, before: null, first }, 7)).toMatchObject({
      since: 20 * hourMs,
      due: 5,
      ran: 5,
    });
  });

  it("is empty before the first tick", () => {
    const none = { last: null, before: null, first: null };
    expect(slotLedgerOf(none, 7)).toMatchObject({ due: 0, lastTickAt: null });
  });
});

describe("counts of targets", () => {
  const all = targetCountsOf({ page: 4, unknown: 7 }, [{ status: "down", tags: [] }]);
  const tagged = { tag: "web", ...targetCountsOf({ page: 1 }, []) };
  const none = {
    tags: [],
    status: null,
    kind: null,
    host: null,
    enabled: null,
    text: null,
  };

  it("have a number for every status and kind", () => {
    expect(all).toEqual({
      all: 4,
      byStatus: { new: 0, up: 3, degraded: 0, down: 1, paused: 0, maintenance: 0 },
      byKind: { page: 4, site: 0, heartbeat: 0 },
    });
  });

  it.each([
    [{}, 4],
    [{ status: "up" }, 3],
    [{ kind: "site" as const }, 0],
    [{ tags: ["web"] }, 1],
    [{ tags: ["web"], status: "down" }, 0],
    [{ tags: ["other"] }, null],
    [{ tags: ["web", "other"] }, null],
    [{ status: "up", kind: "page" as const }, null],
    [{ text: "a" }, null],
    [{ host: "a" }, null],
    [{ enabled: true }, null],
  ])("say how many meet %j: %s", (asked, matches) => {
    expect(matchesOf({ ...none, ...asked }, all, [tagged])).toBe(matches);
  });
});
