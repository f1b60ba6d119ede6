// Measures the CPU time of ticks in JavaScript, against the free plan's 10 ms. Each kind
// of tick is made in a fresh isolate first, whose code no compiler has seen, and then
// again and again.
import { cpuOf, startProfiler } from "#bench/cpu-profile.ts";
import { type Line, median } from "#bench/figures.ts";
import { openInspector } from "#bench/inspector.ts";
import { type Runtime, startRuntime } from "#bench/runtime.ts";
import type { Timing } from "#domain/schedules/schedule.ts";
import { hourMs, never } from "#domain/time/instants.ts";
import { noon, type Part, seedTargets } from "./part.ts";

const inspectorPort = 9_339;
/** A deployed isolate makes as many in an hour. */
const warmTicks = 60;

const minuteMs = 60_000;
const minutely: Timing = { kind: "every", everyMs: minuteMs };
const cron: Timing = { kind: "cron", expression: "* * * * *", zone: "Europe/Berlin" };

type Kind = {
  what: string;
  timing: Timing;
  /** When the targets are due for the first time. */
  dueAt: number;
  /** How long after one measured tick the next one comes. */
  apartMs: number;
};

const kinds: Kind[] = [
  { what: "an idle tick", timing: minutely, dueAt: never, apartMs: minuteMs },
  {
    what: "a quiet round of 40, intervals",
    timing: minutely,
    dueAt: 0,
    apartMs: minuteMs,
  },
  { what: "a quiet round of 40, cron", timing: cron, dueAt: 0, apartMs: minuteMs },
  {
    what: "a round of 40 after an hour's outage, intervals",
    timing: minutely,
    dueAt: 0,
    apartMs: hourMs,
  },
  {
    what: "a round of 40 after an hour's outage, cron",
    timing: cron,
    dueAt: 0,
    apartMs: hourMs,
  },
];

export const cpu: Part = async () => {
  const lines: Line[] = [];
  for (const kind of kinds) {
    const runtime = await startRuntime({ inspectorPort });
    try {
      const { cold, warm } = await measure(runtime, kind);
      const [first, later, most] = [cold, median(warm), Math.max(...warm)].map((ms) =>
        ms.toFixed(1),
      );
      lines.push({
        what: `${kind.what}: profile of the isolate`,
        measured: `${later} ms, at most ${most} of ${warm.length}; ${first} ms as its first tick`,
        aim: "10 ms",
      });
    } finally {
      await runtime.close();
    }
  }
  return lines;
};

/** Ticks on the free plan, with answers that take no time. Seeding ticks nothing. */
async function measure(runtime: Runtime, { timing, dueAt, apartMs }: Kind) {
  const inspector = await openInspector(inspectorPort, "bench");
  await startProfiler(inspector);
  const anchorAt = noon - (apartMs === hourMs ? hourMs : 0);
  await seedTargets(runtime, { count: 40, dueAt, anchorAt, timing });
  let now = noon + 500;
  const tick = () => runtime.perform({ do: "tick", now, plan: "free" });
  const cold = await cpuOf(inspector, tick);
  const warm: number[] = [];
  for (let i = 0; i < warmTicks; i++) {
    now += apartMs;
    warm.push(await cpuOf(inspector, tick));
  }
  inspector.close();
  return { cold, warm };
}
