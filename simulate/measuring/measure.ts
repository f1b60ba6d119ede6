// Measures what rounds cost in the real runtime, for the simulator to work with.
import { machineSpeed } from "#bench/comparing/machine-speed.ts";
import { median } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { noon, seedTargets } from "#bench/parts/part.ts";
import { type Runtime, startRuntime, startSite } from "#bench/runtime.ts";
import { shardSize } from "#domain/budget.ts";
import type { Steps } from "#domain/readings/step.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import type { DatabaseCost, Measured } from "#simulate/measured.ts";
import type { DatabaseCall } from "./metered-database.ts";
import type { Invocation } from "./worker.ts";

/** The Worker that does inside the runtime what is asked for here. */
export const program = "simulate/measuring/worker.ts";
/** Shards that a message names at most, in this measurement. */
const together = 4;
const repetitions = 200;
const fewShards = 25;
const manyShards = 1_000;
/** What a tick asks for in which no job of the hour runs: its look is the second one. */
const callsOfTick = 4;

export async function measure(): Promise<Measured> {
  const runtime = await startRuntime({ program });
  try {
    const speed = machineSpeed();
    const database = await measureDatabase(runtime);
    const bytesPerRun = await measureGrowth(runtime);
    const runtimePerCheck = await measureChecks(runtime);
    const on = new Date().toISOString().slice(0, 10);
    const javaScript = await measureJavaScript();
    const figures = { database, bytesPerRun, javaScript, runtimePerCheck };
    return rounded({ on, machineSpeed: speed, ...figures });
  } finally {
    await runtime.close();
  }
}

export const invoke = (
  runtime: Runtime,
  invocation: Partial<Invocation>,
): Promise<DatabaseCall[]> =>
  runtime.perform({ do: "invoke", plan: "paid", isQueued: true, ...invocation });

async function measureDatabase(runtime: Runtime): Promise<Measured["database"]> {
  const few = await measureTick(runtime, fewShards);
  const many = await measureTick(runtime, manyShards);
  const each = scale(minus(many.look, few.look), 1 / (manyShards - fewShards));
  const tickLook = { base: minus(few.look, scale(each, fewShards)), each };
  const change = await measureChange(runtime);
  const one = await measureMessages(runtime, 1);
  const more = await measureMessages(runtime, together);
  const look = slope(one.look, more.look);
  const claim = slope(one.claim, more.claim);
  const sealing = await measureSealing(runtime, few);
  const parts = { tickLook, look, claim, record: more.record, change, sealing };
  return { tick: few.rest, ...parts };
}

type TickCost = { look: DatabaseCost; rest: DatabaseCost & { statements: number } };

/** Costs of a tick that hands over so many shards: of its look, and of all the rest. */
async function measureTick(runtime: Runtime, shards: number): Promise<TickCost> {
  const count = shards * shardSize;
  await seedTargets(runtime, { count, dueAt: noon, anchorAt: noon - hourMs });
  const ticks: DatabaseCall[][] = [];
  for (let minute = 0; minute < 24; minute++)
    ticks.push(await invoke(runtime, { now: noon + minute * minuteMs + 500 }));
  // The first one makes room for counts; jobs of the hour are counted with sealing.
  const usual = ticks.slice(1).filter(({ length }) => length <= callsOfTick);
  const rest = usual.map((calls) => calls.toSpliced(1, 1));
  const statements = median(rest.map(({ length }) => length));
  return {
    look: meanOf(usual.flatMap((calls) => calls.slice(1, 2))),
    rest: { ...scale(sumOf(rest.flat()), 1 / rest.length), statements },
  };
}

/** Costs of an invocation's calls, by what each is for. */
async function measureMessages(runtime: Runtime, count: number) {
  const all = await serve(runtime, count, repetitions / count);
  const of = (choose: (calls: DatabaseCall[]) => DatabaseCall[]) =>
    meanOf(all.flatMap(choose));
  return {
    look: of((calls) => calls.slice(0, 1)),
    claim: of((calls) => calls.slice(1, 2)),
    record: of((calls) => calls.filter((call) => call.rowsWritten > 0).slice(1)),
  };
}

/** What a round of targets with steps costs more when all change, for each of them. */
async function measureChange(runtime: Runtime): Promise<DatabaseCost> {
  const extract: Steps = [{ text: true }];
  const rounds = 10;
  const costOf = async (isChanging: boolean) =>
    meanOf((await serve(runtime, 1, rounds, { extract, isChanging })).map(sumOf));
  return scale(minus(await costOf(true), await costOf(false)), 1 / shardSize);
}

/** Serves messages of so many shards, minute after minute; gives the calls of each. */
async function serve(
  runtime: Runtime,
  count: number,
  times: number,
  { extract = [], isChanging = false }: { extract?: Steps; isChanging?: boolean } = {},
): Promise<DatabaseCall[][]> {
  const seeding = { count: count * shardSize, dueAt: 0, anchorAt: noon - hourMs };
  await seedTargets(runtime, { ...seeding, extract });
  const shards = Array.from({ length: count }, (_, i) => i + 1);
  const all: DatabaseCall[][] = [];
  for (let minute = 0; minute <= times; minute++) {
    // Blocks are sealed as they would be, so that rounds append to small ones.
    if (minute % 60 === 59)
      for (let tick = 0; tick < 3; tick++)
        await invoke(runtime, { now: noon + (minute + tick) * minuteMs + 500 });
    const now = noon + minute * minuteMs + 700;
    const calls = await invoke(runtime, { now, shards, isChanging });
    // The first one makes room for counts, and its contents are all new.
    if (minute > 0) all.push(calls);
  }
  return all;
}

