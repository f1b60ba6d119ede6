// Tests that channels are told of everything, and of each thing by one notice only, while
// deliverers die, lose answers, or work beside each other, and channels time out.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { addChannel, createReceivers } from "#test/fixtures/notices/told-hosts.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { createWorld, type Mishap } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60_000;
const hosts = ["ops", "team"];

/** How an incident goes: when it opens and, after that, closes; in seconds. */
const course = fc.record({
  opensAt: fc.integer({ min: 0, max: 300 }),
  lasts: fc.option(fc.constantFrom(5, 20, 29, 40, 120, 600)),
});

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({ at: fc.integer({ min: 1, max: 40 }), after: fc.boolean() }),
  fc.record({
    at: fc.integer({ min: 1, max: 30 }),
    answerLost: fc.constant(true as const),
  }),
  fc.record({ at: fc.integer({ min: 1, max: 30 }), fails: fc.constant(true as const) }),
  fc.record({ at: fc.integer({ min: 1, max: 40 }), stallMs: fc.constant(70 * second) }),
);

const scenario = fc.record({
  courses: fc.array(course, { minLength: 1, maxLength: 4 }),
  /** What befalls the deliverers of each of the first minutes: up to two a minute. */
  ticks: fc.array(
    fc.array(fc.option(mishap, { freq: 3 }), { minLength: 1, maxLength: 2 }),
    {
      minLength: 3,
      maxLength: 12,
    },
  ),
  /** The requests of each host that it takes without an answer in time, or refuses. */
  late: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
  failing: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

async function play({ courses, ticks, late, failing }: Scenario) {
  await emptyDatabase();
  const receivers = createReceivers();
  const world = await createWorld({ now: start, site: receivers.site });
  receivers.clock.now = world.now;
  for (const host of hosts) {
    await addChannel(world, host);
    receivers.answers.set(`${host}.example.com`, (n) => {
      if (late.includes(n)) return { afterMs: 30 * minute };
      return { status: failing.includes(n) ? 503 : 200 };
    });
  }
  const steps = courses
    .flatMap(({ opensAt, lasts }, i) => [
      { id: `${i + 1}-x`, what: "opened" as const, at: start + opensAt * second },
      ...(lasts === null
        ? []
        : [
            {
              id: `${i + 1}-x`,
              what: "closed" as const,
              at: start + (opensAt + lasts) * second,
            },
          ]),
    ])
    .sort((a, b) => a.at - b.at);
  const goTo = async (instant: number) => {
    while (steps[0] && steps[0].at <= instant) {
      const step = steps.shift() as (typeof steps)[0];
      await world.advanceTo(step.at);
      await happen(step);
    }
    await world.advanceTo(instant);
  };
  for (const mishaps of ticks) {
    for (const one of mishaps) world.startTick(one ?? undefined);
    await goTo(world.now() + minute);
  }
  for (let calm = 0; calm < 20 || steps.length > 0; calm++) {
    world.startTick();
    await goTo(world.now() + minute);
  }
  for (let calm = 0; calm < 20; calm++) {
    world.startTick();
    await goTo(world.now() + 10 * minute);
  }
  return await receivers.got();
}

/** The events that are to be told: those of all that went on for half a minute. */
const wantedEvents = ({ courses }: Scenario): string[] =>
  courses.flatMap(({ lasts }, i) => {
    if (lasts !== null && lasts < 30) return [];
    const key = `${i + 1}-x`;
    return [`${key}.opened`, ...(lasts === null ? [] : [`${key}.closed`])];
  });

describe("whatever befalls deliverers and channels", () => {
  it("each transition is told each channel by one notice, nothing that was over within the wait is, and each channel believes what is so", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const got = await play(drawn);
        const { results: told } = await DB.prepare(`
          SELECT event_id AS event, channel_id AS channel, notice_id AS notice
          FROM notice_events JOIN notices ON notices.id = notice_id`).all<{
          event: string;
          channel: number;
          notice: string;
        }>();
        const { results: notices } = await DB.prepare(
          "SELECT id, channel_id AS channel, state FROM notices",
        ).all<{ id: string; channel: number; state: string }>();
        for (const [i, host] of hosts.entries()) {
          const here = got.filter((one) => one.host === `${host}.example.com`);
          const ids = notices
            .filter(({ channel }) => channel === i + 1)
            .map(({ id }) => id);
          expect([...new Set(here.map(({ id }) => id))].sort()).toEqual(ids.sort());
          const own = told.filter(({ channel }) => channel === i + 1);
          // `deliver` that died twice in a row is told of as well.
          const ofIncidents = own.filter(({ event }) => !event.startsWith("job."));
          expect(ofIncidents.map(({ event }) => event).sort()).toEqual(
            wantedEvents(drawn).sort(),
          );
          const begins = (id: string, key: string) =>
            own.some(
              ({ event, notice }) =>
                notice === id &&
                event.startsWith(`${key}.`) &&
                /\.(opened|failed)$/.test(event),
            );
          const believed = new Map<string, boolean>();
          // A receiver that knows repeats takes each notice once, when it first comes.
          const first = new Map(here.toReversed().map((one) => [one.id, one]));
          for (const { id, items } of [...first.values()].toReversed())
            for (const item of items) {
              const [key = "", state] = item.split(" ");
              if (state === "resolved")
                expect(believed.get(key) ?? begins(id, key)).toBe(true);
              believed.set(key, state === "firing");
            }
          for (const [j, { lasts }] of drawn.courses.entries()) {
            const key = `${j + 1}-x`;
            expect(believed.get(key) ?? false).toBe(lasts === null);
            if (lasts !== null && lasts < 30) expect(believed.has(key)).toBe(false);
          }
        }
        expect(new Set(notices.map(({ state }) => state)).size).toBeLessThanOrEqual(1);
        expect(notices.every(({ state }) => state === "sent")).toBe(true);
      }),
      { numRuns: scenarios(60) },
    );
  }, 240_000);
});
