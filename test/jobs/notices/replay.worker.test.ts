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
  receiverKinds,
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
const knowing = ["webhook", "matrix", "pagerduty", "alertmanager"] as const;
const others = receiverKinds.filter((kind) => !knowing.some((one) => one === kind));

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
    /** It depends on the first target, unless it is that. */
    depends: fc.boolean(),
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

/** What befalls a request; one that died would never be answered. */
const callMishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({
    at: fc.integer({ min: 1, max: 8 }),
    answerLost: fc.constant(true as const),
  }),
  fc.record({ at: fc.integer({ min: 1, max: 8 }), fails: fc.constant(true as const) }),
  fc.record({
    at: fc.integer({ min: 1, max: 12 }),
    stallMs: fc.constantFrom(5 * second, 40 * second),
  }),
);

const scenario = fc.record({
  targets: fc.array(target, { minLength: 1, maxLength: 4 }),
  /** What befalls the ticks of each minute; of some minutes there is none. */
  ticks: fc.array(fc.array(fc.option(mishap, { freq: 2 }), { maxLength: 3 }), {
    minLength: 6,
    maxLength: 14,
  }),
  /** The channel beside those that know repeats. */
  other: fc.constantFrom(...others),
  troubles: fc.tuple(
    // It would ask for more time than the test has.
    troubles(),
    ...Array.from({ length: 4 }, () => troubles("busy")),
  ),
  /** Somebody asks for runs of one target, so many seconds after a minute begins. */
  asked: fc.record({
    place: fc.nat(5),
    times: fc.array(
      fc.record({
        minute: fc.nat(13),
        second: fc.nat(50),
        mishap: fc.option(callMishap),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  /** One target is in maintenance. */
  window: fc.option(
    fc.record({
      place: fc.nat(3),
      fromSecond: fc.integer({ min: 60, max: 600 }),
      lastsSeconds: fc.constantFrom(60, 150, 600),
    }),
  ),
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

const ruleOf = ({ failAfter, ofLast, recoverAfter, ...rest }: Watched): NaiveRule => {
  const { flapsPerHour, degraded } = rest;
  return { failAfter, ofLast, recoverAfter, flapsPerHour, degraded };
};

const kindsOf = ({ other }: Scenario): ReceiverKind[] => [...knowing, other];

/**
 * Whether the target's incidents follow from its runs in their order alone. A run that
 * somebody asks for beside a round may count elsewhere than where it stands.
 */
const isPlain = ({ targets, window, asked }: Scenario, place: number): boolean =>
  !dependsOf(targets, place) && window?.place !== place && asked.place !== place;

const dependsOf = (targets: readonly Watched[], place: number): boolean =>
  place > 0 && targets[place]?.depends === true;

async function build(drawn: Scenario) {
  const { targets, wait, interval, groupBy, troubles, window } = drawn;
  await emptyDatabase();
  const calm = calmFrom(drawn);
  const receivers = createReceivers();
  /** When each event was recorded. */
  const recordedAt = new Map<string, number>();
  const world = await createWorld({
    now: start,
    async afterSending(texts) {
      if (!texts.some((text) => text.includes("INTO events"))) return;
      const { results } = await DB.prepare("SELECT id FROM events").all<{ id: string }>();
      for (const { id } of results)
        if (!recordedAt.has(id)) recordedAt.set(id, world.now());
    },
    site: (url, request, body) => {
      const place = targets.findIndex((_, i) => url.host === hostOf(i));
      const watched = targets[place];
      if (watched) return answerAt(watched, Math.min(world.now(), calm));
      if (request.method === "GET") return {};
      return receivers.site(url, request, body);
    },
  });
  for (const [i, kind] of kindsOf(drawn).entries()) {
    const made = await world.call("POST", "/api/channels", {
      kind,
      name: kind,
      ...channelConfigs[kind],
    });
    expect(made.status).toBe(201);
    receivers.spoil(kind, ...(troubles[i] ?? []));
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
      alarm: {
        ...ruleOf(watched),
        recheck: watched.recheck,
        ...(dependsOf(targets, i) && { dependsOn: [1] }),
      },
    });
  if (window && window.place < targets.length) {
    const made = await world.call("POST", "/api/maintenance", {
      name: "upgrade",
      from: isoAt(window.fromSecond * second),
      until: isoAt((window.fromSecond + window.lastsSeconds) * second),
      targets: [window.place + 1],
    });
    expect(made.status).toBe(201);
  }
  return { world, receivers, recordedAt };
}

/** Enough for retries of three tries that failed, and for a group's interval. */
const calmMinutes = 16;

/** From here on nothing goes wrong, and hosts answer what they answered last. */
const calmFrom = ({ ticks }: Scenario): number => start + ticks.length * minute;

/** What is known for so long is told. */
const needMs = ({ wait, interval }: Scenario): number =>
  (2 * wait + interval) * second + 2 * minute;

async function play(world: World, { ticks, asked, targets }: Scenario): Promise<void> {
  for (const [i, mishaps] of ticks.entries()) {
    const end = start + (i + 1) * minute;
    if (world.now() < end) for (const one of mishaps) world.startTick(one ?? undefined);
    const isAsked = asked.place < targets.length;
    const now = asked.times.filter(({ minute }) => isAsked && minute === i);
    for (const { second: at, mishap } of now.sort((a, b) => a.second - b.second)) {
      await world.advanceTo(Math.max(world.now(), end - minute + at * second));
      if (mishap) world.spoilNextCall(mishap);
      const { status } = await world.call("POST", `/api/targets/${asked.place + 1}/run`);
      expect([201, 409, 500, 503]).toContain(status);
    }
    await world.advanceTo(Math.max(world.now(), end));
  }
  await world.runUntil(world.now() + calmMinutes * minute);
}

type Notice = {
  id: string;
  channel: ReceiverKind;
  state: string;
  createdAt: number;
  groupKey: string;
  messageState: string;
  items: string[];
};

async function readNotices(): Promise<Notice[]> {
  const { results } = await DB.prepare(`
    SELECT notices.id, kind AS channel, state, message, group_key AS groupKey, message ->> 'state' AS messageState,
      notices.created_at AS createdAt FROM notices
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

const eventsOf = (incidents: readonly NaiveIncident[]) =>
  incidents
    .flatMap(({ id, closedAt }) => [
      `${id}.opened`,
      ...(closedAt === null ? [] : [`${id}.closed`]),
    ])
    .sort();

/** Nobody is told that something is over who did not know that it began. */
function checkBelief(
  notices: readonly Notice[],
  told: ReadonlyMap<string, string>,
): void {
  const firing = new Set<string>();
  for (const { id, items } of notices)
    for (const item of items) {
      const [key = "", state] = item.split(" ");
      const isKnown = firing.has(key) || told.get(`${key}.opened`) === id;
      if (state === "resolved" && isIncident(key)) expect(isKnown).toBe(true);
      if (state === "resolved") firing.delete(key);
      else firing.add(key);
    }
}

/** Beside incidents, jobs that failed and a service that was away are told. */
const isIncident = (id: string): boolean => /^\d+-/.test(id);

type Known = {
  id: string;
  place: number;
  openedAt: number;
  closedAt: number | null;
  /** When they were recorded; Infinity for never. */
  openKnownAt: number;
  endKnownAt: number;
};

/** The incidents that there were, as they were recorded. */
async function readIncidents(recordedAt: ReadonlyMap<string, number>): Promise<Known[]> {
  const { results } = await DB.prepare(`
    SELECT id, target_id - 1 AS place, opened_at AS openedAt, closed_at AS closedAt
    FROM incidents`).all<Omit<Known, "openKnownAt" | "endKnownAt">>();
  return results.map((row) => ({
    ...row,
    openKnownAt: recordedAt.get(`${row.id}.opened`) ?? Number.POSITIVE_INFINITY,
    endKnownAt: recordedAt.get(`${row.id}.closed`) ?? Number.POSITIVE_INFINITY,
  }));
}

/** Incidents of a target that depends on one whose incident is open meanwhile. */
const isBeside = (one: Known, drawn: Scenario, all: readonly Known[]): boolean =>
  dependsOf(drawn.targets, one.place) &&
  all.some(
    ({ place, openedAt, endKnownAt }) =>
      place === 0 && openedAt < one.endKnownAt && endKnownAt > one.openedAt,
  );

/** No incident opened in maintenance, or while the target's parent had one. */
function checkOpenings(incidents: readonly Known[], drawn: Scenario): void {
  const { window, targets } = drawn;
  const from = start + (window?.fromSecond ?? 0) * second;
  const until = from + (window?.lastsSeconds ?? 0) * second;
  for (const { id, place, openedAt, openKnownAt } of incidents) {
    const isHeld = window?.place === place && openedAt >= from && openKnownAt < until;
    const hasParent = incidents.some(
      (parent) =>
        parent.place === 0 &&
        parent.openKnownAt < openedAt &&
        parent.endKnownAt > openKnownAt,
    );
    const opens = !isHeld && !(dependsOf(targets, place) && hasParent);
    expect([id, opens]).toEqual([id, true]);
  }
}

/** The events that a channel was told, and by which notices. */
async function readTold(kind: ReceiverKind) {
  const { results } = await DB.prepare(`
    SELECT event_id AS id, notice_id AS notice FROM channels JOIN notices ON channel_id = channels.id
    JOIN notice_events ON notice_id = notices.id WHERE kind = ?`)
    .bind(kind)
    .all<{ id: string; notice: string }>();
  return results.filter(({ id }) => isIncident(id));
}

/** What one channel is told of the incidents that there were. */
function checkTold(
  told: readonly string[],
  incidents: readonly Known[],
  drawn: Scenario,
  now: number,
): void {
  expect([...new Set(told)].sort()).toEqual(told.toSorted());
  const known = now - needMs(drawn);
  for (const one of incidents) {
    const { id, openedAt, closedAt, openKnownAt, endKnownAt } = one;
    const [isTold, isEndTold] = ["opened", "closed"].map((what) =>
      told.includes(`${id}.${what}`),
    );
    const waitMs = drawn.wait * second;
    const goesOn = closedAt === null || closedAt - openedAt >= waitMs;
    if (!goesOn && endKnownAt < openedAt + waitMs)
      expect([id, isTold]).toEqual([id, false]);
    if (goesOn && openKnownAt < known && !isBeside(one, drawn, incidents))
      expect([id, isTold]).toEqual([id, true]);
    if (endKnownAt < known) expect([id, isEndTold]).toEqual([id, isTold]);
  }
}

type Alert = { labels: Record<string, string>; startsAt: string };

type Post = { dedup_key: string; event_action: string };

/** How many alerts somebody who looks at PagerDuty has seen, and which of them are open. */
function alertsOf(posts: readonly Post[]) {
  const open = new Set<string>();
  let count = 0;
  for (const { dedup_key: key, event_action } of posts) {
    if (event_action === "resolve") open.delete(key);
    else if (!open.has(key)) {
      open.add(key);
      count += 1;
    }
  }
  return { count, open: [...open].sort() };
}

type Receivers = Awaited<ReturnType<typeof build>>["receivers"];

/** What a server that knows repeats shows is what was told, each notice once. */
function checkSeen(receivers: Receivers, kind: ReceiverKind, own: readonly Notice[]) {
  const sent = own.filter(({ state }) => state === "sent");
  const bodies = receivers.taken
    .filter((one) => one.kind === kind)
    .map(({ body }) => JSON.parse(body));
  if (kind === "pagerduty") {
    const isSent = sent.length === own.length;
    if (isSent) expect(alertsOf(bodies)).toEqual(alertsOf(own.map(toPost)));
  } else if (kind === "alertmanager") {
    // An incident that gets worse has another label from then on.
    const nameOf = ({ labels, startsAt }: Alert) =>
      `${labels.target} ${labels.name} ${startsAt}`;
    const seen = new Set(bodies.flat().map(nameOf));
    const keys = (some: readonly Notice[]) =>
      new Set(some.flatMap(({ items }) => items.map((item) => item.split(" ")[0])));
    expect(seen.size).toBeGreaterThanOrEqual(keys(sent).size);
    expect(seen.size).toBeLessThanOrEqual(keys(own).size);
  } else {
    const seen = receivers.seen(kind).length;
    expect(seen).toBeGreaterThanOrEqual(sent.length);
    expect(seen).toBeLessThanOrEqual(own.length);
  }
}

const toPost = ({ id, groupKey, messageState }: Notice): Post => ({
  dedup_key: messageState === "info" ? id : groupKey,
  event_action: messageState === "resolved" ? "resolve" : "trigger",
});

async function checkAll(drawn: Scenario): Promise<void> {
  const { world, receivers, recordedAt } = await build(drawn);
  await play(world, drawn);
  const events = (await idsTold()).filter((id) => !/\.(worse|held)/.test(id));
  for (const [i, watched] of drawn.targets.entries()) {
    if (!isPlain(drawn, i)) continue;
    const ledger = (await runsOf(world, i + 1)) as unknown as LedgerRun[];
    const wanted = eventsOf(incidentsOf(i + 1, ruleOf(watched), ledger));
    expect(events.filter((id) => id.startsWith(`${i + 1}-`)).sort()).toEqual(wanted);
  }
  const incidents = await readIncidents(recordedAt);
  checkOpenings(incidents, drawn);
  const notices = await readNotices();
  const triedFor = 5 * minute;
  const late = notices.filter(({ state }) => state !== "sent");
  expect(late.filter(({ createdAt }) => createdAt < world.now() - triedFor)).toEqual([]);
  const byKind = Map.groupBy(notices, ({ channel }) => channel);
  for (const kind of kindsOf(drawn)) {
    const own = byKind.get(kind) ?? [];
    const told = await readTold(kind);
    checkTold(
      told.map(({ id }) => id),
      incidents,
      drawn,
      world.now(),
    );
    checkBelief(own, new Map(told.map(({ id, notice }) => [id, notice])));
    expect([kind, own.length]).toEqual([kind, byKind.get("webhook")?.length ?? 0]);
    const sent = own.filter(({ state }) => state === "sent").length;
    const taken = receivers.taken.filter((one) => one.kind === kind).length;
    expect(taken).toBeGreaterThanOrEqual(sent);
    if (kind !== drawn.other) checkSeen(receivers, kind, own);
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
