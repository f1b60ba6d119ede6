// Takes in the visits of a slice in the queue's order, whichever visit ended first: the
// same site always gives the same crawl. No I/O.

import type { Progress } from "#domain/sites/crawl.ts";
import { advanceQueue } from "#domain/sites/frontier/frontier.ts";
import {
  type CrawlMemory,
  noResults,
  type SliceResults,
  takeVisit,
} from "./take-visit.ts";
import type { QueuedPage, Visit } from "./visit.ts";

/** The visits of a slice so far: `visits[i]` is that of `pages[i]`, once it has ended. */
export type Intake = {
  pages: QueuedPage[];
  visits: (Visit | undefined)[];
  /** How many visits, from the first on, are in the results. */
  taken: number;
  results: SliceResults;
};

/** The intake of a slice that has just begun, with the progress before it. */
export const openIntake = (before: Progress): Intake => ({
  pages: [],
  visits: [],
  taken: 0,
  results: noResults(before),
});

/** Expects a visit of each page, after the ones before. Gives the place of the first. */
export function expectVisits(intake: Intake, pages: readonly QueuedPage[]): number {
  const from = intake.pages.length;
  intake.pages.push(...pages);
  return from;
}

/** Notes how the visit at a place ended, and takes in all that can now be taken. */
export function noteVisit(
  memory: CrawlMemory,
  intake: Intake,
  place: number,
  visit: Visit,
  now: number,
): void {
  const { visits } = intake;
  visits[place] = visit;
  let end = intake.taken;
  while (hasEnded(visits[end])) end += 1;
  takeUpTo(memory, intake, end, now);
}

/** A page whose turn did not come may stay in the queue: that is known at the end. */
const hasEnded = (visit: Visit | undefined): boolean =>
  visit !== undefined && visit.fate !== "left";

/** Whether visits wait for an earlier one, or for a page whose turn did not come. */
export const isHeldUp = ({ pages, taken }: Intake): boolean => taken < pages.length;

/**
 * Ends the slice, whose visits have all ended. Pages whose turn did not come stay where
 * they are in the queue, unless a later page had its turn.
 */
export function closeIntake(
  memory: CrawlMemory,
  intake: Intake,
  now: number,
): SliceResults {
  const { visits, results } = intake;
  const end = visits.findLastIndex(hasEnded) + 1;
  takeUpTo(memory, intake, end, now);
  advanceQueue(memory.frontier, end);
  for (const visit of visits.slice(end))
    if (visit?.fate === "left") results.trouble = visit.trouble ?? results.trouble;
  return results;
}

function takeUpTo(memory: CrawlMemory, intake: Intake, end: number, now: number): void {
  const { pages, visits, results } = intake;
  for (; intake.taken < end; intake.taken++) {
    const page = pages[intake.taken];
    const visit = visits[intake.taken];
    if (page && visit) takeVisit(memory, results, page, visit, now);
  }
}
