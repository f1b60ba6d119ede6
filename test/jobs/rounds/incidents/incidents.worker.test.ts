// Tests what rounds make of failing targets: another look soon, and one incident.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  answering,
  isoAt,
  minute,
  runsOf,
  second,
  start,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { addTarget, type Mishap, type World } from "#test/fixtures/world.ts";

const good = {};
const bad = { status: 500 };
const everyMinute = {
  schedule: { every: "1m", startAt: isoAt(0) },
  request: { retries: 0 },
};

type EventRow = { id: string; kind: string; at: number };

const eventsOf = async (): Promise<string[]> => {
  const { results } = await DB.prepare(
    "SELECT kind, at FROM events WHERE kind LIKE 'incident-%' ORDER BY at, kind DESC",
  ).all<EventRow>();
  return results.map(
    ({ kind, at }) => `${kind.slice("incident-".length)} ${(at - start) / 1_000}`,
  );
};
const factsOf = async () => {
  const row = await DB.prepare(
    "SELECT facts, labels, closed_at, children FROM incidents",
  ).first<{
    facts: string;
    labels: string;
    children: string;
  }>();
  return (
    row && {
      facts: JSON.parse(row.facts),
      labels: JSON.parse(row.labels),
      children: JSON.parse(row.children),
    }
  );
};

describe("a target that fails", () => {
  it("is looked at again soon, has one incident, and recovers from it", async () => {
    const { world } = await watch({ site: answering(good, bad, bad, bad, good) });
    const id = await addTarget(world, { ...everyMinute, name: "shop", tags: ["web"] });
    await world.runUntil(start + 4 * minute);
    const runs = await runsOf(world, id);
    expect(runs.map(({ trigger, outcome }) => [trigger, outcome])).toEqual([
      ["schedule", "ok"],
      ["schedule", "failed"],
      ["recheck", "failed"],
      ["schedule", "failed"],
      ["schedule", "ok"],
    ]);
    expect(await eventsOf()).toEqual(["opened 80.01", "closed 180"]);
    expect(await factsOf()).toMatchObject({
      labels: {
        target: String(id),
        name: "shop",
        host: "site.example.com",
        kind: "page",
        severity: "down",
        tag: ["web"],
      },
      facts: {
        url: "https://site.example.com/",
        severity: "down",
        startedAt: start + minute,
        openedAt: start + 80_010,
        closedAt: start + 3 * minute,
        closeReason: "recovered",
        runsFailed: 3,
        slotsMissed: 0,
        lastGoodAt: start,
        failure: { class: "status", status: 500 },
      },
    });
  });

  it("has no incident when the next look passes", async () => {
    const { world } = await watch({ site: answering(good, bad, good) });
    const id = await addTarget(world, everyMinute);
    await world.runUntil(start + 4 * minute);
    expect(await eventsOf()).toEqual([]);
    expect((await runsOf(world, id)).map(({ trigger }) => trigger)).toEqual([
      "schedule",
      "schedule",
      "recheck",
      "schedule",
      "schedule",
    ]);
  });

  it("is not looked at again when its next slot comes no later", async () => {
    const { world } = await watch({ site: answering(bad) });
    const id = await addTarget(world, {
      ...everyMinute,
      schedule: { every: "20s", startAt: isoAt(0) },
    });
    await world.runUntil(start + minute);
    expect((await runsOf(world, id)).map(({ trigger }) => trigger)).toEqual([
      "schedule",
      "schedule",
      "schedule",
    ]);
    expect(await eventsOf()).toEqual(["opened 20"]);
  });

  it("is looked at again in a later tick when that comes due after this one", async () => {
    const { world, sent } = await watch({ site: answering(bad) });
    await addTarget(world, {
      ...everyMinute,
      schedule: { every: "1h", startAt: isoAt(50_000) },
      alarm: { recheck: "30s" },
    });
    await world.runUntil(start + 3 * minute);
    expect(sent.map(({ at }) => Math.floor(at))).toEqual([50, 80]);
    expect(await eventsOf()).toEqual(["opened 80.01"]);
  });

  it("is left alone as long as its host asks for that", async () => {
    const busy = { status: 503, headers: { "retry-after": "100" } };
    const { world, sent } = await watch({ site: answering(busy, bad) });
    await addTarget(world, {
      ...everyMinute,
      schedule: { every: "1h", startAt: isoAt(0) },
    });
    await world.runUntil(start + 4 * minute);
    expect(sent.map(({ at }) => Math.floor(at))).toEqual([0, 100]);
    expect(await eventsOf()).toEqual(["opened 100.01"]);
  });

  it("tells of slots that nobody served while its incident was open", async () => {
    const { world } = await watch({ site: answering(bad, bad, good) });
    await addTarget(world, {
      ...everyMinute,
      schedule: { every: "1m", startAt: isoAt(0), catchUpWindow: "1m" },
    });
    await world.runUntil(start + minute);
    await world.advanceTo(start + 10 * minute);
    await world.runUntil(start + 11 * minute);
    expect((await factsOf())?.facts).toMatchObject({ runsFailed: 2, slotsMissed: 9 });
  });
});

