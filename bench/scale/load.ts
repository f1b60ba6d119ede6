// Puts a load of one-minute targets on a runtime for some minutes, ticks as cron does, and
// finds what the ledger tells of it, what it cost, and how busy the runtime was.
import type { Spent } from "#bench/inside/counted-worker.ts";
import type { Ledger } from "#bench/inside/ledger.ts";
import { type Runtime, startRuntime, startSite } from "#bench/runtime.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import { createTargets } from "./create-targets.ts";
import { createRoundsCount } from "./rounds-count.ts";

export type Load = {
  targets: number;
  minutes: number;
  /** How long the site takes to answer. */
  latencyMs: number;
  /** Into how many seconds of the minute the slots are spread. */
  spreadS: number;
};

/**
 * Who makes the rounds: invocations of a local queue's messages, which go on beside each
 * other or wait for each other, or the one of the tick.
 */
export const ways = ["beside", "single", "tick"] as const;
export type Way = (typeof ways)[number];

export type Borne = Spent & {
  ledger: Ledger;
  rounds: number;
  /** Rounds whose record was not taken. */
  lost: number;
  /** Requests that the site saw. */
  asked: number;
  cpuMs: number;
  /** CPU time of the runtime by the second of the minute, ms: the mean of all minutes. */
  cpuBySecond: number[];
};

/** In the first minute each target turns from new to up, which is not what is measured. */
const minutesBefore = 1;

/** Creating a target takes less than this, and starting less than ten seconds. */
const creatingMs = 3;
const startingMs = 10_000;

/** Counting begins so long before the minutes that are measured. */
const justBeforeMs = 300;

/** What is under way when the last minute is over has so long to end. */
const longestEndMs = minuteMs;

export async function bear(load: Load, way: Way): Promise<Borne> {
  const site = await startSite("bench/sites/plain-site.ts", String(load.latencyMs));
  const rounds = createRoundsCount();
  const runtime = await startRuntime({
    entry: "bench/inside/counted-worker.ts",
    onLog: rounds.hear,
    ...(way !== "tick" && { queue: way }),
  });
  try {
    const ready = Date.now() + startingMs + load.targets * creatingMs;
    const startAt = startOfMinute(ready) + minuteMs;
    await createTargets(runtime, site.address, load, startAt);
    if (Date.now() > startAt) throw new Error("creating the targets took too long");
    const from = startAt + minutesBefore * minuteMs;
    const ticking = tickFor(runtime, startAt, minutesBefore + load.minutes);
    await waitUntil(from - justBeforeMs);
    const servedBefore = await servedBy(site.address);
    rounds.forget();
    const cost = await measure(runtime, from, load.minutes, ticking);
    const asked = (await servedBy(site.address)) - servedBefore;
    return { ...cost, ...rounds.counts(), asked };
  } finally {
    await runtime.close();
    site.close();
  }
}

async function measure(
  runtime: Runtime,
  from: number,
  minutes: number,
  ticking: Promise<void>,
) {
  const before = await spentBy(runtime);
  const cpuBefore = runtime.cpuMs() ?? Number.NaN;
  const cpu = watchCpu(runtime, from);
  await ticking;
  const cpuMs = (runtime.cpuMs() ?? Number.NaN) - cpuBefore;
  const cpuBySecond = cpu.end().map((ms) => ms / minutes);
  const after = await spentBy(runtime);
  const spent = Object.fromEntries(
    Object.entries(after).map(([what, count]) => [
      what,
      count - before[what as keyof Spent],
    ]),
  ) as Spent;
  const ledger = await runtime.perform<Ledger>({ do: "ledger", from, minutes });
  return { ...spent, ledger, cpuMs, cpuBySecond };
}

/** Ticks at the beginning of each minute. What was begun may end after the last one. */
async function tickFor(runtime: Runtime, from: number, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await waitUntil(from + minute * minuteMs);
    // What a tick that failed has left undone, the ledger tells.
    void runtime.tick().catch((error: unknown) => console.error(String(error)));
  }
  const end = from + minutes * minuteMs;
  await waitUntil(end);
  while (Date.now() < end + longestEndMs && (await spentBy(runtime)).underWay > 0)
    await waitUntil(Date.now() + 1_000);
}

const spentBy = async (runtime: Runtime): Promise<Spent> =>
  JSON.parse(await runtime.call("GET", "/spent"));

const servedBy = async (site: string): Promise<number> =>
  Number(await (await fetch(`${site}/served`)).text());

const waitUntil = (instant: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - Date.now())));

/** Adds up the CPU time that the runtime takes from an instant on, by the second. */
function watchCpu(runtime: Runtime, from: number) {
  const bySecond = Array.from({ length: 60 }, () => 0);
  let before = runtime.cpuMs() ?? Number.NaN;
  const timer = setInterval(() => {
    const now = runtime.cpuMs() ?? Number.NaN;
    // What was used in the second that is over.
    const second = Math.max(0, Math.round((Date.now() - from) / 1_000) - 1) % 60;
    bySecond[second] = (bySecond[second] ?? 0) + now - before;
    before = now;
  }, 1_000);
  return {
    end() {
      clearInterval(timer);
      return bySecond;
    },
  };
}
