// Serves incidents: lists them, reads one with its timeline, and takes in what people do
// to it.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { flagField, momentField, orRelative, tagsField } from "#http/fields.ts";
import { findNamed, noTarget, type TargetName, targetName } from "#http/find-target.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { invalidField } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { etagOf, ifMatchHeader } from "#http/targets/etag.ts";
import {
  type KeptIncident,
  listIncidents,
  readIncidentStory,
} from "#store/incidents/incidents.ts";
import {
  getIncident,
  handleIncident,
  IncidentPatch,
  incidentParam,
  toHandling,
} from "./handle-incident.ts";
import {
  IncidentAnswer,
  IncidentDetailsAnswer,
  toIncidentAnswer,
  toIncidentDetails,
} from "./incident-answer.ts";

const tag = "Incidents";

const list = route("get", "/api/incidents", tag, {
  summary: "List incidents",
  description: "The newest first.",
  request: {
    query: z.strictObject({
      open: flagField("Only those that are open, or only those that are closed."),
      target: targetName.optional().openapi({
        description: "Only those of this target, by its id or key.",
      }),
      tag: tagsField,
      severity: z.enum(["down", "degraded"]).optional(),
      from: momentField.optional().openapi({
        description: `Only those that were open at this instant or later. ${orRelative}`,
      }),
      to: momentField
        .optional()
        .openapi({ description: `Only those that opened before. ${orRelative}` }),
      ...pageFields(200, 50, z.strictObject({ openedAt: z.int(), id: z.string() })),
    }),
  },
  answers: { 200: json("One page.", pageOf(IncidentAnswer)) },
  problems: ["invalid"],
});

const answer = (description: string) => ({
  ...json(description, IncidentDetailsAnswer),
  headers: z.object({ etag: z.string().openapi({ example: '"1-mi7k2xq0-1"' }) }),
});

const read = route("get", "/api/incidents/{id}", tag, {
  summary: "Read an incident",
  description: "With its timeline, and who was told.",
  request: { params: incidentParam },
  answers: { 200: answer("The incident.") },
  problems: ["not-found", "invalid"],
});

const patch = route("patch", "/api/incidents/{id}", tag, {
  summary: "Acknowledge, note or close an incident",
  request: {
    params: incidentParam,
    headers: ifMatchHeader('"1-mi7k2xq0-1"'),
    body: jsonBody(IncidentPatch),
  },
  answers: { 200: answer("The incident as it is now.") },
  problems: ["not-found", "conflict", "stale"],
});

export const incidentRoutes = newRouter();

incidentRoutes.openapi(list, async (c) => {
  const deps = c.get("deps");
  const { open, target, tag, severity, from, to, cursor, limit } = c.req.valid("query");
  const now = deps.clock.now();
  const found = await listIncidents(deps.db, {
    isOpen: open,
    targetId: target && (await targetIdOf(deps, target)),
    tags: tag,
    severity,
    from: from?.(now),
    to: to?.(now),
    after: cursor,
    limit: limit + 1,
  });
  const cursorOf = ({ openedAt, id }: KeptIncident) => ({ openedAt, id });
  return c.json(toPage(found, limit, toIncidentAnswer, cursorOf), 200);
});

/** An id is taken as it is: the target may be deleted, its incidents are there. */
export async function targetIdOf(deps: Deps, name: TargetName): Promise<number> {
  if ("id" in name) return name.id;
  const known = await findNamed(deps, name);
  if (known !== null) return known.target.id;
  throw invalidField("query", ["target"], noTarget(name).detail);
}

incidentRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const incident = await getIncident(deps, c.req.valid("param").id);
  return c.json(await detailsOf(deps, incident), 200, { etag: etagOf(incident) });
});

incidentRoutes.openapi(patch, async (c) => {
  const deps = c.get("deps");
  const handling = toHandling(c.req.valid("json"));
  const expected = c.req.valid("header");
  const { id } = c.req.valid("param");
  const incident = await handleIncident(deps, id, expected, handling);
  return c.json(await detailsOf(deps, incident), 200, { etag: etagOf(incident) });
});

const detailsOf = async ({ db }: Deps, incident: KeptIncident) =>
  toIncidentDetails(incident, await readIncidentStory(db, incident.id));
