// Puts into force what people do to an incident: acknowledge it, note something, close it.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { type Handling, handled, mostNotes } from "#domain/incidents/notes.ts";
import { Problem } from "#http/problem.ts";
import { checkPrecondition, type Precondition } from "#http/targets/etag.ts";
import { tryWhileOvertaken } from "#http/targets/try-while-overtaken.ts";
import {
  changeIncident,
  findIncident,
  type KeptIncident,
} from "#store/incidents/incidents.ts";

export const incidentParam = z.object({
  id: z
    .string()
    .regex(
      /^[a-z0-9]+-[a-z0-9]+$/,
      'This is the id of an incident, such as "1-mi7k2xq0".',
    )
    .openapi({ example: "1-mi7k2xq0" }),
});

export const IncidentPatch = z
  .strictObject({
    acknowledged: z
      .boolean()
      .optional()
      .openapi({ description: "That somebody knows of it; false takes that back." }),
    by: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: "Who does this." }),
    note: z
      .string()
      .trim()
      .min(1)
      .max(2_000)
      .optional()
      .openapi({ description: "What is known, or what is being done." }),
    public: z.boolean().optional().openapi({
      description:
        "Whether public status pages show the note: its text and when it was written, not by whom.",
    }),
    closed: z.literal(true).optional().openapi({
      description:
        "Closes it by hand. While the target goes on failing, nobody is told of it.",
    }),
  })
  .refine(({ public: isPublic, note }) => !isPublic || note !== undefined, {
    path: ["note"],
    message: "Only a note is public: write one.",
  })
  .openapi("IncidentPatch", {
    example: { acknowledged: true, by: "Ada", note: "The disk is full." },
  });

export const toHandling = (patch: z.output<typeof IncidentPatch>): Handling => ({
  acknowledged: patch.acknowledged,
  by: patch.by ?? null,
  note: patch.note ?? null,
  isPublic: patch.public ?? false,
  closed: patch.closed ?? false,
});

export async function getIncident({ db }: Deps, id: string): Promise<KeptIncident> {
  const incident = await findIncident(db, id);
  if (incident !== null) return incident;
  throw new Problem("not-found", `There is no incident ${id}.`);
}

/** Gives the incident as it is afterwards. */
export const handleIncident = (
  deps: Deps,
  id: string,
  expected: Precondition,
  handling: Handling,
): Promise<KeptIncident> =>
  tryWhileOvertaken(async () => {
    const incident = await getIncident(deps, id);
    checkPrecondition(expected, incident, "incident");
    const now = deps.clock.now();
    const after = handled(incident, handling, now);
    if (after.notes.length === incident.notes.length) return incident;
    if (after.notes.length > mostNotes)
      throw new Problem("conflict", `An incident has ${mostNotes} notes at most.`);
    const isChanged = await changeIncident(deps.db, incident, after, now);
    return isChanged ? await getIncident(deps, id) : null;
  });
