// Tests how far apart the requests to one host are, and when a host counts as down.

import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import { unanswered } from "#domain/sites/crawl.ts";
import { createHostPaces, type HostPaces } from "#jobs/sites/host-paces.ts";
import type { PageResult } from "#net/fetching/page.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { createVirtualClock } from "#test/fixtures/virtual-clock.ts";

const host = "site.example.com";
const never = 1e9;
const gone: Failure = { class: "connect", host, detail: "it was refused" };

const result = (part: Partial<PageResult> = {}): PageResult => ({
  ...unanswered,
  finalUrl: `https://${host}/`,
  status: 200,
  failure: null,
  validators: { etag: null, lastModified: null },
  retryAfterMs: null,
  startedAt: 0,
  headers: null,
  fetches: 1,
  body: null,
  isCut: false,
  ...part,
});
const silence = result({ status: null, failure: gone });

function setUp(known: Parameters<typeof createHostPaces>[0]["known"] = {}) {
  const clock = createVirtualClock();
  const traffic = createTraffic({ clock, connections: 6, hostGapMs: 0 });
  const paces = createHostPaces({
    clock,
    traffic,
    delayMs: 100,
    crawlDelayOf: () => null,
    known,
  });
  let asked = 0;
  const answering = (page: PageResult) => async () => {
    asked += 1;
    return page;
  };
  const hear = async (page: PageResult, times = 1, from: string = host) => {
    const visits = Array.from({ length: times }, () =>
      paces.run(from, never, answering(page)),
    );
    await clock.runAll();
    return await Promise.all(visits);
  };
  const ask = async (page: PageResult, times = 1) => {
    const answers = Array.from({ length: times }, () =>
      paces.isThere(host, never, answering(page)),
    );
    await clock.runAll();
    return await Promise.all(answers);
  };
  return { clock, traffic, paces, hear, ask, asked: () => asked };
}

const standing = (paces: HostPaces) => [paces.isHeard(host), paces.isDown(host)];

describe("a host", () => {
  it("is neither heard nor down before anything was asked of it", () => {
    expect(standing(setUp().paces)).toEqual([false, false]);
  });

  it("is heard with any answer, and no longer with the first silence", async () => {
    const { paces, hear } = setUp();
    await hear(result({ status: 500 }));
    expect(standing(paces)).toEqual([true, false]);
    await hear(silence);
    expect(standing(paces)).toEqual([false, false]);
    await hear(result({ failure: { class: "timeout", phase: "body", limitMs: 1 } }));
    expect(standing(paces)).toEqual([true, false]);
  });

  it("is down after five silences in a row, and then asked for nothing more", async () => {
    const { paces, hear, asked } = setUp();
    await hear(silence, 4);
    expect(standing(paces)).toEqual([false, false]);
    expect(await hear(silence, 3)).toEqual([silence, null, null]);
    expect(standing(paces)).toEqual([false, true]);
    expect(paces.trouble(host)).toEqual(gone);
    expect(asked()).toBe(5);
  });

  it("that was heard is known to be there; of any other that is asked once for all", async () => {
    const { hear, ask, asked } = setUp();
    expect(await ask(result(), 5)).toEqual([true, true, true, true, true]);
    expect(await ask(result(), 5)).toHaveLength(5);
    expect(asked()).toBe(1);
    await hear(silence);
    expect(await ask(result(), 3)).toEqual([true, true, true]);
    expect(asked()).toBe(3);
  });

  it("that is silent when asked whether it is there is down, and not asked again", async () => {
    const { paces, ask, asked } = setUp();
    expect(await ask(silence, 3)).toEqual([false, false, false]);
    expect(standing(paces)).toEqual([false, true]);
    expect(await ask(result(), 3)).toEqual([false, false, false]);
    expect(asked()).toBe(1);
  });

  it("that was down is there again once it answers the question", async () => {
    const { paces, hear, ask } = setUp();
    await hear(silence, 5);
    expect(await ask(result())).toEqual([true]);
    expect(standing(paces)).toEqual([true, false]);
    expect(await hear(result())).toEqual([result()]);
  });

  it("that asks for patience is in trouble until then, in the next session as well", async () => {
    const { clock, paces, hear } = setUp();
    await hear(result({ status: 503, retryAfterMs: 60_000 }));
    const trouble = { class: "status", status: 503, expected: "an answer" };
    expect(paces.trouble(host)).toEqual(trouble);
    expect(paces.holds()).toEqual([{ host, until: clock.now() + 60_000 }]);
    const next = setUp(paces.known());
    next.traffic.hold(host, 60_000);
    expect(next.paces.trouble(host)).toEqual(trouble);
    await next.clock.advanceTo(60_001);
    expect(next.paces.trouble(host)).toBeNull();
  });

  it("whose turn for the question does not come is not known to be there, nor down", async () => {
    const { clock, paces } = setUp({
      [host]: { answerMs: 10, penaltyMs: 20_000, at: 0 },
    });
    const isThere = paces.isThere(host, 5_000, async () => silence);
    await clock.runAll();
    expect(await isThere).toBe(false);
    expect(standing(paces)).toEqual([false, false]);
  });
});

describe("what is remembered", () => {
  it("is what was learned of the fifty hosts asked last", async () => {
    const { clock, paces, hear } = setUp();
    await hear(result());
    for (let n = 0; n < 60; n++) {
      await clock.advanceBy(1_000);
      await hear(result(), 1, `host${n}.example.com`);
    }
    await clock.advanceBy(1_000);
    await hear(result());
    const known = Object.keys(paces.known());
    expect(known).toHaveLength(50);
    expect(known).toContain(host);
    expect(known).not.toContain("host0.example.com");
  });

  it("keeps the next session from asking too soon, by the delay that robots.txt asked for", async () => {
    const { clock, paces } = setUp({
      [host]: { answerMs: 10, penaltyMs: 0, at: 0, crawlDelayMs: 20_000 },
    });
    expect(paces.gap(host)).toBe(20_000);
    const starts: number[] = [];
    void paces.run(host, never, async () => {
      starts.push(clock.now());
      return result();
    });
    await clock.runAll();
    expect(starts).toEqual([20_000]);
  });
});