const wholeStory = async (mishaps: readonly (Mishap | undefined)[]) => {
  const { world } = await watch({
    site: () => (world.now() < start + 2 * minute ? bad : good),
  });
  await addTarget(world, everyMinute);
  for (const mishap of mishaps) {
    const { ended } = world.startTick(mishap);
    void ended.catch(() => {});
    await world.advanceTo(world.now() + minute);
  }
  await world.runUntil(world.now() + 3 * minute);
  return { world, told: (await eventsOf()).map((event) => event.split(" ")[0]) };
};

describe("an incident", () => {
  it("opens once and closes once, wherever an invocation dies", async () => {
    for (let at = 1; at <= 24; at += 1) {
      for (const after of [true, false]) {
        await DB.batch([
          DB.prepare("DELETE FROM events"),
          DB.prepare("DELETE FROM incidents"),
        ]);
        const { told } = await wholeStory([{ at, after }, undefined, { at, after }]);
        expect([at, after, ...told]).toEqual([at, after, "opened", "closed"]);
      }
    }
  });
});

describe("an incident beside changes of its target", () => {
  const failing = async (document = {}) => {
    let answer: { status?: number } = bad;
    const { world } = await watch({ site: () => answer });
    const id = await addTarget(world, { ...everyMinute, ...document });
    await world.runUntil(start + minute);
    expect(await eventsOf()).toEqual(["opened 20.01"]);
    return {
      world,
      id,
      recover: () => {
        answer = good;
      },
    };
  };
  const patch = async (world: World, id: number, document: object) =>
    expect((await world.call("PATCH", `/api/targets/${id}`, document)).status).toBe(200);

  it("is closed when the target is paused, and another one opens when it fails once resumed", async () => {
    const { world, id } = await failing();
    await patch(world, id, { enabled: false });
    expect(await eventsOf()).toEqual(["opened 20.01", "closed 60"]);
    expect((await factsOf())?.facts).toMatchObject({ closeReason: "paused" });
    await world.runUntil(start + 3 * minute);
    await patch(world, id, { enabled: true });
    await world.runUntil(start + 5 * minute);
    expect(await eventsOf()).toEqual(["opened 20.01", "closed 60", "opened 200.01"]);
  });

  it("is closed when the target is deleted", async () => {
    const { world, id } = await failing();
    expect((await world.call("DELETE", `/api/targets/${id}`)).status).toBe(204);
    expect((await factsOf())?.facts).toMatchObject({ closeReason: "deleted" });
  });

  it("goes on when the memory of it is lost", async () => {
    const { world, recover } = await failing();
    await DB.prepare("UPDATE shards SET state = '{}'").run();
    recover();
    await world.runUntil(start + 3 * minute);
    expect(await eventsOf()).toEqual(["opened 20.01", "closed 60"]);
  });
});

