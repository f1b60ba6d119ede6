// Adds up what a month of a deployment uses, from some simulated minutes of it.
import { shardSize } from "#domain/budget.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import type { Measured } from "./measured.ts";
import type { Simulated } from "./model/simulate.ts";
import { operationsPerMessage } from "./prices.ts";

/** A month of thirty days, as the platform's own examples have it. */
export const daysOfMonth = 30;
const minutesOfMonth = (daysOfMonth * dayMs) / minuteMs;
const hoursOfMonth = (daysOfMonth * dayMs) / hourMs;

export type Usage = {
  invocations: number;
  queueOperations: number;
  rowsRead: number;
  rowsWritten: number;
  /** At most: of the whole runtime, the embedded database included. */
  cpuMs: number;
  /** CPU time in JavaScript of the longest kind of invocation. */
  invocationCpuMs: number;
  /** By how many bytes the database grows in a day, before anything is deleted. */
  bytesPerDay: number;
};

export function usageOf({ scenario, tally, use }: Simulated, measured: Measured): Usage {
  const { minutes, targets } = scenario;
  const { javaScript, runtimePerCheck, bytesPerRun, database } = measured;
  const month = (counted: number) => (counted / minutes) * minutesOfMonth;
  const sealedHours = targets * hoursOfMonth;
  const rounds = scenario.isQueued ? tally.messages : minutes;
  const perInvocation = tally.rounds / Math.max(1, rounds);
  const tickMs = javaScript.tick + javaScript.tickPerShard * (targets / shardSize);
  const served = perInvocation * javaScript.round;
  const heaviest = scenario.isQueued
    ? Math.max(tickMs, javaScript.message + served)
    : tickMs + served;
  return {
    invocations: minutesOfMonth + month(tally.messages),
    queueOperations: month(tally.messages) * operationsPerMessage,
    rowsRead: month(use.rowsRead) + sealedHours * database.sealing.rowsRead,
    // A sealed hour's row is deleted when its time has come, which is written as well.
    rowsWritten:
      month(use.rowsWritten) + sealedHours * (database.sealing.rowsWritten + 1),
    cpuMs:
      minutesOfMonth * tickMs +
      month(tally.messages) * javaScript.message +
      month(tally.ran) * runtimePerCheck,
    invocationCpuMs: heaviest,
    bytesPerDay: (targets * bytesPerRun.all * dayMs) / minuteMs,
  };
}

/** How long runs are kept in detail, and statistics by the hour, in days. */
export type KeptDays = { runs: number; hours: number };

/** How large the database is once as much is deleted as is added. */
export function keptBytes(
  targets: number,
  { bytesPerRun }: Measured,
  kept: KeptDays,
): number {
  const perDay = (targets * dayMs) / minuteMs;
  const bytes = bytesPerRun.inDetail * kept.runs + bytesPerRun.byTheHour * kept.hours;
  return perDay * bytes;
}
