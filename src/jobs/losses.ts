// Tells a run of a leased job what is known of the runs that were lost before it.
import type { Deps } from "#deps";
import type { Thing } from "#domain/apart/set-aside.ts";
import { type JobControl, markJob } from "#store/jobs/job-control.ts";

/** What is known of the runs that were lost before this one. */
export type Losses = {
  /** How many in a row. */
  lost: number;
  /** What the last one was at; null when that is not known. Gives it once. */
  takeBookmark(): Thing | null;
  /** Notes what this run is at. */
  mark(thing: Thing | null): Promise<void>;
};

export const noLosses: Losses = {
  lost: 0,
  takeBookmark: () => null,
  mark: async () => {},
};

/** Reads them from the control of a job that was claimed with a token. */
export function lossesOf(
  { db }: Deps,
  { name, claims, bookmark }: JobControl,
  token: string,
): Losses {
  let lostWith: Thing | null = bookmark === null ? null : JSON.parse(bookmark);
  return {
    lost: claims - 1,
    takeBookmark() {
      const thing = lostWith;
      lostWith = null;
      return thing;
    },
    mark: (thing) => markJob(db, name, token, thing && JSON.stringify(thing)),
  };
}
