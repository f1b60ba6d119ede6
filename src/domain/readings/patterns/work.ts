// Bounds the work of matching by what it looks at, not by time: clocks stand still in
// workerd while code runs.
import type { Unread } from "#domain/readings/step-kind.ts";

/**
 * Looks at characters, times instructions of the pattern, that one step may take. RE2 in
 * JavaScript takes 5 to 9 ns for each, so that this is less than 50 ms.
 */
const mostWork = 5_000_000;

export type Work = { left: number };

export const createWork = (): Work => ({ left: mostWork });

class TooMuchWork extends Error {}

/** Takes work off what is left; throws when that is used up. */
export function charge(work: Work, cost: number): void {
  work.left -= cost;
  if (work.left < 0) throw new TooMuchWork("This takes too long.");
}

/** A text of which each look at a character is charged. RE2JS takes it as a string. */
export class ChargedText extends String {
  readonly #work: Work;
  readonly #cost: number;

  constructor(text: string, work: Work, cost: number) {
    super(text);
    this.#work = work;
    this.#cost = cost;
  }

  override charCodeAt(index: number): number {
    charge(this.#work, this.#cost);
    return super.charCodeAt(index);
  }
}

/** What `run` gives; null when it would take more work than a step may. */
export function withinWork<T>(run: (work: Work) => T): T | null {
  try {
    return run(createWork());
  } catch (error) {
    if (error instanceof TooMuchWork) return null;
    throw error;
  }
}

export const tooMuchWork: Unread = { unread: "takes too long for this text" };
