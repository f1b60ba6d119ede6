// Reads what a run counted from the body of its ping: lines such as `items=1200 errors=0`,
// or a JSON object of numbers. No I/O.
import { stepName } from "#domain/readings/step.ts";

export type Counts = Readonly<Record<string, number>>;

/** Counts of a run that are kept. */
export const mostCounts = 20;

/**
 * Gives the counts in a body: those of the lines that it begins and ends with, as long as
 * these say nothing else.
 */
export function readCounts(body: string): Counts {
  const lines = body.trim().split(/\r?\n/);
  return {
    ...leadingCounts(lines),
    ...leadingCounts(lines.toReversed()),
    ...objectIn(body),
  };
}

/** Of two lines with the same name the one nearer to the body's edge counts. */
function leadingCounts(lines: readonly string[]): Counts {
  const counted: Counts[] = [];
  for (const line of lines.slice(0, mostCounts)) {
    const counts = countsIn(line);
    if (Object.keys(counts).length === 0) break;
    counted.unshift(counts);
  }
  return Object.assign({}, ...counted) as Counts;
}

/** Keeps what counts can be: numbers by names that readings could have. */
export function toCounts(values: Readonly<Record<string, unknown>>): Counts {
  const known = Object.entries(values).filter(
    (entry): entry is [string, number] =>
      stepName.test(entry[0]) &&
      typeof entry[1] === "number" &&
      Number.isFinite(entry[1]),
  );
  return Object.fromEntries(known.slice(0, mostCounts));
}

const pair = /^([a-z][a-z0-9_]{0,39})=(-?[0-9]+(?:\.[0-9]+)?)$/;

/** The counts of a line that says nothing else. */
function countsIn(line: string): Counts {
  const pairs = line
    .trim()
    .split(/[\s,]+/)
    .map((word) => pair.exec(word));
  if (pairs.includes(null)) return {};
  return toCounts(
    Object.fromEntries(pairs.map((match) => [match?.[1], Number(match?.[2])])),
  );
}

function objectIn(body: string): Counts {
  const text = body.trim();
  if (!text.startsWith("{")) return {};
  try {
    return toCounts(JSON.parse(text) as Record<string, unknown>);
  } catch {
    return {};
  }
}
