// Creates one-minute targets through the API, all of which begin in the same minute.
import type { Runtime } from "#bench/runtime.ts";
import { budgets, shardSize } from "#domain/budget.ts";
import type { Load } from "./load.ts";

/** Creates the targets. Their slots begin with the minute of `startAt` (epoch ms). */
export async function createTargets(
  runtime: Runtime,
  site: string,
  { targets, spreadS }: Load,
  startAt: number,
): Promise<void> {
  const documents = Array.from({ length: targets }, (_, i) => {
    const first = startAt + secondOf(i, spreadS) * 1_000;
    return {
      url: `${site}/page/${i}`,
      schedule: { every: "1m", startAt: new Date(first).toISOString() },
    };
  });
  const atOnce = budgets.paid.documents;
  for (let from = 0; from < targets; from += atOnce)
    await runtime.call("POST", "/api/targets/bulk", {
      operation: "create",
      documents: documents.slice(from, from + atOnce),
    });
}

/** Targets of a shard are due together: a shard takes them in the order of their ids. */
const secondOf = (i: number, spreadS: number): number =>
  Math.floor(i / shardSize) % spreadS;
