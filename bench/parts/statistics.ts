// Measures what reading statistics costs, and how exact their percentiles are.
import { type Line, median, number, timed } from "#bench/figures.ts";
import { startSite } from "#bench/runtime.ts";
import { addValue, createSketch, quantileOf } from "#domain/statistics/sketch.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { noon, type Part, seedTargets } from "./part.ts";

export const stats: Part = async (runtime) => {
  await seedTargets(runtime, { count: 40, dueAt: 0, anchorAt: noon });
  const from = Date.parse("2025-03-02T00:00:00Z");
  const to = from + 365 * 24 * hourMs;
  await runtime.perform({
    do: "past",
    targetIds: [7],
    shardId: 1,
    everyMs: 60_000,
    from,
    hours: 365 * 24,
  });
  const series = (start: number, step: number) =>
    Array.from({ length: (to - start) / step + 1 }, (_, i) => start + i * step);
  const month = to - 30 * 24 * hourMs;
  const windows: [string, number[], string][] = [
    [
      "30 days, edges inside hours",
      [month + 1_234_567, to - 1_234_567],
      "800 rows, 15 ms",
    ],
    ["30 days, hour by hour", series(month, hourMs), "800 rows, 15 ms"],
    ["a year, edges inside hours", [from + 1_234_567, to - 1_234_567], "1,000 rows"],
    ["a year, day by day", series(from, 24 * hourMs), "1,000 rows"],
  ];
  const lines: Line[] = [];
  for (const [what, boundaries, aim] of windows) {
    const read = () =>
      runtime.perform<Meter & { runs: number }>({
        do: "statistics",
        targetId: 7,
        shardId: 1,
        boundaries,
      });
    const times: number[] = [];
    for (let i = 0; i < 15; i++) times.push(await timed(read));
    const cost = await read();
    lines.push({
      what: `statistics of ${what}, ${number(cost.runs)} runs`,
      measured: `${number(cost.rowsRead)} rows read, ${median(times).toFixed(1)} ms`,
      aim,
    });
  }
  return [...lines, await percentileError()];
};

const shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

/**
 * Compares percentiles with exact ones, on real latencies of requests to a site on this
 * machine. They are in microseconds, so that many differ.
 */
async function percentileError(): Promise<Line> {
  const site = await startSite();
  const sketch = createSketch();
  const exact: number[] = [];
  const worker = async () => {
    while (exact.length < 20_000) {
      const micros = Math.round(
        1000 *
          (await timed(async () =>
            (await fetch(`${site.address}/page/1`)).arrayBuffer(),
          )),
      );
      exact.push(micros);
      addValue(sketch, micros);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  site.close();
  exact.sort((a, b) => a - b);
  const errors = shares.map((share) => {
    const value = exact[Math.ceil(share * exact.length) - 1] as number;
    return Math.abs((quantileOf(sketch, share) ?? 0) - value) / value;
  });
  const latencies = `real latencies, ${exact[0]} to ${exact.at(-1)} µs, against exact ones`;
  return {
    what: `p50 to p99.99 of ${number(exact.length)} ${latencies}`,
    measured: `off by ${(100 * Math.max(...errors)).toFixed(2)} % at most`,
    aim: "0.5 %",
  };
}
