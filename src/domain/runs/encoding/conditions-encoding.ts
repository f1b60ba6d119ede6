// Encodes how a run's conditions turned out, as a difference from the run before: a
// condition takes a byte, and the text that is another one.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";

/** Append only: the position is stored. */
const outcomes = ["ok", "degraded", "failed"] as const;

// The bits of a condition above its outcome. Append only: the position is stored.
const outcomeBits = 4;
const isOther = 4;
const hasActual = 8;
const isOtherActual = 16;

export function writeConditions(
  to: ByteWriter,
  conditions: readonly ToldCondition[],
  before: readonly ToldCondition[],
): void {
  to.varint(conditions.length);
  conditions.forEach(({ condition, actual, outcome }, i) => {
    const known = before[i];
    const other = condition !== known?.condition;
    const otherActual = actual !== null && actual !== known?.actual;
    to.varint(
      outcomes.indexOf(outcome) |
        (other ? isOther : 0) |
        (actual === null ? 0 : hasActual) |
        (otherActual ? isOtherActual : 0),
    );
    if (other) to.text(condition);
    if (otherActual) to.text(actual);
  });
}

/** Reads what `writeConditions` wrote. */
export function readConditions(
  from: ByteReader,
  before: readonly ToldCondition[],
): ToldCondition[] {
  const conditions: ToldCondition[] = [];
  for (let left = from.varint(); left > 0; left--) {
    const known = before[conditions.length];
    const bits = from.varint();
    const outcome = outcomes[bits % outcomeBits];
    if (outcome === undefined)
      throw new RangeError("a condition turned out in no known way");
    const condition = bits & isOther ? from.text() : known?.condition;
    const actual = bits & isOtherActual ? from.text() : (known?.actual ?? null);
    if (condition === undefined) throw new RangeError("a condition without its text");
    conditions.push({ condition, actual: bits & hasActual ? actual : null, outcome });
  }
  return conditions;
}
