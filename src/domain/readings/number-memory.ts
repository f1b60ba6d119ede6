// Remembers the numbers that a target's steps have read, by name, since the steps are what
// they are.
import { dayMs } from "#domain/time/instants.ts";
import type { Reading } from "./reading.ts";
import { mostNumbers } from "./step.ts";

/** Instants are epoch ms. */
export type NumberMemory = {
  count: number;
  sum: number;
  lowest: number;
  lowestAt: number;
  highest: number;
  highestAt: number;
  last: number;
  lastAt: number;
};

export type NumberMemories = Readonly<Record<string, NumberMemory>>;

/** Numbers of one revision of a request: other steps read other numbers. */
export type NumberHistory = { requestRevision: number; byName: NumberMemories };

/** What a run read, and when it began; null where nothing was read. */
type RunReading = { reading: Reading | null; startedAt: number };

/**
 * The history with the numbers of one more run, of a round or of a person. Names that the
 * run did not read go. Undefined where there is nothing to remember.
 */
export function takeNumbers(
  before: NumberHistory | undefined,
  requestRevision: number,
  { reading, startedAt }: RunReading,
): NumberHistory | undefined {
  const isSame = before?.requestRevision === requestRevision;
  if (reading === null)
    return before === undefined || isSame ? before : { requestRevision, byName: {} };
  const known = new Map(isSame ? Object.entries(before.byName) : []);
  const taken = Object.entries(reading.numbers)
    .slice(0, mostNumbers)
    .map(
      ([name, value]) => [name, withNumber(known.get(name), value, startedAt)] as const,
    );
  return before === undefined && taken.length === 0
    ? before
    : { requestRevision, byName: Object.fromEntries(taken) };
}

function withNumber(
  before: NumberMemory | undefined,
  value: number,
  at: number,
): NumberMemory {
  if (before === undefined)
    return {
      count: 1,
      sum: value,
      lowest: value,
      lowestAt: at,
      highest: value,
      highestAt: at,
      last: value,
      lastAt: at,
    };
  const { count, sum } = before;
  return {
    ...before,
    count: count + 1,
    sum: finite(sum + value),
    ...(value < before.lowest && { lowest: value, lowestAt: at }),
    ...(value > before.highest && { highest: value, highestAt: at }),
    ...(isLater(at, before.lastAt) && { last: value, lastAt: at }),
  };
}

/** A run may be told late, and a clock may have been ahead. */
const isLater = (at: number, lastAt: number): boolean =>
  at >= lastAt || lastAt - at > dayMs;

/** JSON has no infinite numbers. */
const finite = (sum: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, sum));

/** Append only: the position is stored. */
type PackedNumber = [
  name: string,
  count: number,
  sum: number,
  lowest: number,
  lowestAt: number,
  highest: number,
  highestAt: number,
  last: number,
  lastAt: number,
];

/** Append only: the position is stored. */
export type PackedNumbers = [requestRevision: number, ...numbers: PackedNumber[]];

/** Null when nothing is remembered. */
export function packNumbers({
  requestRevision,
  byName,
}: NumberHistory): PackedNumbers | null {
  const numbers = Object.entries(byName).map(
    ([name, of]): PackedNumber => [
      name,
      of.count,
      of.sum,
      of.lowest,
      of.lowestAt,
      of.highest,
      of.highestAt,
      of.last,
      of.lastAt,
    ],
  );
  return numbers.length === 0 ? null : [requestRevision, ...numbers];
}

export const unpackNumbers = ([
  requestRevision,
  ...numbers
]: PackedNumbers): NumberHistory => ({
  requestRevision,
  byName: Object.fromEntries(
    numbers.map(
      ([name, count, sum, lowest, lowestAt, highest, highestAt, last, lastAt]) => [
        name,
        { count, sum, lowest, lowestAt, highest, highestAt, last, lastAt },
      ],
    ),
  ),
});
