// Counts the rows that rounds with readings write.
import type { Line } from "#bench/figures.ts";
import { noon, type Part, seedTargets } from "#bench/parts/part.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";

/** What a round of 40 writes: without steps, with them, and when one content changes. */
export async function rowsOfRounds(runtime: Parameters<Part>[0]): Promise<Line[]> {
  const written: Record<string, number> = {};
  for (const [what, extract] of [
    ["without", undefined],
    ["with", [{ text: true }]],
  ] as const) {
    await seedTargets(runtime, {
      count: 40,
      dueAt: 0,
      anchorAt: noon - hourMs,
      ...(extract && { extract }),
    });
    const tick = async (minute: number, changed?: string) => {
      const now = noon + minute * minuteMs + 500;
      const command = { do: "tick", now, ...(changed && { changed }) };
      return (await runtime.perform<Meter>(command)).rowsWritten - 1;
    };
    await runtime.perform({ do: "hour", from: noon - hourMs });
    await tick(0);
    written[what] = await tick(1);
    if (extract === undefined) continue;
    written.changed = await tick(2, "/page/7");
  }
  const quiet = written.with ?? Number.NaN;
  const more = (written.changed ?? 0) - quiet;
  return [
    {
      what: "rows that a quiet round of 40 writes with readings, and without",
      measured: `${quiet} and ${written.without}`,
      aim: "the same",
    },
    {
      what: "rows that a change adds to a round, and its event after it",
      measured: `${more}`,
      aim: "4 in the round (a test counts them), and what telling takes",
    },
  ];
}
