// Tests the whole way from a page that fails to a message that a channel takes, while
// invocations die, lose answers and work beside each other, ticks do not come, and channels
// time out after they took a message. What the ledger says happened is what is told.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { channelConfigs } from "#test/fixtures/notices/channel-configs.ts";
import {
  incidentsOf,
  type LedgerRun,
  type NaiveIncident,
  type NaiveRule,
} from "#test/fixtures/notices/naive-ledger.ts";
import {
  createReceivers,
  type ReceiverKind,
  type Trouble,
} from "#test/fixtures/notices/receivers.ts";
import { idsTold } from "#test/fixtures/notices/told.ts";
import { isoAt, minute, runsOf, second, start } from "#test/fixtures/rounds/rounds.ts";
import { allScenarios } from "#test/fixtures/scenarios.ts";
import {
  type Answer,
  addTarget,
  createWorld,
  type Mishap,
  type World,
} from "#test/fixtures/world.ts";

/** Those whose servers know a message that comes again. */
const knowing = ["webhook", "matrix"] as const;
const isKnowing = (kind: ReceiverKind) => knowing.some((one) => one === kind);
const kinds = [...knowing, "pagerduty", "gotify"] as const;

const answers: Record<"good" | "slow" | "bad" | "gone", Answer | Error> = {
  good: {},
  slow: { body: "slow" },
  bad: { status: 500 },
  gone: new Error("Network connection lost."),
};

const target = fc
  .record({
    every: fc.constantFrom("20s", "30s", "1m"),
    failAfter: fc.integer({ min: 1, max: 3 }),
    more: fc.option(fc.integer({ min: 0, max: 2 })),
    recoverAfter: fc.integer({ min: 1, max: 2 }),
    recheck: fc.constantFrom("20s", "5s", null),
    flapsPerHour: fc.integer({ min: 1, max: 4 }),
    degraded: fc.boolean(),
    /** What its host answers, one after another, for so many times ten seconds. */
    story: fc.array(
      fc.record({
        answer: fc.constantFrom<keyof typeof answers>(
          "good",
          "good",
          "slow",
          "bad",
          "bad",
          "gone",
        ),
        lasts: fc.constantFrom(1, 2, 3, 6, 20, 40),
      }),
      { minLength: 2, maxLength: 12 },
    ),
  })
  .map(({ failAfter, more, ...rest }) => ({
    ...rest,
    failAfter,
    ofLast: more === null ? null : failAfter + more,
  }));

type Watched = typeof target extends fc.Arbitrary<infer T> ? T : never;

const most = 90;
const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({ at: fc.integer({ min: 1, max: most }), after: fc.boolean() }),
  fc.record({
    at: fc.integer({ min: 1, max: 60 }),
    answerLost: fc.constant(true as const),
  }),
  fc.record({ at: fc.integer({ min: 1, max: 60 }), fails: fc.constant(true as const) }),
  fc.record({ at: fc.integer({ min: 1, max: most }), stallMs: fc.constant(70 * second) }),
);

const troubles = (...also: Trouble[]) =>
  fc.array(fc.constantFrom<Trouble>("broken", "gone", "hangs", "lost", "lost", ...also), {
    maxLength: 3,
  });

