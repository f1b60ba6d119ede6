// Says what repetitions of a measurement come to: their median with the least and the
// most, and whether two revisions differ by more than that. Pure: measures nothing.
import { median } from "#bench/figures.ts";

export type Spread = { median: number; least: number; most: number };

/** What a figure is the better for: `more` of it or `less`; null if it is not judged. */
export type Better = "more" | "less" | null;

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

/** "0.46 (0.43 to 0.49)"; what cannot be known on this system is "unknown". */
export function spreadInWords(spread: Spread, digits: number, unit = ""): string {
  const toText = (value: number) =>
    value.toLocaleString("en", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  // One value that is not known makes the least unknown.
  if (!Number.isFinite(spread.least)) return "unknown";
  const words = `${toText(spread.median)} (${toText(spread.least)} to ${toText(spread.most)})`;
  return unit === "" ? words : `${words} ${unit}`;
}

/** How much of a figure `here` has for one of `there`, pair by pair of one repetition. */
export const ratioOf = (here: readonly number[], there: readonly number[]): Spread =>
  spreadOf(here.map((value, i) => value / (there[i] ?? Number.NaN)));

/**
 * Says whether two revisions differ. They do where all pairs lie on one side of 1: the
 * least and the most of the ratio do not have it between them. Of seven pairs of one
 * revision with itself that happens in one of 64 figures.
 */
export function differenceInWords(ratio: Spread, better: Better): string {
  if (!Number.isFinite(ratio.least)) return "unknown";
  const isMore = ratio.least > 1;
  if (!isMore && !(ratio.most < 1)) return "no more than the spread";
  const percent = (100 * Math.abs(ratio.median - 1)).toFixed(1);
  const verdict =
    better === null ? "" : (better === "more") === isMore ? ", better" : ", worse";
  return `${percent} % ${isMore ? "more" : "less"}: beyond the spread${verdict}`;
}