/** What ticks of an hour cost more than others, for each target whose runs they seal. */
async function measureSealing(runtime: Runtime, usual: TickCost): Promise<DatabaseCost> {
  const shards = Array.from({ length: fewShards }, (_, i) => i + 1);
  const count = fewShards * shardSize;
  const hours = 3;
  await seedTargets(runtime, { count, dueAt: 0, anchorAt: noon - minuteMs });
  const calls: DatabaseCall[] = [];
  for (let minute = 0; minute < (1 + hours) * 60; minute++) {
    const now = noon + minute * minuteMs + 500;
    const ticked = await invoke(runtime, { now });
    // The first hour has nothing to seal.
    if (minute >= 60) calls.push(...ticked);
    await invoke(runtime, { now: now + 200, shards });
  }
  const usually = scale(plus(usual.look, usual.rest), hours * 60);
  return scale(minus(sumOf(calls), usually), 1 / (hours * count));
}

async function measureGrowth(runtime: Runtime): Promise<Measured["bytesPerRun"]> {
  await seedTargets(runtime, { count: shardSize, dueAt: 0, anchorAt: noon });
  const past = {
    targetIds: Array.from({ length: shardSize }, (_, i) => i + 1),
    shardId: 1,
    everyMs: minuteMs,
    from: Date.parse("2026-02-02T00:00:00Z"),
    hours: 72,
  };
  const size = () => runtime.perform<number>({ do: "size" });
  const before = await size();
  const runs = await runtime.perform<number>({ do: "past", ...past });
  const all = ((await size()) - before) / runs;
  type Weight = { entries: number; summaries: number };
  const { entries, summaries } = await runtime.perform<Weight>({ do: "weigh-past" });
  // Keys and half-full pages are shared out by weight.
  const share = entries / (entries + summaries);
  return { all, inDetail: all * share, byTheHour: all * (1 - share) };
}

/** Times ticks as they are deployed, on a site of this machine. */
async function measureChecks(runtime: Runtime): Promise<number> {
  const site = await startSite();
  const count = 1_000;
  await seedTargets(runtime, { count, dueAt: 0, anchorAt: noon, site: site.address });
  const all: number[] = [];
  for (let i = 0; i < 4; i++) {
    await earlyInTheMinute(40);
    await runtime.perform({ do: "rearm", anchorAt: Date.now() - 1_000 });
    const before = runtime.cpuMs() ?? Number.NaN;
    await runtime.tick();
    all.push(((runtime.cpuMs() ?? Number.NaN) - before) / count);
  }
  site.close();
  // The first one compiles.
  return Math.min(...all.slice(1));
}

/** Other work on the machine makes each time longer: half of the better half is like none. */
const lowerQuartileOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 2] ?? Number.NaN;

const inspectorPort = 9_341;

async function measureJavaScript(): Promise<Measured["javaScript"]> {
  const { cpuOf, startProfiler } = await import("#bench/cpu-profile.ts");
  const { openInspector } = await import("#bench/inspector.ts");
  const runtime = await startRuntime({ program, inspectorPort });
  const inspector = await openInspector(inspectorPort, "bench");
  try {
    await startProfiler(inspector);
    const warm = async (invocation: Partial<Invocation>) => {
      const all: number[] = [];
      for (let minute = 0; minute < 60; minute++) {
        const now = noon + minute * minuteMs + 500;
        all.push(await cpuOf(inspector, () => invoke(runtime, { ...invocation, now })));
      }
      return lowerQuartileOf(all.slice(30));
    };
    const seed = (shards: number) =>
      seedTargets(runtime, {
        count: shards * shardSize,
        dueAt: 0,
        anchorAt: noon - hourMs,
      });
    await seed(fewShards);
    const tick = await warm({});
    await seed(manyShards);
    const tickPerShard = ((await warm({})) - tick) / (manyShards - fewShards);
    await seed(together);
    const one = await warm({ shards: [1] });
    await seed(together);
    const more = await warm({
      shards: Array.from({ length: together }, (_, i) => i + 1),
    });
    const round = (more - one) / (together - 1);
    return { tick, tickPerShard, message: Math.max(0, one - round), round };
  } finally {
    inspector.close();
    await runtime.close();
  }
}

const nothing: DatabaseCost = { rowsRead: 0, rowsWritten: 0, ms: 0 };

const plus = (a: DatabaseCost, b: DatabaseCost): DatabaseCost => ({
  rowsRead: a.rowsRead + b.rowsRead,
  rowsWritten: a.rowsWritten + b.rowsWritten,
  ms: a.ms + b.ms,
});

const scale = (
  { rowsRead, rowsWritten, ms }: DatabaseCost,
  by: number,
): DatabaseCost => ({
  rowsRead: rowsRead * by,
  rowsWritten: rowsWritten * by,
  ms: ms * by,
});

const minus = (a: DatabaseCost, b: DatabaseCost) => plus(a, scale(b, -1));
const sumOf = (calls: readonly DatabaseCost[]) => calls.reduce(plus, nothing);
const meanOf = (calls: readonly DatabaseCost[]) => scale(sumOf(calls), 1 / calls.length);

/** What a call costs by itself and for each shard, by calls for one and for several. */
function slope(one: DatabaseCost, several: DatabaseCost) {
  const each = scale(minus(several, one), 1 / (together - 1));
  return { base: minus(one, each), each };
}

/** Figures with four digits. */
const rounded = <T>(figures: T): T =>
  JSON.parse(
    JSON.stringify(figures, (_, value) =>
      typeof value === "number" ? Number(value.toPrecision(4)) : value,
    ),
  );