describe("runs outside rounds", () => {
  it("count: an incident opens with one that somebody asked for, and closes with another", async () => {
    const { world } = await watch({ site: answering(bad, bad, good) });
    const id = await addTarget(world, {
      ...everyMinute,
      schedule: { every: "1h", startAt: isoAt(0) },
      alarm: { recheck: null },
    });
    await world.runUntil(start + minute);
    expect(await eventsOf()).toEqual([]);
    await world.call("POST", `/api/targets/${id}/run`);
    await world.runUntil(start + 2 * minute);
    expect(await eventsOf()).toEqual(["opened 60"]);
    await world.advanceTo(start + 2 * minute + 5 * second);
    await world.call("POST", `/api/targets/${id}/run`);
    await world.runUntil(start + 4 * minute);
    expect(await eventsOf()).toEqual(["opened 60", "closed 125"]);
  });
});

describe("a target that depends on another", () => {
  const family = async (parentAnswers: { status?: number }) => {
    const { world } = await watch({
      site: ({ pathname }) => (pathname === "/parent" ? parentAnswers : bad),
    });
    await addTarget(world, {
      ...everyMinute,
      url: "https://site.example.com/parent",
      key: "gateway",
    });
    await addTarget(world, {
      ...everyMinute,
      name: "child",
      alarm: { dependsOn: ["gateway"] },
    });
    return world;
  };

  it("is named in the parent's incident, and has none of its own", async () => {
    const world = await family(bad);
    await world.runUntil(start + 4 * minute);
    expect(await eventsOf()).toEqual(["opened 20.01", "held 20.01"]);
    expect((await factsOf())?.children).toEqual({ 2: "child" });
  });

  it("has its own while the parent is well", async () => {
    const world = await family(good);
    await world.runUntil(start + 4 * minute);
    expect(await eventsOf()).toEqual(["opened 20.01"]);
  });
});

it("a target that fails so often in a row is paused, and its incident is closed", async () => {
  const { world, sent } = await watch({ site: answering(bad) });
  const id = await addTarget(world, { ...everyMinute, alarm: { pauseAfter: 4 } });
  await world.runUntil(start + 6 * minute);
  expect(sent.map(({ at }) => Math.floor(at))).toEqual([0, 20, 60, 120]);
  const { body } = await world.call("GET", `/api/targets/${id}`);
  expect([body.status, body.enabled]).toEqual(["paused", false]);
  expect((await factsOf())?.facts).toMatchObject({ closeReason: "paused" });
});

describe("a round in which most hosts are silent", () => {
  const silence = new Error("Network connection lost.");
  const canary = "https://canary.example/";

  async function silentWorld(answersCanary: boolean) {
    let isOver = false;
    const { world, sent } = await watch({
      site: ({ host }) =>
        isOver || (host === "canary.example" && answersCanary) ? good : silence,
    });
    await world.call("PUT", "/api/canaries", { urls: [canary] });
    for (const name of ["one", "two", "three", "four"])
      await addTarget(world, { ...everyMinute, url: `https://www.${name}.example/` });
    await world.runUntil(start + 3 * minute);
    return {
      world,
      asked: () => sent.filter(({ host }) => host === "canary.example"),
      end: () => {
        isOver = true;
      },
    };
  }

  it("opens incidents when a canary answers", async () => {
    const { world, asked } = await silentWorld(true);
    expect(asked()).toHaveLength(1);
    const { body } = await world.call("GET", "/health");
    expect(body).toMatchObject({ openIncidents: 4, deadNotices: 0, ownOutage: false });
    expect(await eventsOf()).toHaveLength(4);
  });

  it("opens none while no canary answers, and forgets nothing it recorded", async () => {
    const { world, asked, end } = await silentWorld(false);
    expect(asked().length).toBeGreaterThan(1);
    expect(await eventsOf()).toEqual([]);
    expect(world.logs.some(({ event }) => event === "own-outage")).toBe(true);
    const health = async () => (await world.call("GET", "/health")).body;
    expect(await health()).toMatchObject({ status: "ok", ownOutage: true });
    end();
    await world.runUntil(start + 5 * minute);
    expect(await eventsOf()).toEqual([]);
    expect(await health()).toMatchObject({ ownOutage: false, openIncidents: 0 });
    expect((await runsOf(world, 1)).map(({ outcome }) => outcome)).toContain("failed");
  });
});
