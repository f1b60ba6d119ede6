// Holds the elements of a page, and how much work may still be done with them.
import { Document } from "domhandler";

/** Work on every page, however small: enough for thirty steps on a usual page. */
const leastWork = 1_000_000;

/** Work for each node, for all steps together. A simple selector needs five. */
const workPerNode = 40;

/** A page that asked for more work than its size allows. Caught by those who look. */
export class TooMuchWork extends Error {}

export class PageDocument extends Document {
  /** Elements and texts. */
  nodeCount = 0;
  /** Whether the page had more nodes than are held; then nothing is looked for in it. */
  isTooLarge = false;
  /** Whether elements were taken off. */
  isCut = false;
  readonly isXml: boolean;
  #workDone = 0;

  constructor(isXml: boolean) {
    super([]);
    this.isXml = isXml;
  }

  get workDone(): number {
    return this.#workDone;
  }

  /** Counts work; throws TooMuchWork where hostile pages would take seconds. */
  work(amount: number): void {
    this.#workDone += amount;
    if (this.#workDone > leastWork + workPerNode * this.nodeCount)
      throw new TooMuchWork("A page asks for more work than its size allows.");
  }
}
