// Checks the simulator against the real rounds: serves targets on this machine in real
// time, and simulates the same.
import { number } from "#bench/figures.ts";
import { seedTargets } from "#bench/parts/part.ts";
import { type Runtime, startRuntime, startSite } from "#bench/runtime.ts";
import { addValue, createSketch, quantileOf } from "#domain/statistics/sketch.ts";
import { minuteMs } from "#domain/time/instants.ts";
import type { Measured } from "#simulate/measured.ts";
import { program } from "#simulate/measuring/measure.ts";
import { type Scenario, usualAssumptions } from "#simulate/model/scenario.ts";
import { simulate } from "#simulate/model/simulate.ts";
import { lagOf } from "#simulate/model/tally.ts";
import { tableOf } from "#simulate/tables.ts";

/** A machine of one's own has no network between its parts. */
const assumptions = {
  ...usualAssumptions,
  ...{ databaseTripMs: 1, databaseWriteMs: 0, tickLateMs: 0, sendMs: 0, deliveryMs: 0 },
};

const cases: Pick<Scenario, "targets" | "latencyMs" | "isQueued">[] = [
  { targets: 800, latencyMs: 400, isQueued: false },
  { targets: 2_000, latencyMs: 400, isQueued: false },
  { targets: 1_000, latencyMs: 400, isQueued: true },
];

const minutes = 2;

type Seen = { ran: number; p50: number; p95: number; most: number };

type Checked = { what: string; real: string; simulated: string };

/** Gives a table with both. */
export async function check(measured: Measured): Promise<string> {
  const runtime = await startRuntime({ program });
  const rows: Checked[] = [];
  try {
    for (const one of cases) {
      const scenario: Scenario = { plan: "paid", minutes, seed: 1, assumptions, ...one };
      const { targets, latencyMs, isQueued } = scenario;
      const way = isQueued ? "through a queue" : "in one invocation";
      rows.push({
        what: `${number(targets)} targets at ${latencyMs} ms, ${way}`,
        real: inWords(await serve(runtime, scenario), scenario),
        simulated: inWords(seenIn(scenario, measured), scenario),
      });
    }
    return tableOf<Checked>(
      {
        "": ({ what }) => what,
        "real rounds": ({ real }) => real,
        simulated: ({ simulated }) => simulated,
      },
      rows,
    );
  } finally {
    await runtime.close();
  }
}

async function serve(runtime: Runtime, scenario: Scenario): Promise<Seen> {
  const { targets, latencyMs, isQueued } = scenario;
  const site = await startSite(
    "simulate/checking/slow-site.ts",
    String(latencyMs),
    String(assumptions.spread),
  );
  try {
    const from = (Math.floor((Date.now() + 2_000) / minuteMs) + 1) * minuteMs;
    const seeding = { count: targets, site: site.address, retries: 0 };
    await seedTargets(runtime, { ...seeding, dueAt: from, anchorAt: from - minuteMs });
    await runtime.perform({ do: "live", from, minutes: 1 + minutes, isQueued });
    const arrivals = (await (await fetch(`${site.address}/arrivals`)).json()) as number[];
    return seenOf(arrivals, from + minuteMs, from + (1 + minutes) * minuteMs);
  } finally {
    site.close();
  }
}

/** What requests of some minutes tell: each belongs to the minute in which it came. */
function seenOf(arrivals: readonly number[], from: number, to: number): Seen {
  const lags = createSketch();
  const within = arrivals
    .filter((at) => at >= from && at < to)
    .map((at) => at % minuteMs);
  for (const lag of within) addValue(lags, lag);
  const of = (share: number) => quantileOf(lags, share) ?? Number.NaN;
  return {
    ran: within.length / minutes,
    p50: of(0.5),
    p95: of(0.95),
    most: Math.max(...within),
  };
}

function seenIn(scenario: Scenario, measured: Measured): Seen {
  const { tally } = simulate(scenario, measured);
  const [p50, p95] = [lagOf(tally, 0.5), lagOf(tally, 0.95)];
  return { ran: tally.ran / minutes, p50, p95, most: tally.longestLagMs };
}

/** Lags of more than a minute cannot be told from requests. */
function inWords({ ran, p50, p95, most }: Seen, { targets }: Scenario): string {
  const runs = `${number(ran)} runs a minute`;
  if (ran < 0.98 * targets) return runs;
  const [a, b, c] = [p50, p95, most].map((ms) => (ms / 1_000).toFixed(1));
  return `${runs}, lag ${a}, ${b} and at most ${c} s`;
}
