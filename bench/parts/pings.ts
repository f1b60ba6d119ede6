// Counts what pings of heartbeats cost, each kind for itself, and measures how many a
// second are taken in beside requests that read nothing.
import { type Line, median, number, timed } from "#bench/figures.ts";
import { uuidOf } from "#bench/heartbeat-uuid.ts";
import { sendMany } from "#bench/load.ts";
import type { Runtime } from "#bench/runtime.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import type { Part } from "./part.ts";

const heartbeats = 500;
const atOnce = 16;
const portion = 2_000;
const portions = 3;

const aim = "1 batch, 3 rows written at most";
const quietAim = "1 batch, 1 row written";

export const pings: Part = async (runtime) => [
  ...(await costs(runtime)),
  ...(await speed(runtime)),
];

async function costs(runtime: Runtime): Promise<Line[]> {
  const lines: Line[] = [];
  const tell = async (what: string, path: string, aim: string, body?: string) => {
    const cost = await runtime.perform<Meter & { status: number }>({
      do: "ping",
      path,
      ...(body !== undefined && { body }),
    });
    lines.push({ what, measured: `${cost.status}: ${inWords(cost)}`, aim });
  };
  const anchorAt = Date.now() - hourMs;
  await runtime.perform({ do: "heartbeats", count: heartbeats, anchorAt });
  const round = () => runtime.perform<Meter>({ do: "tick", now: Date.now() });
  const of = (number: number) => `/ping/${uuidOf(number)}`;
  await tell("the first ping of a heartbeat", of(1), aim);
  await tell("… again, before a round took it", of(1), quietAim);
  await tell("a run that begins", `${of(2)}/start`, aim);
  await round();
  await tell("success, the hour begun, nothing turned", of(1), quietAim);
  await tell("… with a body of 100,000 bytes", of(1), quietAim, "x".repeat(100_000));
  await tell("log, the hour begun", `${of(1)}/log`, quietAim, "half of it is done");
  await tell("a run that begins, the hour begun", `${of(1)}/start`, aim);
  await tell("failure that turns it", `${of(2)}/fail`, aim);
  await round();
  // The round that follows knows that the incident stands.
  await runtime.perform({ do: "ping", path: `${of(2)}/fail` });
  await round();
  await tell("failure of one that is down", `${of(2)}/1`, quietAim);
  await tell("success that turns it", of(2), aim);
  await tell("an unknown address", of(999_999), "no row written");
  await tell("an address that is none", "/ping/none", "no statement");
  for (const what of ["their first pings", "pings that turn nothing"]) {
    for (let one = 1; one <= 40; one++)
      await runtime.perform({ do: "ping", path: of(one) });
    // Pings that turn nothing wait for a deadline, or until there are many.
    await runtime.perform({ do: "wake" });
    lines.push({
      what: `tick that takes ${what}, of 40 heartbeats`,
      measured: inWords(await round()),
      aim: "",
    });
  }
  return lines;
}

async function speed(runtime: Runtime): Promise<Line[]> {
  const anchorAt = Date.now() - hourMs;
  await runtime.perform({ do: "heartbeats", count: heartbeats, anchorAt });
  const send = async (path: (number: number) => string, body: string) => {
    const cpuBefore = runtime.cpuMs() ?? Number.NaN;
    let counts = new Map<number, number>();
    const ms = await timed(async () => {
      counts = await sendMany(portion, atOnce, (i) => ({
        url: `${runtime.origin}${path(i)}`,
        body,
      }));
    });
    const cpu = ((runtime.cpuMs() ?? Number.NaN) - cpuBefore) / portion;
    return { rate: (portion / ms) * 1_000, cpu, counts };
  };
  const bare: Awaited<ReturnType<typeof send>>[] = [];
  const taken: Awaited<ReturnType<typeof send>>[] = [];
  for (let i = 0; i < portions; i++) {
    bare.push(await send(() => "/ping/none", "items=7 errors=0"));
    taken.push(
      await send((n) => `/ping/${uuidOf((n % heartbeats) + 1)}`, "items=7 errors=0"),
    );
    // What waits is taken, as a tick a minute does.
    await runtime.perform({ do: "tick", now: Date.now() + i * minuteMs });
  }
  const refused = taken
    .flatMap(({ counts }) => [...counts])
    .filter(([status]) => status !== 200);
  if (refused.length > 0) throw new Error(`pings were refused: ${refused.join("; ")}`);
  const rateOf = (all: typeof bare) => median(all.map(({ rate }) => rate));
  const cpuOf = (all: typeof bare) => median(all.map(({ cpu }) => cpu));
  return [
    {
      what: `requests that read nothing, ${atOnce} at once`,
      measured: `${number(rateOf(bare))} a second, ${cpuOf(bare).toFixed(2)} ms of CPU`,
      aim: "",
    },
    {
      what: `pings of ${number(heartbeats)} heartbeats, ${atOnce} at once`,
      measured: `${number(rateOf(taken))} a second, ${cpuOf(taken).toFixed(2)} ms of CPU`,
      aim: "1,000 a second",
    },
    {
      what: "ratio to the requests that read nothing",
      measured: (rateOf(taken) / rateOf(bare)).toFixed(2),
      aim: "",
    },
  ];
}

const inWords = ({ statements, rowsWritten, rowsRead }: Meter): string =>
  `${statements} statements, ${rowsWritten} ${rowsWritten === 1 ? "row" : "rows"} written, ${rowsRead} read`;
