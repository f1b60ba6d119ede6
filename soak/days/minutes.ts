// Draws what befalls a minute of the simulated days.
import type { Chance, Weighted } from "#soak/chance.ts";
import type { Invocation, Mishap, World } from "#test/fixtures/world.ts";

export type Tally = Record<string, number>;

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** How often each event comes in ten thousand minutes; the others have a plain tick. */
const events: readonly Weighted<EventName>[] = [
  [300, "tick dies"],
  [600, "tick is killed"],
  [600, "database fails"],
  [600, "answer is lost"],
  [200, "tick stands still"],
  [400, "two ticks"],
  [300, "no tick"],
  [20, "no ticks for long"],
  [60, "clock steps"],
  [30, "tick far ahead"],
  [20, "hosts fail"],
];

type EventName =
  | "tick dies"
  | "tick is killed"
  | "database fails"
  | "answer is lost"
  | "tick stands still"
  | "two ticks"
  | "no tick"
  | "no ticks for long"
  | "clock steps"
  | "tick far ahead"
  | "hosts fail";

/** As many awaits as a tick has that serves many targets. */
const awaits = 500;
/** More trips to the database than most ticks make. */
const trips = 60;

/** How things stand: until when all hosts fail, and how far the clock was stepped. */
export type Weather = { failUntil: number; stepMs: number };

export const drawEvent = (chance: Chance): EventName | "tick" =>
  chance.weighted(events, 10_000) ?? "tick";

/** Lets an event happen, and goes on to the next whole minute. */
export async function happen(
  world: World,
  event: EventName | "tick",
  { chance, weather }: { chance: Chance; weather: Weather },
): Promise<void> {
  const nextMinute = world.now() - (world.now() % minuteMs) + minuteMs;
  if (event === "no ticks for long")
    return await world.advanceTo(nextMinute + chance.between(5, 90) * minuteMs);
  if (event === "hosts fail") weather.failUntil = world.now() + 60 * minuteMs;
  if (event === "clock steps") {
    // Forward and back by turns: clocks are set right again.
    const stepMs =
      weather.stepMs === 0 ? chance.between(-90, 90) * secondMs : -weather.stepMs;
    weather.stepMs += stepMs;
    world.stepClock(stepMs);
  }
  const aheadMs = event === "tick far ahead" ? chance.between(1, 10) * minuteMs : 0;
  const first =
    event === "no tick"
      ? null
      : startTick(world, mishapOf(event, chance), world.now(), aheadMs);
  if (event === "tick is killed") {
    // Most requests are under way when the minute begins.
    await world.advanceTo(world.now() + early(chance, minuteMs));
    first?.kill();
  }
  if (event === "two ticks") {
    await world.advanceTo(world.now() + chance.below(50) * secondMs);
    startTick(world);
  }
  await world.advanceTo(nextMinute);
}

/** A tick that fails as a whole is a line in the platform's log. */
function startTick(world: World, ...how: Parameters<World["startTick"]>): Invocation {
  const invocation = world.startTick(...how);
  void invocation.ended.catch(() => {});
  return invocation;
}

/** A place from 1 on: a quiet tick has few, so the early ones are drawn more often. */
const early = (chance: Chance, most: number): number => Math.floor(most ** chance.next());

function mishapOf(event: EventName | "tick", chance: Chance): Mishap | undefined {
  switch (event) {
    case "tick dies":
      return { at: early(chance, awaits), after: chance.next() < 0.5 };
    case "tick stands still":
      return {
        at: early(chance, awaits),
        stallMs: chance.between(10, 400) * secondMs,
      };
    case "database fails":
      return { at: early(chance, trips), fails: true };
    case "answer is lost":
      return { at: early(chance, trips), answerLost: true };
    default:
      return undefined;
  }
}
