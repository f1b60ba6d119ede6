// Tests how rounds find changes of what they read: confirmed, recorded once, told apart
// from what comes and goes.
import { describe, expect, it } from "vitest";
import {
  afterMinutes,
  briefRuns,
  storedChanges,
  storedContents,
  turnsOf,
  watchedPage,
} from "#test/fixtures/changes/watched-page.ts";
import { isoAt, runsOf } from "#test/fixtures/rounds/rounds.ts";

const noLook = { changes: { confirm: null } };

describe("a page that is read", () => {
  it("has its first content kept, and nothing more while it stays", async () => {
    const { world, id } = await watchedPage([[0, "A"]]);
    await world.runUntil(afterMinutes(3));
    expect(await turnsOf()).toEqual([["first", 0, 0]]);
    expect(await storedContents()).toHaveLength(1);
    expect(await briefRuns(world, id)).toEqual([
      [0, "schedule", "ok", false],
      [60, "schedule", "ok", false],
      [120, "schedule", "ok", false],
    ]);
  });

  it("is fetched once more before a change counts", async () => {
    const { world, id } = await watchedPage([
      [0, "A"],
      [60, "B"],
    ]);
    await world.runUntil(afterMinutes(3));
    expect(await briefRuns(world, id)).toEqual([
      [0, "schedule", "ok", false],
      [60, "schedule", "ok", true],
      [105, "confirm", "ok", false],
      [120, "schedule", "ok", false],
    ]);
    expect(await turnsOf()).toEqual([
      ["first", 0, 0],
      ["changed", 60, 105],
    ]);
    const [first, changed] = await storedChanges();
    expect(first).toMatchObject({ from: null, told: 1 });
    expect(changed).toMatchObject({ from: first?.to });
    expect((await storedContents()).toSorted()).toEqual(
      [first?.to, changed?.to].toSorted(),
    );
  });

  it("has no change where the other content is gone when it is looked at again", async () => {
    const { world, id } = await watchedPage([
      [0, "A"],
      [60, "B"],
      [90, "A"],
    ]);
    await world.runUntil(afterMinutes(4));
    expect(await turnsOf()).toEqual([["first", 0, 0]]);
    expect((await briefRuns(world, id)).map(([, trigger]) => trigger)).toEqual([
      "schedule",
      "schedule",
      "confirm",
      "schedule",
      "schedule",
    ]);
  });

  it("is looked at again a minute after it was made, and what differs then is learned", async () => {
    const { world } = await watchedPage(
      [
        [0, "A"],
        [30, "B"],
        [100, "A"],
      ],
      { schedule: { every: "10m", startAt: isoAt(0) }, changes: { learn: true } },
    );
    await world.runUntil(afterMinutes(5));
    expect(await turnsOf()).toEqual([
      ["first", 0, 0],
      ["learned", 60, 60],
    ]);
  });

  it("that goes back to what it was is three runs and two contents", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
        [120, "A"],
      ],
      noLook,
    );
    await world.runUntil(afterMinutes(3));
    const hashes = (await runsOf(world, id)).map(
      ({ contentHash }) => contentHash as string,
    );
    expect(new Set(hashes).size).toBe(2);
    expect(await storedContents()).toHaveLength(2);
    expect(await turnsOf()).toEqual([
      ["first", 0, 0],
      ["changed", 60, 60],
      ["reverted", 120, 120],
    ]);
    const [, changed, reverted] = await storedChanges();
    expect(reverted).toMatchObject({ from: changed?.to, to: changed?.from, told: 1 });
  });

  it("that differs each time is looked at no more often than its slots, and keeps few contents", async () => {
    const said = Array.from({ length: 100 }, (_, i) => [i * 15, `${i}`] as const);
    const { world, id } = await watchedPage(said);
    await world.runUntil(afterMinutes(12));
    expect(await turnsOf()).toEqual([["first", 0, 0]]);
    const looks = (await briefRuns(world, id)).filter(([, how]) => how === "confirm");
    expect(looks.length).toBeLessThanOrEqual(2);
    expect((await storedContents()).length).toBeLessThanOrEqual(4);
  });

  it.each([
    ["is empty", ""],
    ["has nothing that a step finds", "sold out"],
    ["is an error", { status: 500, body: "price 1" }],
  ])("and %s fails, and has no change", async (_, said) => {
    const { world, id } = await watchedPage(
      [
        [0, "<i>price 1</i>"],
        [60, said],
        [180, "<i>price 1</i>"],
      ],
      { extract: [{ css: "i" }] },
    );
    await world.runUntil(afterMinutes(4));
    expect(await turnsOf()).toEqual([["first", 0, 0]]);
    expect((await runsOf(world, id)).some(({ outcome }) => outcome === "failed")).toBe(
      true,
    );
  });

  it("tells the step that found nothing", async () => {
    const { world, id } = await watchedPage([[0, "<main>sold out</main>"]], {
      extract: [{ css: "main" }, { css: "main .price" }],
    });
    await world.runUntil(afterMinutes(1));
    const [run] = await runsOf(world, id);
    expect(run?.failure).toMatchObject({
      class: "assertion",
      message: expect.stringMatching(/^Step 2 \(css .*\) found nothing\.$/),
      evidence: { condition: 'step 2: css "main .price"' },
    });
  });

  it("that is edited to be read otherwise has no change of that", async () => {
    const { world, id } = await watchedPage([[0, "<i>price 1</i> of 7"]]);
    await world.runUntil(afterMinutes(2));
    const edited = await world.call("PATCH", `/api/targets/${id}`, {
      extract: [{ css: "i" }],
    });
    expect(edited.status).toBe(200);
    await world.runUntil(afterMinutes(5));
    expect((await turnsOf()).map(([kind]) => kind)).toEqual(["first", "first"]);
    expect((await briefRuns(world, id)).some((run) => run[3])).toBe(false);
  });

  it("of more than a megabyte fails and says so", async () => {
    const { world, id } = await watchedPage([[0, "x".repeat(1_100_000)]]);
    await world.runUntil(afterMinutes(1));
    const [run] = await runsOf(world, id);
    expect(run?.failure).toMatchObject({
      class: "assertion",
      evidence: { detail: "the body is longer than 1048576 bytes" },
    });
    expect(await turnsOf()).toEqual([]);
  });

  it("asks by validators while its content is settled, and a 304 says that it stays", async () => {
    const tagged = (text: string) => ({
      body: text,
      headers: { "content-type": "text/plain", etag: `"${text}"` },
    });
    const { world, sent, id } = await watchedPage([
      [0, tagged("A")],
      [55, { status: 304 }],
      [115, tagged("B")],
      [200, { status: 304 }],
    ]);
    await world.runUntil(afterMinutes(5));
    expect(sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([
      null,
      '"A"',
      '"A"',
      // The look that confirms, and the slot after it.
      null,
      ...['"B"', '"B"'].slice(0, sent.length - 4),
    ]);
    expect(await turnsOf()).toEqual([
      ["first", 0, 0],
      ["changed", 120, 165],
    ]);
    const hashes = (await runsOf(world, id)).map(({ contentHash }) => contentHash);
    expect(new Set(hashes).size).toBe(2);
  });
});
