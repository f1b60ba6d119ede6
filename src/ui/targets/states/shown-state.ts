// Decides what a target's page says first: how the target is, or why it does not run.
import type { StatusKind } from "#ui/screens/drawings/shapes.tsx";
import type { TargetView } from "#ui/targets/target-view.ts";

/** What a target's page says first. */
export type State =
  | "new"
  | "up"
  | "degraded"
  | "down"
  | "paused"
  | "waiting"
  | "missed"
  | "maintenance"
  | "unattended"
  | "expired"
  | "unknown-zone"
  | "never";

export const shapeOfState: Readonly<Record<State, StatusKind>> = {
  new: "new",
  up: "up",
  degraded: "degraded",
  down: "down",
  paused: "paused",
  waiting: "new",
  missed: "unknown",
  maintenance: "maintenance",
  unattended: "unknown",
  expired: "paused",
  "unknown-zone": "unknown",
  never: "paused",
};

export function stateOf(view: TargetView): State {
  const { target, firing } = view;
  if (firing.kind === "unknown-zone" || firing.kind === "paused") return firing.kind;
  if (firing.kind === "waiting") return firing.kind;
  if (view.shown === "maintenance") return "maintenance";
  if (view.shown === "unknown") return "unattended";
  if (target.status === "down" || target.status === "degraded") return target.status;
  if (firing.kind !== "fires") return firing.kind;
  return missedSlot(view) === null ? target.status : "missed";
}

/** The newest slot of which something is told, if it was missed. */
export function missedSlot({ calendar }: TargetView): number | null {
  if (calendar === null || calendar.laterAt !== null) return null;
  const last = calendar.rows
    .flatMap(({ cells }) => cells)
    .findLast((cell) => cell !== null && cell.fate !== "ahead");
  return last?.fate === "missed" ? last.dueAt : null;
}
