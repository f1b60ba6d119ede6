// Serves the pages that ask before something is done to many targets.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { mostTargets } from "#http/incidents/maintenance-document.ts";
import { newScreens, queryOf, refuseReaders, shown } from "#http/screens/screen.ts";
import { countMatching, findBrief, findMatching } from "#store/targets/find-targets.ts";
import {
  type Chosen,
  DeleteScreen,
  MaintainScreen,
  RestScreen,
  TagScreen,
} from "#ui/overview/bulk/bulk-screens.tsx";
import type { Selection } from "#ui/overview/bulk/selection.ts";
import { noRefusals } from "#ui/screens/fields.tsx";
import { readFilter } from "./overview-query.ts";
import { selectionFields } from "./read-selection.ts";

export const bulkQuestions = newScreens();

bulkQuestions.get(
  "/bulk/delete",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const chosen = await readChosen(c.get("deps"), queryOf(c, selectionFields));
    return DeleteScreen({ viewer, chosen });
  }),
);

bulkQuestions.get(
  "/bulk/tag",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const chosen = await readChosen(c.get("deps"), queryOf(c, selectionFields));
    return TagScreen({ viewer, chosen, refusals: noRefusals, typed: "" });
  }),
);

bulkQuestions.get(
  "/bulk/maintenance",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const chosen = await readChosen(c.get("deps"), queryOf(c, selectionFields));
    return MaintainScreen({ viewer, chosen, most: mostTargets });
  }),
);

const whole = z.coerce.number().int().min(0);

const restFields = z.object({
  do: z.string().max(20),
  label: z.string().max(50).nullable().default(null),
  after: whole.nullable().default(null),
  done: whole.default(0),
});

bulkQuestions.get(
  "/bulk/rest",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const { do: operation, ...rest } = queryOf(c, restFields);
    const { selection, back } = queryOf(c, selectionFields);
    return RestScreen({ viewer, rest: { ...rest, operation, selection, back } });
  }),
);

/** So many names are told. */
const namesTold = 10;

type Asked = { selection: Selection; back: string };

/** Counts the chosen targets, and names some. */
export async function readChosen(
  deps: Deps,
  { selection, back }: Asked,
): Promise<Chosen> {
  const { db } = deps;
  const namesOf = (targets: readonly { name: string }[]) =>
    targets.slice(0, namesTold).map(({ name }) => name);
  if (selection.which === "ticked") {
    const found = await findBrief(db, { ids: selection.ids, keys: [] });
    return { selection, back, count: found.length, names: namesOf(found) };
  }
  const filter = await readFilter(deps, selection.filter);
  const count = await countMatching(db, filter);
  const found = await findMatching(db, filter, 0, namesTold);
  return { selection, back, count, names: namesOf(found) };
}
