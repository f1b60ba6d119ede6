// Counts what it costs to tell a channel of events: a tick that puts them into a group, and
// one that makes the message and sends it. The channel answers at once.
import { type Line, number } from "#bench/figures.ts";
import { minuteMs, never } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { noon, type Part, seedTargets } from "./part.ts";

type Cost = Pick<Meter, "statements" | "rowsWritten" | "rowsRead"> & { ms: number };

export const notices: Part = async (runtime) => {
  const lines: Line[] = [];
  const tick = async (now: number): Promise<Cost> => {
    const start = performance.now();
    const meter = await runtime.perform<Meter>({ do: "tick", now });
    return { ...meter, ms: performance.now() - start };
  };
  // Groups wait for the next tick: ticks in simulated time wait for nothing.
  await runtime.call("PUT", "/api/routes", { groupWait: "1m", groupInterval: "1m" });
  for (const count of [1, 500]) {
    await runtime.perform({ do: "forget-notices" });
    await seedTargets(runtime, { count: 40, dueAt: never, anchorAt: noon });
    const document = { kind: "webhook", name: "ops", url: "https://ops.example/hook" };
    await runtime.call("POST", "/api/channels", document);
    await tick(noon);
    const idle = await tick(noon + minuteMs);
    for (const [i, what] of (["opened", "closed"] as const).entries()) {
      const at = noon + (3 + 5 * i) * minuteMs;
      await runtime.perform({ do: "notice-events", count, what, at });
      const routing = await tick(at);
      const sending = await tick(at + minuteMs);
      lines.push(
        toLine(`${number(count)} ${what}: put into a group`, routing, idle),
        toLine(`${number(count)} ${what}: told in a message`, sending, idle),
      );
    }
  }
  return lines;
};

/** What a tick cost more than an idle one. */
const toLine = (what: string, cost: Cost, idle: Cost): Line => ({
  what,
  measured: [
    `${cost.statements - idle.statements} statements`,
    `${number(cost.rowsWritten - idle.rowsWritten)} rows written`,
    `${number(cost.rowsRead - idle.rowsRead)} read`,
    `${(cost.ms - idle.ms).toFixed(0)} ms`,
  ].join(", "),
  aim: "",
});
