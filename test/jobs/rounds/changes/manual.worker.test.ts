// Tests that a run which somebody asks for sees a change as a scheduled one does.
import { describe, expect, it } from "vitest";
import {
  afterMinutes,
  briefRuns,
  storedContents,
  turnsOf,
  watchedPage,
} from "#test/fixtures/changes/watched-page.ts";
import { isoAt, second, start } from "#test/fixtures/rounds/rounds.ts";
import type { World } from "#test/fixtures/world.ts";

const hourly = { schedule: { every: "1h", startAt: isoAt(0) } };

const runNow = async (world: World, id: number) =>
  expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(201);

describe("a run that somebody asks for", () => {
  it("sees a change, which is confirmed by a look soon after", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
      ],
      hourly,
    );
    await world.runUntil(afterMinutes(2));
    await runNow(world, id);
    expect(await storedContents()).toHaveLength(2);
    await world.runUntil(afterMinutes(5));
    const [first, changed, ...rest] = await turnsOf();
    expect([first, rest]).toEqual([["first", 0, 0], []]);
    expect(changed?.slice(0, 2)).toEqual(["changed", 120]);
    expect((await briefRuns(world, id)).map(([, ...run]) => run)).toEqual([
      ["schedule", "ok", false],
      ["manual", "ok", true],
      ["confirm", "ok", false],
    ]);
  });

  it("makes a change at once where none is to be confirmed, once, though asked for twice", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
      ],
      { ...hourly, changes: { confirm: null } },
    );
    await world.runUntil(afterMinutes(2));
    await runNow(world, id);
    await world.advanceTo(start + 125 * second);
    await runNow(world, id);
    await world.runUntil(afterMinutes(4));
    const turns = await turnsOf();
    expect(turns.map(([kind]) => kind)).toEqual(["first", "changed"]);
    expect(await storedContents()).toHaveLength(2);
  });

  it("that saw what is there already is followed by no look", async () => {
    const { world, sent, id } = await watchedPage([[0, "A"]], hourly);
    await world.runUntil(afterMinutes(2));
    await runNow(world, id);
    await world.runUntil(afterMinutes(5));
    expect(sent).toHaveLength(2);
    expect(await turnsOf()).toEqual([["first", 0, 0]]);
  });

  it("before an edit of the steps is no change after it", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "<i>A</i> 1"],
        [60, "<i>B</i> 1"],
      ],
      { ...hourly, changes: { confirm: null } },
    );
    await world.runUntil(afterMinutes(2));
    await runNow(world, id);
    const patch = { extract: [{ css: "i" }] };
    expect((await world.call("PATCH", `/api/targets/${id}`, patch)).status).toBe(200);
    await world.runUntil(afterMinutes(65));
    expect((await turnsOf()).map(([kind]) => kind)).toEqual(["first", "first"]);
  });

  it("is the first reading of a target that has not run yet", async () => {
    const { world, id } = await watchedPage([[0, "A"]], {
      schedule: { every: "1h", startAt: isoAt(3_600_000) },
    });
    await runNow(world, id);
    await world.runUntil(afterMinutes(2));
    expect((await turnsOf()).map(([kind]) => kind)).toEqual(["first"]);
  });

  it("and another one seconds later, of a page that changes each time, are changes each", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "A"],
        [120, "B"],
        [122, "C"],
        [124, "D"],
        [126, "E"],
      ],
      { ...hourly, changes: { confirm: null } },
    );
    await world.runUntil(afterMinutes(2));
    for (const at of [120, 122, 124, 126]) {
      await world.advanceTo(start + at * second);
      await runNow(world, id);
    }
    await world.runUntil(afterMinutes(3));
    expect(await turnsOf()).toEqual([
      ["first", 0, 0],
      ["changed", 120, 120],
      ["changed", 122, 122],
      ["changed", 124, 124],
      ["changed", 126, 126],
    ]);
    expect(await storedContents()).toHaveLength(5);
  });

  it("has read the latest content as soon as it is answered", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
      ],
      { ...hourly, changes: { confirm: null } },
    );
    await runNow(world, id);
    const first = await world.call("POST", `/api/targets/${id}/seen`);
    await world.runUntil(afterMinutes(1));
    await runNow(world, id);
    const second = await world.call("POST", `/api/targets/${id}/seen`);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await storedContents()).toEqual(
      expect.arrayContaining([first.body.hash, second.body.hash]),
    );
    expect(first.body.hash).not.toBe(second.body.hash);
  });

  it("is seen by rounds though it is told after one whose run failed", async () => {
    const { world, id } = await watchedPage(
      [
        [0, { body: "A", headers: { "content-type": "text/plain" } }],
        [60, { body: "B", headers: { "content-type": "text/plain" }, afterMs: 3_000 }],
        [61, { status: 500, body: "" }],
      ],
      { schedule: { every: "61s", startAt: isoAt(0) }, changes: { confirm: null } },
    );
    await world.runUntil(afterMinutes(1));
    world.startTick();
    await runNow(world, id);
    await world.runUntil(afterMinutes(4));
    expect((await turnsOf()).map(([kind, at]) => [kind, at])).toEqual([
      ["first", 0],
      ["changed", 60],
    ]);
  });
});
