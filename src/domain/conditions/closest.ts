// Finds the known name that a wrong one is near to.
import { closest, distance } from "fastest-levenshtein";

/** Null when no name is near. */
export function closestOf(wrong: string, known: readonly string[]): string | null {
  // Longer ones are no slips of a finger, and comparing them takes long.
  if (wrong.length > 40) return null;
  const name = closest(wrong, known);
  return distance(wrong, name) <= Math.max(2, Math.floor(name.length / 3)) ? name : null;
}
