// Measures how many pings of heartbeats a second are taken in, beside requests that read
// nothing or only write a row. Locally one thread runs the Workers, the database and what
// binds them: what a Worker with nothing but a write comes to is as much as there can be.
import type { Figure, Repeated } from "#bench/comparing/repeated.ts";
import type { Better } from "#bench/comparing/spread.ts";
import { number, timed } from "#bench/figures.ts";
import { uuidOf } from "#bench/heartbeat-uuid.ts";
import { type Sending, sendMany } from "#bench/load.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import type { Runtime } from "#bench/runtime.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import { freePort } from "#test/fixtures/net/port.ts";

const heartbeats = 500;
const atOnce = 64;
const portion = 1_000;
const body = "items=7 errors=0";

const rate = { unit: "a second", digits: 0, better: "more" } as const;
const cpuOf = (what: string, better: Better = "less"): Figure => ({
  what: `… CPU of ${what}`,
  unit: "ms",
  digits: 2,
  better,
});

export const pingRates: Repeated<
  "none" | "noneCpu" | "written" | "writtenCpu" | "taken" | "takenCpu" | "ratio"
> = {
  figures: {
    none: { what: `requests that read nothing, ${atOnce} at once`, ...rate },
    noneCpu: cpuOf("each that reads nothing"),
    written: {
      what: "requests that write one row and do nothing else",
      ...rate,
      better: null,
    },
    writtenCpu: cpuOf("each that writes one row", null),
    taken: {
      what: `pings of ${number(heartbeats)} heartbeats`,
      ...rate,
      aim: "1,000 a second",
    },
    takenCpu: cpuOf("each ping"),
    ratio: {
      what: "ratio to the requests that write one row",
      unit: "",
      digits: 2,
      better: "more",
    },
  },
  options: async () => ({
    direct: { junkai: await freePort(), bench: await freePort() },
  }),
  async begin(runtime) {
    const anchorAt = Date.now() - hourMs;
    await runtime.perform({ do: "heartbeats", count: heartbeats, anchorAt });
    let minute = 0;
    return { once: () => measure(runtime, minute++), end: () => {} };
  },
};

const idOf = (i: number) => (i % heartbeats) + 1;
const bareWrite = (id: number): string =>
  JSON.stringify({ do: "bare-write", id, text: body });

async function measure(runtime: Runtime, minute: number) {
  const { junkai, bench } = runtime.direct ?? { junkai: 0, bench: 0 };
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const none = await send(runtime, () => ({ url: `${at(junkai)}/ping/none`, body }), 404);
  const written = await send(
    runtime,
    (i) => ({ url: at(bench), body: bareWrite(idOf(i)) }),
    200,
  );
  const taken = await send(
    runtime,
    (i) => ({ url: `${at(junkai)}/ping/${uuidOf(idOf(i))}`, body }),
    200,
  );
  // What waits is taken, as a tick a minute does. One at the end of its minute would wait.
  await earlyInTheMinute(45);
  await runtime.perform({ do: "tick", now: Date.now() + minute * minuteMs });
  return {
    none: none.rate,
    noneCpu: none.cpu,
    written: written.rate,
    writtenCpu: written.cpu,
    taken: taken.rate,
    takenCpu: taken.cpu,
    ratio: taken.rate / written.rate,
  };
}

/** Sends a portion of requests; gives how many a second were answered, and their CPU. */
async function send(
  runtime: Runtime,
  sendingOf: (number: number) => Sending,
  status: number,
) {
  const cpuBefore = runtime.cpuMs() ?? Number.NaN;
  const ms = await timed(async () => {
    const counts = await sendMany(portion, atOnce, sendingOf);
    if (counts.get(status) !== portion)
      throw new Error(
        `answers of another status than ${status}: ${[...counts].join("; ")}`,
      );
  });
  const cpu = ((runtime.cpuMs() ?? Number.NaN) - cpuBefore) / portion;
  return { rate: (portion / ms) * 1_000, cpu };
}
