// What became of one target in a round.
import type { TargetState } from "#domain/rounds/state.ts";
import type { Entry } from "#domain/runs/run.ts";
import type { Turn } from "#store/runs/append-entries.ts";
import type { HostHold } from "#store/shards/host-holds.ts";
import type { Opening } from "#store/sites/crawls.ts";

export type Attended = {
  entries: Entry[];
  state: TargetState;
  turned: Turn | null;
  /** Set when its host named a time to come back at. */
  holds: HostHold[];
  /** The crawl that its slot opened. */
  opened: Opening[];
  /** Its next slot after what was accounted for; null when there is none. */
  nextAt: number | null;
};

/** Nothing became of it. */
export const unattended = (state: TargetState): Attended => ({
  entries: [],
  state,
  turned: null,
  holds: [],
  opened: [],
  nextAt: null,
});
