// Tests what becomes of a content that is waited for when its target is edited meanwhile.
import { describe, expect, it } from "vitest";
import {
  afterMinutes,
  briefRuns,
  storedChanges,
  storedContents,
  turnsOf,
  watchedPage,
} from "#test/fixtures/changes/watched-page.ts";
import { isoAt, second, start } from "#test/fixtures/rounds/rounds.ts";
import type { World } from "#test/fixtures/world.ts";

const seldom = { schedule: { every: "10m", startAt: isoAt(0) } };

/** Half a minute after a run that somebody asked for saw another content. */
async function pendingPage(then: string, document: Record<string, unknown> = {}) {
  const page = await watchedPage(
    [
      [0, "<i>A</i> 1"],
      [100, "<i>B</i> 1"],
      [170, then],
    ],
    { ...seldom, ...document },
  );
  const { world, id } = page;
  await world.runUntil(afterMinutes(2));
  await world.call("POST", `/api/targets/${id}/run`);
  world.startTick();
  await world.advanceTo(start + 150 * second);
  return page;
}

const patch = async (world: World, id: number, edit: Record<string, unknown>) =>
  expect(await world.call("PATCH", `/api/targets/${id}`, edit)).toMatchObject({
    status: 200,
    body: { id },
  });

const kindsOf = async (id: number) => (await turnsOf(id)).map(([kind]) => kind);

const triggersOf = async (world: World, id: number) =>
  (await briefRuns(world, id)).map(([, trigger]) => trigger);

describe("a content that is waited for", () => {
  it("is waited for no longer once other steps read the page", async () => {
    const { world, id } = await pendingPage("<i>B</i> 1");
    await patch(world, id, { extract: [{ css: "i" }] });
    await world.runUntil(afterMinutes(9));
    expect(await triggersOf(world, id)).toEqual(["schedule", "manual"]);
    await world.runUntil(afterMinutes(22));
    expect(await kindsOf(id)).toEqual(["first", "first"]);
  });

  it("counts when its target goes on after a pause and it is still there", async () => {
    const { world, id } = await pendingPage("<i>B</i> 1");
    await patch(world, id, { enabled: false });
    await world.runUntil(afterMinutes(30));
    expect(await triggersOf(world, id)).toEqual(["schedule", "manual"]);
    await patch(world, id, { enabled: true });
    await world.runUntil(afterMinutes(41));
    expect(await kindsOf(id)).toEqual(["first", "changed"]);
  });

  it("is no change when its target goes on after a pause and it is gone", async () => {
    const { world, id } = await pendingPage("<i>A</i> 1");
    await patch(world, id, { enabled: false });
    await world.runUntil(afterMinutes(30));
    await patch(world, id, { enabled: true });
    await world.runUntil(afterMinutes(52));
    expect(await kindsOf(id)).toEqual(["first"]);
    expect((await triggersOf(world, id)).length).toBeLessThanOrEqual(5);
  });

  it("goes with its target", async () => {
    const { world, sent, id } = await pendingPage("<i>B</i> 1");
    const asked = sent.length;
    expect((await world.call("DELETE", `/api/targets/${id}`)).status).toBe(204);
    await world.runUntil(afterMinutes(80));
    expect(sent).toHaveLength(asked);
    expect(await storedChanges(id)).toEqual([]);
    expect(await storedContents(id)).toEqual([]);
  });

  it("is waited for no longer once its target was a site, which is read in another way", async () => {
    const { world, id } = await pendingPage("<i>B</i> 1");
    await patch(world, id, { kind: "site" });
    await world.runUntil(afterMinutes(9));
    expect(await kindsOf(id)).toEqual(["first"]);
    await patch(world, id, { kind: "page", crawl: null });
    await world.runUntil(afterMinutes(25));
    expect(await kindsOf(id)).toEqual(["first", "first"]);
  });

  it("counts as before though the same document is sent again", async () => {
    const document = { changes: { confirm: "1m", learn: false }, key: "page" };
    const { world, id } = await pendingPage("<i>B</i> 1", document);
    const { body, headers } = await world.call("GET", `/api/targets/${id}`);
    const { key, url, schedule, extract, changes, request } = body;
    const documents = [{ key, url, schedule, extract, changes, request }];
    const imported = await world.call("POST", "/api/targets/bulk", {
      operation: "upsert",
      documents,
    });
    expect(imported.body).toMatchObject({ items: [{ outcome: "unchanged" }] });
    const after = await world.call("GET", `/api/targets/${id}`);
    expect(after.headers.get("etag")).toBe(headers.get("etag"));
    expect(after.body.content).toEqual(body.content);
    await world.runUntil(afterMinutes(5));
    expect(await triggersOf(world, id)).toEqual(["schedule", "manual", "confirm"]);
    expect(await kindsOf(id)).toEqual(["first", "changed"]);
  });
});

describe("a page that is learned", () => {
  const learning = { changes: { learn: true } };

  it("is learned anew by other steps, and what differed before is no lesson", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "<i>A</i> 1"],
        [40, "<i>A</i> 2"],
        [660, "<i>B</i> 2"],
      ],
      { ...seldom, ...learning },
    );
    await world.advanceTo(start + 30 * second);
    await world.runUntil(start + 31 * second);
    await patch(world, id, { extract: [{ css: "i" }] });
    await world.runUntil(afterMinutes(15));
    expect(await triggersOf(world, id)).toEqual(["schedule", "schedule", "confirm"]);
    expect(await kindsOf(id)).toEqual(["first", "first", "learned"]);
  });
});
