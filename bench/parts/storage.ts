// Weighs sealed hours, beside one row a run.
import { number } from "#bench/figures.ts";
import { noon, type Part, seedTargets } from "./part.ts";

/** Weighs three sealed days of a whole shard. */
export const storage: Part = async (runtime) => {
  await seedTargets(runtime, { count: 40, dueAt: 0, anchorAt: noon });
  const targetIds = Array.from({ length: 40 }, (_, i) => i + 1);
  const past = {
    targetIds,
    shardId: 1,
    everyMs: 60_000,
    from: Date.parse("2026-02-02T00:00:00Z"),
    hours: 72,
  };
  const size = () => runtime.perform<number>({ do: "size" });
  const before = await size();
  const runs = await runtime.perform<number>({ do: "past", ...past });
  const grown = ((await size()) - before) / runs;
  const { entries, summaries } = await runtime.perform<{
    entries: number;
    summaries: number;
  }>({
    do: "weigh-past",
  });
  const plain = (await runtime.perform<number>({ do: "plain-rows", past })) / runs;
  const bytes = (all: number) => (all / runs).toFixed(1);
  const shares = `${bytes(entries)} the run, ${bytes(summaries)} its hour's summary`;
  return [
    {
      what: `bytes a run in a sealed hour, of ${number(runs)} runs`,
      measured: `${bytes(entries + summaries)}: ${shares}`,
      aim: "12",
    },
    {
      what: "… that the database grew by, keys, totals and half-full pages included",
      measured: grown.toFixed(1),
    },
    {
      what: "… against one row a run",
      measured: `${plain.toFixed(1)}: ${(plain / grown).toFixed(0)} times as much`,
    },
  ];
};
