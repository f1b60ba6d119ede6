// Measures readings and changes: which pages cry wolf, what runs with steps, hostile inputs
// and comparisons take, and which rows a round with readings writes.
import type { Part } from "#bench/parts/part.ts";
import { comparisons } from "./comparisons.ts";
import { falseAlarms } from "./false-alarms.ts";
import { hostileInputs } from "./hostile-inputs.ts";
import { costOfRuns } from "./run-cost.ts";
import { rowsOfRounds } from "./written-rows.ts";

export const readings: Part = async (runtime) => [
  await falseAlarms(),
  ...(await costOfRuns()),
  ...hostileInputs(),
  ...comparisons(),
  ...(await rowsOfRounds(runtime)),
];
