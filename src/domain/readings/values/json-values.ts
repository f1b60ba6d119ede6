// Reads and bounds JSON values of readings: what is written of them is no longer and no
// deeper than a reading may be.
import { isObject } from "#domain/json.ts";

/** Characters of a reading's text, as far as JSON makes it longer than the answer. */
const mostCharacters = 1_048_576;

/** Lists in lists that are written: JSON.stringify calls itself for each. */
const deepest = 200;

/** Parses a text; undefined where it is no JSON. */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether values, each written with an indent of two, are of a size that is kept. */
export function isOfUsualSize(values: readonly unknown[]): boolean {
  let left = mostCharacters;
  const waiting = values.map((value) => ({ value, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    left -= 2 * depth + (typeof value === "string" ? value.length : 8);
    if (left < 0 || depth > deepest) return false;
    if (Array.isArray(value))
      for (const item of value) waiting.push({ value: item, depth: depth + 1 });
    else if (isObject(value))
      for (const [key, item] of Object.entries(value)) {
        left -= key.length;
        waiting.push({ value: item, depth: depth + 1 });
      }
  }
  return true;
}
