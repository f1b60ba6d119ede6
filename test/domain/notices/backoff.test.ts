import { describe, expect, it } from "vitest";
import { nextTryAt } from "#domain/notices/backoff.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("a notice that was not taken", () => {
  const created = { id: "1-abc.mi7k2xq0", createdAt: 0 };

  it("is tried again after longer and longer waits, and given up within a day", () => {
    const waits: number[] = [];
    let now = 0;
    for (let attempts = 1; attempts < 100; attempts++) {
      const at = nextTryAt({ ...created, attempts }, null, now);
      if (at === null) break;
      waits.push(at - now);
      now = at;
    }
    const least = [
      10_000,
      30_000,
      2 * minute,
      10 * minute,
      30 * minute,
      hour,
      2 * hour,
      4 * hour,
    ];
    for (const [i, ms] of least.entries()) {
      expect(waits[i]).toBeGreaterThanOrEqual(ms);
      expect(waits[i]).toBeLessThanOrEqual(ms * 1.2);
    }
    expect(waits.length).toBeGreaterThan(least.length);
    expect(now).toBeLessThanOrEqual(24 * hour);
  });

  it("waits as long as the channel asks, and at the same instant whoever computes it", () => {
    const at = nextTryAt({ ...created, attempts: 1 }, 90_000, 1_000);
    expect(at).toBeGreaterThanOrEqual(91_000);
    expect(at).toBe(nextTryAt({ ...created, attempts: 1 }, 90_000, 1_000));
  });

  it("is tried at another instant than others that failed with it", () => {
    const at = (id: string) => nextTryAt({ ...created, id, attempts: 3 }, null, 0);
    expect(new Set(["a", "b", "c", "d"].map(at)).size).toBe(4);
  });

  it("is tried once more, when it would be given up, where the channel asks for a day", () => {
    const one = { ...created, attempts: 1 };
    expect(nextTryAt(one, 24 * hour, minute)).toBe(24 * hour);
    expect(nextTryAt({ ...one, attempts: 2 }, 24 * hour, 24 * hour)).toBeNull();
  });
});
