// Says what an edit of a target sets off, besides setting the target's fields.
import { type EditEffect, editEffects, type Target, type TargetDraft } from "./target.ts";

export type TargetEdit = { draft: TargetDraft; effects: ReadonlySet<EditEffect> };

/** The edit that turns `target` into `draft`. */
export function toEdit(target: Target, draft: TargetDraft): TargetEdit {
  const effects = new Set(
    decidedFields.flatMap((name) =>
      differs(draft[name], target[name]) ? editEffects[name] : [],
    ),
  );
  const isResumed = draft.enabled && !target.enabled;
  if (isResumed) effects.add("restarts-schedule");
  return { draft, effects };
}

const decidedFields = Object.keys(editEffects) as (keyof TargetDraft)[];

const differs = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) !== JSON.stringify(b);
