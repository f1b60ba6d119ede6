// Measures ticks in which all targets turn at once, beside ticks in which none does. No
// target is looked at again: a tick would wait for that.

import { machineSpeed } from "#bench/comparing/machine-speed.ts";
import { machine, repetitions } from "#bench/comparing/repeated.ts";
import { ratioOf, spreadInWords, spreadOf } from "#bench/comparing/spread.ts";
import { type Line, median, number, timed } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { type Runtime, type Site, startSite } from "#bench/runtime.ts";
import type { Meter } from "#store/db.ts";
import { noon, type Part, seedTargets } from "./part.ts";

type Tick = { ms: number; read: number; written: number };

export const turn: Part = async (runtime) => {
  const site = await startSite();
  const lines: Line[] = [];
  for (const count of [1_000, 4_000])
    lines.push(...(await turnAll(runtime, site, count)));
  site.close();
  return lines;
};

async function turnAll(runtime: Runtime, site: Site, count: number): Promise<Line[]> {
  const seeding = { count, dueAt: 0, anchorAt: noon, retries: 0 };
  await seedTargets(runtime, { ...seeding, site: site.address });
  const tickWith = async (status: number): Promise<Tick> => {
    await fetch(`${site.address}/answer-with/${status}`);
    await earlyInTheMinute(40);
    await runtime.perform({ do: "rearm", anchorAt: Date.now() - 1_000 });
    let cost: Meter | undefined;
    const ms = await timed(async () => {
      cost = await runtime.perform<Meter>({ do: "metered-tick" });
    });
    const { rowsRead = 0, rowsWritten = 0 } = cost ?? {};
    return { ms, read: rowsRead / count, written: rowsWritten / count };
  };
  await tickWith(200);
  const ticks: Record<"quiet" | "down" | "up", Tick[]> = { quiet: [], down: [], up: [] };
  const speeds: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    speeds.push(machineSpeed());
    ticks.quiet.push(await tickWith(200));
    ticks.down.push(await tickWith(503));
    ticks.up.push(await tickWith(200));
  }
  const lines = (["down", "up"] as const).map((way) => ({
    what: `${number(count)} targets all turn ${way} in one tick`,
    measured: inWords(ticks[way], ticks.quiet),
    aim: "8 rows read a target, 1.3 of a quiet tick's time",
  }));
  const { what, digits, unit } = machine;
  const measured = spreadInWords(spreadOf(speeds), digits, unit);
  return [...lines, { what: `${what}, ${number(count)} targets`, measured }];
}

function inWords(ticks: readonly Tick[], quiet: readonly Tick[]): string {
  const middle = (of: readonly Tick[], what: keyof Tick) =>
    median(of.map((tick) => tick[what]));
  const [read, written] = (["read", "written"] as const).map(
    (what) =>
      `${middle(ticks, what).toFixed(2)} (quiet: ${middle(quiet, what).toFixed(2)})`,
  );
  const timesOf = (of: readonly Tick[]) => of.map(({ ms }) => ms);
  const ratio = spreadInWords(ratioOf(timesOf(ticks), timesOf(quiet)), 2);
  return `rows read a target ${read}, written ${written}; ${ratio} of the time`;
}
