// Says what an edit of a target changes, and what it sets off besides.
import { isSame } from "#domain/equality.ts";
import { type EditEffect, editEffects, type Target, type TargetDraft } from "./target.ts";

export type TargetEdit = {
  /** The fields that get another value; empty when the edit changes nothing. */
  changes: Partial<TargetDraft>;
  effects: ReadonlySet<EditEffect>;
};

/** The edit that turns `target` into `draft`. */
export function toEdit(target: Target, draft: TargetDraft): TargetEdit {
  const changed = editedFields.filter((name) => !isSame(draft[name], target[name]));
  const effects = new Set(changed.flatMap((name) => editEffects[name]));
  const isResumed = draft.enabled && !target.enabled;
  if (isResumed) effects.add("restarts-schedule");
  if (target.kind !== "site") effects.delete("ends-crawl");
  return { changes: pick(draft, changed), effects };
}

export const isNoEdit = ({ changes }: TargetEdit): boolean =>
  Object.keys(changes).length === 0;

const editedFields = Object.keys(editEffects) as (keyof TargetDraft)[];

/** The named fields of a draft, each with the draft's value. */
const pick = (draft: TargetDraft, names: (keyof TargetDraft)[]): Partial<TargetDraft> =>
  Object.fromEntries(names.map((name) => [name, draft[name]]));
