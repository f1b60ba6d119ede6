// Checks the targets that a target depends on: they are there, and none of them depends
// on it.
import type { Deps } from "#deps";
import { isSame } from "#domain/json.ts";
import type { Target, TargetDraft } from "#domain/targets/target.ts";
import { targetName } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { isAmongAncestors } from "#store/targets/parents.ts";
import { findAllNamed } from "./named-targets.ts";

/** Throws a Problem that names the field. What is stored already is taken as it is. */
export async function checkParents(
  deps: Pick<Deps, "db">,
  { alarm: { dependsOn } }: Pick<TargetDraft, "alarm">,
  stored: Target | null,
): Promise<void> {
  if (dependsOn.length === 0 || isSame(dependsOn, stored?.alarm.dependsOn)) return;
  const path = ["alarm", "dependsOn"];
  const ids = await findAllNamed(
    deps,
    dependsOn.map((name, i) => ({ name: targetName.parse(name), path: [...path, i] })),
    [],
  );
  if (stored === null) return;
  if (await isAmongAncestors(deps.db, stored.id, ids))
    throw invalidField("json", path, "One of these targets depends on this one.");
}
