// Holds the elements of a page, and how much work may still be done with them.
import { Document } from "domhandler";

/** Work for one search, however small the page. */
const leastWork = 200_000;

/** Work for each node in one search. A usual selector needs less than eight. */
const workPerNode = 12;

/** Thirty usual steps need no more than ten searches may. */
const mostSearches = 10;

/** A search that asked for more work than a page of its size is worth. */
export class TooMuchWork extends Error {}

export class PageDocument extends Document {
  /** Elements and texts. */
  nodeCount = 0;
  /** Whether the page had more nodes than are held; then nothing is looked for in it. */
  isTooLarge = false;
  /** Whether elements were taken off. */
  isCut = false;
  readonly isXml: boolean;
  #workBefore = 0;
  #workDone = 0;

  constructor(isXml: boolean) {
    super([]);
    this.isXml = isXml;
  }

  /** All work since the page was read: nodes that were looked at, and texts by length. */
  get workDone(): number {
    return this.#workDone;
  }

  beginSearch(): void {
    this.#workBefore = this.#workDone;
  }

  /** Counts work; throws TooMuchWork where hostile pages would take seconds. */
  work(amount: number): void {
    this.#workDone += amount;
    const most = leastWork + workPerNode * this.nodeCount;
    if (this.#workDone - this.#workBefore > most || this.#workDone > mostSearches * most)
      throw new TooMuchWork("A search asks for more work than the page is worth.");
  }
}
