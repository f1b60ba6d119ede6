// Measures whether many one-minute targets keep up when their rounds go through a local
// queue, beside the same without a queue, and shows what limits.
import { machineSpeed } from "#bench/comparing/machine-speed.ts";
import { machine } from "#bench/comparing/repeated.ts";
import { type Line, number } from "#bench/figures.ts";
import type { Told } from "#bench/inside/ledger.ts";
import { type Borne, bear, type Load, type Way } from "./load.ts";
import type { AskedLoad } from "./read-load.ts";

const names: Record<Way, string> = {
  beside: "a queue, messages beside each other",
  single: "a queue, one message at a time",
  tick: "no queue: one invocation a tick",
};

/** Those that only show what is missing need not run as long. */
const minutesOfOthers = 3;

/** Measures each way; a column of the table is a way. */
export async function scale({ load, ways }: AskedLoad): Promise<Line[]> {
  const columns = new Map<string, Record<string, string>>();
  for (const way of ways) {
    const minutes =
      way === "beside" ? load.minutes : Math.min(minutesOfOthers, load.minutes);
    const speedBefore = machineSpeed();
    const borne = await bear({ ...load, minutes }, way);
    const speeds = [speedBefore, machineSpeed()].map(number).join(" and ");
    columns.set(names[way], {
      ...tell({ ...load, minutes }, borne),
      [`${machine.what}, before and after`]: `${speeds} ${machine.unit}`,
    });
  }
  const [first = {}] = columns.values();
  return Object.keys(first).map((what) => ({
    what,
    ...Object.fromEntries([...columns].map(([way, lines]) => [way, lines[what] ?? ""])),
  }));
}

function tell({ targets, minutes, latencyMs }: Load, borne: Borne) {
  const { ledger, rounds, lost } = borne;
  const { slots, failed, lag, doubled } = ledger;
  const due = targets * minutes;
  const told = Object.values(slots).reduce((sum, count) => sum + count, 0);
  const a = (count: number, by: number, digits = 1) => (count / by).toFixed(digits);
  const seconds = (ms: number) => a(ms, 1_000);
  const byMinute = (of: (minute: Told) => number) =>
    ledger.minutes.map((minute) => seconds(of(minute))).join(" ");
  return {
    [`slots due: ${number(targets)} targets at ${latencyMs} ms, minutes`]: `${number(due)}, ${minutes}`,
    "ran in time, ran late": `${number(slots.ran)}, ${number(slots.late)}`,
    "skipped, missed, not served yet": `${number(slots.skipped)}, ${number(slots.missed)}, ${number(due - told)}`,
    "told twice, failed": `${number(doubled)}, ${number(failed)}`,
    "requests that the site saw, a minute": `${number(borne.asked)}, ${number(borne.asked / minutes)}`,
    "lag of slots that ran, p50, p95, most": `${seconds(lag.p50)}, ${seconds(lag.p95)}, ${seconds(lag.max)} s`,
    "lag, p95 by minute": `${byMinute((minute) => minute.lag.p95)} s`,
    "ticks, invocations by the queue": `${borne.ticks}, ${number(borne.batches)}`,
    "rounds, lost": `${number(rounds)}, ${number(lost)}`,
    "a round: CPU": `${a(borne.cpuMs, rounds)} ms`,
    "a round: statements, rows read, rows written": `${a(borne.statements, rounds)}, ${a(borne.rowsRead, rounds)}, ${a(borne.rowsWritten, rounds)}`,
    "a request: CPU": `${a(borne.cpuMs, borne.asked, 2)} ms`,
    "CPU of the runtime by six seconds of the minute": `${busy(borne.cpuBySecond)} % of a core`,
  };
}

/** How busy a core is with the runtime, of each tenth of the minute. */
const busy = (cpuBySecond: readonly number[]): string =>
  Array.from({ length: 10 }, (_, tenth) =>
    cpuBySecond.slice(6 * tenth, 6 * tenth + 6).reduce((sum, ms) => sum + ms, 0),
  )
    .map((ms) => Math.round((100 * ms) / (6 * 1_000)))
    .join(" ");
