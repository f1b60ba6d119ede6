// Sets a maintenance window of chosen targets: of all, of a tag, or of each by its id.
import type { Deps } from "#deps";
import { addWindow } from "#http/incidents/change-maintenance.ts";
import { mostTargets } from "#http/incidents/maintenance-document.ts";
import { Problem } from "#http/problem.ts";
import type { KeptWindow } from "#store/incidents/maintenance.ts";
import { findBrief, findMatching } from "#store/targets/find-targets.ts";
import { type Selection, scopeOf } from "#ui/overview/bulk/selection.ts";
import { readFilter } from "./overview-query.ts";

type Wanted = { name: string; for: string };

export async function maintainChosen(
  deps: Deps,
  selection: Selection,
  wanted: Wanted,
): Promise<KeptWindow> {
  const scope = scopeOf(selection) ?? { targets: await idsOf(deps, selection) };
  return await addWindow(deps, { ...wanted, name: wanted.name.slice(0, 200), ...scope });
}

/** Those that are still there. */
async function idsOf(deps: Deps, selection: Selection): Promise<number[]> {
  const found =
    selection.which === "ticked"
      ? await findBrief(deps.db, { ids: selection.ids, keys: [] })
      : await findMatching(
          deps.db,
          await readFilter(deps, selection.filter),
          0,
          mostTargets + 1,
        );
  if (found.length <= mostTargets) return found.map(({ id }) => id);
  const detail = `A window names ${mostTargets} targets at most: choose a tag, or all targets.`;
  throw new Problem("invalid", detail);
}
