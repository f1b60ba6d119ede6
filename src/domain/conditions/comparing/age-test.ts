// Tests how long ago something was: `younger 2d`, `older 30d`.
import { type Refused, refuse } from "#domain/conditions/kind.ts";
import { parseDuration } from "#domain/time/duration.ts";

/** Null where the text is about no age. What is still to come is younger than anything. */
export function readAgeTest(text: string): ((ageMs: number) => boolean) | Refused | null {
  const [, word, length = ""] = /^(younger|older)\b\s*(.*)$/s.exec(text) ?? [];
  if (word === undefined) return null;
  const limitMs = parseDuration(length);
  if (limitMs === null || limitMs === 0)
    return refuse('This is "younger 2d" or "older 30d".');
  return word === "younger" ? (ageMs) => ageMs <= limitMs : (ageMs) => ageMs > limitMs;
}
