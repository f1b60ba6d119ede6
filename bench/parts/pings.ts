// Counts what pings of heartbeats cost, each kind for itself, and measures how many a
// second are taken in beside requests that read nothing or only write a row.
import { type Line, median, number, timed } from "#bench/figures.ts";
import { uuidOf } from "#bench/heartbeat-uuid.ts";
import { type Sending, sendMany } from "#bench/load.ts";
import { type Runtime, startRuntime } from "#bench/runtime.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { freePort } from "#test/fixtures/net/port.ts";
import type { Part } from "./part.ts";

const heartbeats = 500;
const atOnce = 64;
const portion = 4_000;
const portions = 3;
const body = "items=7 errors=0";

const aim = "3 rows written at most, in 1 batch";
const quietAim = "1 row written, in 1 batch";

export const pings: Part = async (runtime) => [
  ...(await costs(runtime)),
  ...(await speed()),
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

/**
 * Takes the rates in turn, of one runtime. Locally one thread runs the Workers, the
 * database and what binds them: what a Worker with nothing but a write comes to is as much
 * as there can be.
 */
async function speed(): Promise<Line[]> {
  const direct = { junkai: await freePort(), bench: await freePort() };
  const runtime = await startRuntime({ direct });
  try {
    const anchorAt = Date.now() - hourMs;
    await runtime.perform({ do: "heartbeats", count: heartbeats, anchorAt });
    const junkai = `http://127.0.0.1:${direct.junkai}`;
    const bench = `http://127.0.0.1:${direct.bench}`;
    const idOf = (i: number) => (i % heartbeats) + 1;
    const [none, written, taken] = [
      createRate(runtime, () => ({ url: `${junkai}/ping/none`, body }), 404),
      createRate(runtime, (i) => ({ url: bench, body: bareWrite(idOf(i)) }), 200),
      createRate(
        runtime,
        (i) => ({ url: `${junkai}/ping/${uuidOf(idOf(i))}`, body }),
        200,
      ),
    ];
    for (let i = 0; i < portions; i++) {
      await none.take();
      await written.take();
      await taken.take();
      // What waits is taken, as a tick a minute does.
      await runtime.perform({ do: "tick", now: Date.now() + i * minuteMs });
    }
    return [
      {
        what: `requests that read nothing, ${atOnce} at once`,
        measured: none.inWords(),
        aim: "",
      },
      {
        what: "requests that write one row and do nothing else",
        measured: written.inWords(),
        aim: "",
      },
      {
        what: `pings of ${number(heartbeats)} heartbeats`,
        measured: taken.inWords(),
        aim: "1,000 a second",
      },
      {
        what: "ratio to the requests that write one row",
        measured: (taken.rate() / written.rate()).toFixed(2),
        aim: "",
      },
    ];
  } finally {
    await runtime.close();
  }
}

const bareWrite = (id: number): string =>
  JSON.stringify({ do: "bare-write", id, text: body });

/** Sends portions of requests and measures how many a second are answered. */
function createRate(
  runtime: Runtime,
  sendingOf: (number: number) => Sending,
  status: number,
) {
  const rates: number[] = [];
  const cpus: number[] = [];
  return {
    async take(): Promise<void> {
      const cpuBefore = runtime.cpuMs() ?? Number.NaN;
      const ms = await timed(async () => {
        const counts = await sendMany(portion, atOnce, sendingOf);
        if (counts.get(status) !== portion)
          throw new Error(`answers of another status: ${[...counts].join("; ")}`);
      });
      rates.push((portion / ms) * 1_000);
      cpus.push(((runtime.cpuMs() ?? Number.NaN) - cpuBefore) / portion);
    },
    rate: () => median(rates),
    inWords: () =>
      `${number(median(rates))} a second, ${median(cpus).toFixed(2)} ms of CPU`,
  };
}

const inWords = ({ statements, rowsWritten, rowsRead }: Meter): string =>
  `${counted(statements, "statement")}, ${counted(rowsWritten, "row")} written, ${rowsRead} read`;

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;
