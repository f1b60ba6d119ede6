// Counts what pings of heartbeats cost, each kind for itself.
import type { Line } from "#bench/figures.ts";
import { uuidOf } from "#bench/heartbeat-uuid.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import type { Part } from "./part.ts";

const aim = "3 rows written at most, in 1 batch";
const quietAim = "1 row written, in 1 batch";

export const pings: Part = async (runtime) => {
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
  await runtime.perform({ do: "heartbeats", count: 500, anchorAt });
  const round = async () => {
    // A tick at the end of its minute would wait for the next one, and the clock stands.
    await earlyInTheMinute(45);
    return await runtime.perform<Meter>({ do: "tick", now: Date.now() });
  };
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
};

const inWords = ({ statements, rowsWritten, rowsRead }: Meter): string =>
  `${counted(statements, "statement")}, ${counted(rowsWritten, "row")} written, ${rowsRead} read`;

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;
