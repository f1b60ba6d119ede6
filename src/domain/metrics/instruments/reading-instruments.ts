// Lists the instruments of the numbers that a target's steps read. A run that could not be
// read leaves no number to show: its target has none until the next run.
import type { Instrument, Reading } from "#domain/metrics/instrument.ts";
import type { TargetMetrics } from "#domain/metrics/snapshot.ts";
import type { NumberMemory } from "#domain/readings/number-memory.ts";

/** A gauge of each number that is remembered. */
const ofMemory = (read: (memory: NumberMemory) => number) => ({
  kind: "gauge" as const,
  read: ({ numbers }: TargetMetrics): Reading[] =>
    Object.entries(numbers).map(([name, memory]) => ({
      labels: { reading: name },
      value: read(memory),
    })),
});

export const readingInstruments: readonly Instrument<TargetMetrics>[] = [
  {
    kind: "gauge",
    name: "junkai_reading",
    flatName: "targets/{target}/readings/{reading}",
    help: "A number that the last run read.",
    flatHelp: "{name}: the number {reading} that the last run read.",
    read: ({ last }) =>
      Object.entries(last?.reading?.numbers ?? {}).map(([name, value]) => ({
        labels: { reading: name },
        value,
      })),
  },
  {
    name: "junkai_reading_lowest",
    flatName: "targets/{target}/readings/{reading}/lowest",
    help: "The lowest number that was read since the steps are what they are.",
    flatHelp: "{name}: the lowest {reading} since the steps are what they are.",
    ...ofMemory(({ lowest }) => lowest),
  },
  {
    name: "junkai_reading_highest",
    flatName: "targets/{target}/readings/{reading}/highest",
    help: "The highest number that was read since the steps are what they are.",
    flatHelp: "{name}: the highest {reading} since the steps are what they are.",
    ...ofMemory(({ highest }) => highest),
  },
];
