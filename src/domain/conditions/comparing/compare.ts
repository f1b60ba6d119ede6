// Compares numbers: `< 800`, `>= 1`.

export const comparers = {
  "==": (a: number, b: number) => a === b,
  "!=": (a: number, b: number) => a !== b,
  "<=": (a: number, b: number) => a <= b,
  ">=": (a: number, b: number) => a >= b,
  "<": (a: number, b: number) => a < b,
  ">": (a: number, b: number) => a > b,
} as const;

export type Comparer = keyof typeof comparers;

/** Splits `< 800ms` into its sign and its rest; null without a sign. */
export function splitComparison(text: string): { sign: Comparer; rest: string } | null {
  const [, sign, rest] = /^(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text) ?? [];
  return sign === undefined || rest === undefined
    ? null
    : { sign: sign as Comparer, rest };
}

/** A test of a number; null when the text is none. `parse` reads the number. */
export function readNumberTest(
  text: string,
  parse: (text: string) => number | null,
): ((value: number) => boolean) | null {
  const split = splitComparison(text);
  const limit = split && parse(split.rest);
  if (split === null || limit === null) return null;
  const compare = comparers[split.sign];
  return (value) => compare(value, limit);
}

/** A whole number of things, such as "1000". */
export const parseCount = (text: string): number | null =>
  /^\d{1,15}$/.test(text) ? Number(text) : null;
