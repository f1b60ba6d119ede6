// Says what the page of a target's numbers shows. Plain data. Instants are epoch ms.
import type { NumberMemory } from "#domain/readings/number-memory.ts";
import type {
  NumberFigures,
  NumberPoint,
} from "#domain/statistics/numbers/number-series.ts";
import type { Window } from "#domain/statistics/series.ts";
import type { Target } from "#domain/targets/target.ts";
import type { WindowName } from "#ui/targets/target-view.ts";

/** A number that the steps read, or once read. */
export type ShownNumber = {
  name: string;
  /** What it has come to since the steps are what they are; null: not read any more. */
  memory: NumberMemory | null;
  /** Of the window; null where nothing was read. */
  figures: NumberFigures | null;
  /** The last value of the day before; null where nothing was read in it. */
  dayBefore: number | null;
  points: readonly NumberPoint[];
  /** Coarser points, for the table. */
  rows: readonly NumberPoint[];
};

export type ReadingsView = {
  target: Target;
  window: Window;
  windowName: WindowName;
  numbers: readonly ShownNumber[];
  /** How many hours and days could not be decoded. */
  unreadable: number;
};