const scenario = fc.record({
  targets: fc.array(target, { minLength: 1, maxLength: 4 }),
  /** What befalls the ticks of each minute; of some minutes there is none. */
  ticks: fc.array(fc.array(fc.option(mishap, { freq: 2 }), { maxLength: 3 }), {
    minLength: 6,
    maxLength: 14,
  }),
  troubles: fc.record({
    webhook: troubles(),
    matrix: troubles("busy"),
    pagerduty: troubles("busy"),
    gotify: troubles("busy"),
  }),
  wait: fc.constantFrom(0, 30, 60),
  interval: fc.constantFrom(10, 60, 300),
  groupBy: fc.constantFrom([], ["target"], ["host"]),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const hostOf = (place: number) => `www.host${place}.example`;

function answerAt({ story }: Watched, now: number): Answer | Error {
  let until = start;
  for (const { answer, lasts } of story) {
    until += lasts * 10 * second;
    if (now < until) return answers[answer];
  }
  return answers[story.at(-1)?.answer ?? "good"];
}

const ruleOf = ({ every: _, recheck: __, story: ___, ...rule }: Watched): NaiveRule =>
  rule;

async function build(drawn: Scenario) {
  const { targets, wait, interval, groupBy, troubles } = drawn;
  await emptyDatabase();
  const calm = calmFrom(drawn);
  const receivers = createReceivers();
  const world = await createWorld({
    now: start,
    site: (url, request, body) => {
      const place = targets.findIndex((_, i) => url.host === hostOf(i));
      const watched = targets[place];
      if (watched) return answerAt(watched, Math.min(world.now(), calm));
      if (request.method === "GET") return {};
      return receivers.site(url, request, body);
    },
  });
  for (const kind of kinds) {
    const made = await world.call("POST", "/api/channels", {
      kind,
      name: kind,
      ...channelConfigs[kind],
    });
    expect(made.status).toBe(201);
    receivers.spoil(kind, ...troubles[kind]);
  }
  const times = { groupWait: `${wait}s`, groupInterval: `${interval}s` };
  const routed = await world.call("PUT", "/api/routes", {
    ...times,
    groupBy,
    repeat: null,
  });
  expect(routed.status).toBe(200);
  for (const [i, watched] of targets.entries())
    await addTarget(world, {
      url: `https://${hostOf(i)}/`,
      schedule: { every: watched.every, startAt: isoAt(0) },
      request: { retries: 0 },
      expect: { conditions: [{ body: "lacks slow", as: "degraded" }] },
      alarm: { ...ruleOf(watched), recheck: watched.recheck },
    });
  return { world, receivers };
}

/** Enough for retries of three tries that failed, and for a group's interval. */
const calmMinutes = 16;

/** From here on nothing goes wrong, and hosts answer what they answered last. */
const calmFrom = ({ ticks }: Scenario): number => start + ticks.length * minute;

/** What is so for so long is told. */
const needMs = ({ wait, interval }: Scenario): number =>
  (wait + interval) * second + 2 * minute;

async function play(world: World, { ticks }: Scenario): Promise<void> {
  for (const mishaps of ticks) {
    for (const one of mishaps) world.startTick(one ?? undefined);
    await world.advanceTo(world.now() + minute);
  }
  await world.runUntil(world.now() + calmMinutes * minute);
}

type Notice = {
  id: string;
  channel: ReceiverKind;
  state: string;
  createdAt: number;
  items: string[];
};

async function readNotices(): Promise<Notice[]> {
  const { results } = await DB.prepare(`
    SELECT notices.id, kind AS channel, state, message, notices.created_at AS createdAt FROM notices
    JOIN channels ON channels.id = channel_id ORDER BY notices.created_at, notices.id`).all<
    Omit<Notice, "items"> & { message: string }
  >();
  return results.map(({ message, ...notice }) => ({
    ...notice,
    items: JSON.parse(message).items.map(
      ({ key, state }: Record<string, string>) => `${key} ${state}`,
    ),
  }));
}

/** Whether nothing went wrong for so many minutes of an incident, a while after it opened. */
function hadTime({ openedAt, closedAt }: NaiveIncident, drawn: Scenario): boolean {
  const { ticks } = drawn;
  const needed = Math.ceil(needMs(drawn) / minute);
  const end = Math.min(closedAt ?? Number.POSITIVE_INFINITY, start + 60 * minute);
  const isCalm = (i: number) =>
    i >= ticks.length
      ? i < ticks.length + calmMinutes
      : ticks[i]?.length !== 0 && ticks[i]?.every((one) => one === null);
  // A round that stood still records what it saw at most two minutes later.
  const first = Math.ceil((openedAt - start) / minute) + 2;
  let calm = 0;
  for (let i = first; start + (i + 1) * minute <= end; i++) {
    calm = isCalm(i) ? calm + 1 : 0;
    if (calm >= needed) return true;
  }
  return false;
}

const eventsOf = (incidents: readonly NaiveIncident[]) =>
  incidents
    .flatMap(({ id, closedAt }) => [
      `${id}.opened`,
      ...(closedAt === null ? [] : [`${id}.closed`]),
    ])
    .sort();

/** What a channel believes fires, having been told all its notices in order. */
function beliefOf(notices: readonly Notice[]): readonly string[] {
  const firing = new Set<string>();
  for (const item of notices.flatMap(({ items }) => items)) {
    const [key = "", state] = item.split(" ");
    if (state === "resolved") expect(firing).toContain(key);
    if (state === "resolved") firing.delete(key);
    else firing.add(key);
  }
  return [...firing];
}

/** Beside incidents, jobs that failed and a service that was away are told. */
const isIncident = (id: string): boolean => /^\d+-/.test(id);

/** What one channel is told of the incidents that there were. */
function checkChannel(
  notices: readonly Notice[],
  incidents: readonly NaiveIncident[],
  drawn: Scenario,
): void {
  const items = notices.flatMap((notice) => notice.items).filter(isIncident);
  const known = calmFrom(drawn) + calmMinutes * minute - needMs(drawn);
  for (const incident of incidents) {
    const { id, openedAt, closedAt } = incident;
    const count = (state: string) =>
      items.filter((item) => item === `${id} ${state}`).length;
    if (hadTime(incident, drawn)) {
      expect([id, count("firing") > 0]).toEqual([id, true]);
      if (closedAt === null || closedAt < known)
        expect([id, count("resolved")]).toEqual([id, closedAt === null ? 0 : 1]);
    }
    expect(count("resolved")).toBeLessThanOrEqual(1);
    // A round takes ten seconds, or a few more: what it saw is known when it has ended.
    if (closedAt !== null && closedAt - openedAt < (drawn.wait - 15) * second)
      expect([id, count("firing")]).toEqual([id, 0]);
  }
  const believed = beliefOf(notices);
  for (const { id, openedAt, closedAt } of incidents)
    if (Math.max(openedAt, closedAt ?? 0) < known)
      expect([id, believed.includes(id)]).toEqual([id, closedAt === null]);
  const ids = incidents.map(({ id }) => id);
  for (const item of items) expect(ids).toContain(item.split(" ")[0]);
}

async function checkAll(drawn: Scenario): Promise<void> {
  const { world, receivers } = await build(drawn);
  await play(world, drawn);
  const incidents: NaiveIncident[] = [];
  for (const [i, watched] of drawn.targets.entries()) {
    const ledger = (await runsOf(world, i + 1)) as unknown as LedgerRun[];
    incidents.push(...incidentsOf(i + 1, ruleOf(watched), ledger));
  }
  const events = (await idsTold()).filter((id) => !id.endsWith(".worse"));
  expect(events.filter(isIncident).sort()).toEqual(eventsOf(incidents));
  const notices = await readNotices();
  const triedFor = 5 * minute;
  const late = notices.filter(({ state }) => state !== "sent");
  expect(late.filter(({ createdAt }) => createdAt < world.now() - triedFor)).toEqual([]);
  const byKind = Map.groupBy(notices, ({ channel }) => channel);
  for (const kind of kinds) {
    const own = byKind.get(kind) ?? [];
    checkChannel(own, incidents, drawn);
    expect([kind, own.length]).toEqual([kind, byKind.get("webhook")?.length ?? 0]);
    const sent = own.filter(({ state }) => state === "sent").length;
    const taken = receivers.taken.filter((one) => one.kind === kind).length;
    expect(taken).toBeGreaterThanOrEqual(sent);
    if (!isKnowing(kind)) continue;
    const seen = receivers.seen(kind).length;
    expect(seen).toBeGreaterThanOrEqual(sent);
    expect(seen).toBeLessThanOrEqual(own.length);
  }
  expect(receivers.refused).toEqual([]);
}

describe("from a page that fails to the message", () => {
  it("what the ledger says happened is told, each thing once, whatever goes wrong on the way", async () => {
    await fc.assert(fc.asyncProperty(scenario, checkAll), {
      numRuns: allScenarios() ? 100 : 10,
      // Each smaller scenario takes a second or two: the seed says enough.
      endOnFailure: true,
    });
  }, 600_000);
});
