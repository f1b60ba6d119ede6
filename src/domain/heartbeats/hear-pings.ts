// Understands the pings of a heartbeat: which runs they tell of, which slots end with
// them, and which end without. No I/O, no clock.
import type { Allowance } from "#domain/allowance.ts";
import { type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Kind, RoundTarget } from "#domain/targets/target.ts";
import type { Ping, RecentPing } from "./ping.ts";

/** What pings and the time that has passed have come to. */
export type Heard = {
  outcome: Outcome;
  /** When the next slot or run is over unless a ping comes; null for never. Epoch ms. */
  nextAt: number | null;
  /** The end of a run that would turn nothing now; null where each may. */
  quiet: "success" | "fail" | null;
  /** The latest pings, the newest last. */
  lately: readonly RecentPing[];
};

/** `lately` are the latest pings before these. Time has come to `now`, epoch ms. */
export function hearPings(
  _target: RoundTarget & { kind: Kind },
  state: TargetState,
  _pings: readonly Ping[],
  lately: readonly RecentPing[],
  _now: number,
  _looks: Allowance,
): Heard {
  return { outcome: unchanged(state), nextAt: null, quiet: null, lately };
}
