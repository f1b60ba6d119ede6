// Compiles the patterns of a list, and names the place of one that cannot be taken.
import type { RefusedStep } from "#domain/readings/step-kind.ts";
import { compilePattern, type Pattern } from "./pattern.ts";

export function compileList(
  patterns: readonly string[] | undefined,
  at: readonly string[],
): Pattern[] | RefusedStep {
  const compiled: Pattern[] = [];
  for (const [i, text] of (patterns ?? []).entries()) {
    const pattern = compilePattern(text);
    if (typeof pattern === "string") return { at: [...at, String(i)], refused: pattern };
    compiled.push(pattern);
  }
  return compiled;
}

/** A list of patterns in short: `"a", "b" and 3 more`. */
export function tellList(patterns: readonly string[]): string {
  const told = patterns.slice(0, 2).map((pattern) => JSON.stringify(pattern));
  const more = patterns.length - told.length;
  return `${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
