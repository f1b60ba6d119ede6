// Says what an edit of a target changes, and what it sets off besides.
import { isSame } from "#domain/json.ts";
import { type EditEffect, editEffects, type Target, type TargetDraft } from "./target.ts";

export type TargetEdit = {
  /** The fields that get another value; empty when the edit changes nothing. */
  changes: Partial<TargetDraft>;
  effects: ReadonlySet<EditEffect>;
};

/** What an edit must know of a target, besides the fields that it changes. */
type EditedTarget = Partial<TargetDraft> & Pick<Target, "kind" | "enabled">;

/** The edit that gives `target` the fields of `draft`; fields that it leaves out stay. */
export function toEdit(target: EditedTarget, draft: Partial<TargetDraft>): TargetEdit {
  const changed = editedFields.filter(
    (name) => name in draft && !isSame(draft[name], target[name]),
  );
  const effects = new Set(changed.flatMap((name) => editEffects[name]));
  const isResumed = draft.enabled === true && !target.enabled;
  if (isResumed) effects.add("restarts-schedule");
  const isPaused = draft.enabled === false && target.enabled;
  if (isPaused && target.kind === "heartbeat") effects.add("takes-pings");
  if (target.kind !== "site") effects.delete("ends-crawl");
  return { changes: pick(draft, changed), effects };
}

export const isNoEdit = ({ changes }: TargetEdit): boolean =>
  Object.keys(changes).length === 0;

const editedFields = Object.keys(editEffects) as (keyof TargetDraft)[];

/** The named fields of a draft, each with the draft's value. */
const pick = (
  draft: Partial<TargetDraft>,
  names: readonly (keyof TargetDraft)[],
): Partial<TargetDraft> => Object.fromEntries(names.map((name) => [name, draft[name]]));
