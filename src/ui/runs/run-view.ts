// Says what the page of a run shows. Plain data: a route reads it, the page draws it.
// Instants are epoch ms.
import type { DropFate, Run } from "#domain/runs/run.ts";
import type { Target } from "#domain/targets/target.ts";

export type RunView = {
  target: Target;
  dueAt: number;
  /** What the slot ended in: a run, or none. */
  slot: { kind: "run"; run: Run } | { kind: DropFate };
  /** How long this target's runs usually take; null where that is not known. */
  usualMs: number | null;
  /** The slots of the runs before and after. */
  previousAt: number | null;
  nextAt: number | null;
  /** The request's headers as the target's document says them: secrets are masked. */
  headers: Readonly<Record<string, string>>;
  /** The texts of the run's pings, by their numbers; null unless it is a heartbeat's. */
  logs: readonly { n: number; body: string }[] | null;
};
