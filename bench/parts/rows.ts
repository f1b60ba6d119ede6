// Counts the statements and rows of ticks and rounds, and of a whole day.
import { type Line, number } from "#bench/figures.ts";
import { hourMs, never } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { noon, type Part, seedTargets } from "./part.ts";

export const rows: Part = async (runtime) => {
  const lines: Line[] = [];
  for (const count of [100, 100_000]) {
    await seedTargets(runtime, { count, dueAt: never, anchorAt: noon });
    const idle = await runtime.perform<Meter>({ do: "tick", now: noon + 60_500 });
    lines.push({
      what: `idle tick, ${number(count)} targets`,
      measured: inWords(idle),
      aim: "3 statements, 1 row written, rows read the same",
    });
  }
  await seedTargets(runtime, { count: 40, dueAt: 0, anchorAt: noon - hourMs });
  await runtime.perform({ do: "hour", from: noon - hourMs });
  await runtime.perform({ do: "tick", now: noon + 500 });
  const round = await runtime.perform<Meter>({ do: "tick", now: noon + 60_500 });
  lines.push({
    what: "tick with one quiet round of 40",
    measured: `${round.rowsWritten - 1} rows written by the round; ${inWords(round)}`,
    aim: "4 rows written",
  });
  return lines;
};

export const day: Part = async (runtime) => {
  await seedTargets(runtime, { count: 1_000, dueAt: 0, anchorAt: noon - hourMs });
  await runtime.perform({ do: "hour", from: noon - hourMs });
  const total = { statements: 0, rowsRead: 0, rowsWritten: 0, runs: 0 };
  for (let hour = 0; hour < 24; hour++) {
    const cost = await runtime.perform<typeof total>({
      do: "hour",
      from: noon + hour * hourMs,
    });
    for (const name of Object.keys(total) as (keyof typeof total)[])
      total[name] += cost[name];
  }
  const [written, read] = [total.rowsWritten, total.rowsRead].map((count) =>
    (count / total.runs).toFixed(3),
  );
  return [
    {
      what: `a day of 1,000 targets at 1 minute, ${number(total.runs)} runs with sealing`,
      measured: `${written} rows written and ${read} read a run`,
      aim: "0.15 and 2",
    },
  ];
};

const inWords = ({ statements, rowsWritten, rowsRead }: Meter): string =>
  `${statements} statements, ${rowsWritten} ${rowsWritten === 1 ? "row" : "rows"} written, ${rowsRead} read`;
