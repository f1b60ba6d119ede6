// Finds the target that a request names by its id.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { findTarget } from "#store/targets/targets.ts";
import { Problem } from "./problem.ts";

/** Throws the Problem `not-found` when there is no target of that id. */
export async function getTarget({ db }: Deps, id: number): Promise<KnownTarget> {
  const known = await findTarget(db, id);
  if (known === null) throw new Problem("not-found", `There is no target ${id}.`);
  return known;
}

const idMessage = "This is the id of a target, a whole number from 1 on.";

export const idParam = z.object({
  id: z.coerce
    .number({ error: idMessage })
    .int(idMessage)
    .positive(idMessage)
    .openapi({ type: "integer", example: 1 }),
});
