// Tests that pings which a heartbeat does not want are listed with the reason, and do
// nothing.
import { describe, expect, it } from "vitest";
import { heartbeatWorld, readJson, tellOf } from "#test/fixtures/heartbeats/told.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { minute, second, start } from "#test/fixtures/times.ts";
import type { World } from "#test/fixtures/world.ts";

type Listed = { n: number; action: string; ignored: string | null };

const listed = async (world: World, path: string) =>
  (await readJson(world, `${path}/pings`)).items.map(({ n, action, ignored }: Listed) => [
    n,
    action,
    ignored,
  ]);

describe("a ping that its heartbeat does not want", () => {
  it("is listed in its place among the others, before and after their round", async () => {
    const { world, uuid, ping, path, id } = await heartbeatWorld({
      spec: { postOnly: true },
    });
    await ping("/start");
    await world.call("GET", `/ping/${uuid}/fail`);
    await world.advanceTo(start + 30 * second);
    await ping("/0");
    await world.call("HEAD", `/ping/${uuid}`);
    const before = await tellOf(world, id);
    const expected = [
      [4, "success", "method"],
      [3, "success", null],
      [2, "fail", "method"],
      [1, "start", null],
    ];
    expect(await listed(world, path)).toEqual(expected);
    expect(before).toMatchObject({
      status: "up",
      runs: { items: [{ outcome: "ok", durationMs: 30 * second }] },
      reported: { pings: 4 },
    });
    await world.runUntil(start + 3 * minute);
    expect(await tellOf(world, id)).toEqual(before);
  });

  it("is listed where only its user resumes it, and is no run when that is done", async () => {
    const { world, uuid, path, id } = await heartbeatWorld({
      spec: { manualResume: true },
    });
    await world.call("POST", `${path}/pause`);
    await world.call("POST", `/ping/${uuid}`, "done");
    expect(await listed(world, path)).toEqual([[1, "success", "paused"]]);
    await world.advanceTo(start + minute);
    await world.call("POST", `${path}/resume`);
    await world.runUntil(start + 3 * minute);
    expect(await listed(world, path)).toEqual([[1, "success", "paused"]]);
    expect((await tellOf(world, id)).runs.items).toEqual([]);
  });

  it("of a log to one that is paused says the same", async () => {
    const { world, uuid, path } = await heartbeatWorld();
    await world.call("POST", `${path}/pause`);
    await world.call("POST", `/ping/${uuid}/log`, "still here");
    expect(await listed(world, path)).toEqual([[1, "log", "paused"]]);
    expect(await readJson(world, path)).toMatchObject({ enabled: false });
  });

  it("pushes none of the others out, however many there are", async () => {
    const { world, uuid, ping, path } = await heartbeatWorld({
      spec: { postOnly: true },
    });
    await ping();
    for (let i = 0; i < 55; i++) await world.call("GET", `/ping/${uuid}`);
    const items = await listed(world, path);
    expect(items).toHaveLength(21);
    expect(items.at(0)).toEqual([56, "success", "method"]);
    expect(items.at(-1)).toEqual([1, "success", null]);
  });
});

it.each([
  ["en", "ignored: only POST pings it", "ignored: it was paused"],
  ["ja", "無視：POST だけを受け付けます", "無視：停止中でした"],
])(
  "the page of a heartbeat says in %s why a ping was ignored",
  async (language, ...why) => {
    const { world, uuid, path, id } = await heartbeatWorld({
      spec: { postOnly: true, manualResume: true },
    });
    await world.call("GET", `/ping/${uuid}/fail`);
    await world.call("POST", `${path}/pause`);
    await world.call("POST", `/ping/${uuid}`);
    const visitor = await logIn(world);
    const { html } = await visitor.open(`/targets/${id}?lang=${language}`);
    const text = textOf(html);
    for (const reason of why) expect(text.split(reason)).toHaveLength(2);
  },
);
