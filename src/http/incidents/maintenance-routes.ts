// Describes the operations on maintenance windows, for validation and OpenAPI.
import { z } from "@hono/zod-openapi";
import { limitField } from "#http/fields.ts";
import { cursorField, pageOf } from "#http/page.ts";
import { json, jsonBody, route } from "#http/router.ts";
import { ifMatchHeader } from "#http/targets/etag.ts";
import {
  MaintenanceAnswer,
  MaintenanceDocument,
  maintenanceState,
} from "./maintenance-document.ts";

const tag = "Incidents";

export const windowParam = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "This is the id of a window.")
    .transform(Number)
    .openapi({ type: "integer", example: 1 }),
});

const ifMatch = ifMatchHeader('"1-1"');

const answer = (description: string) => ({
  ...json(description, MaintenanceAnswer),
  headers: z.object({ etag: z.string().openapi({ example: '"1-1"' }) }),
});

export const list = route("get", "/api/maintenance", tag, {
  summary: "List maintenance windows",
  description: "The newest first. There are at most 500.",
  request: {
    query: z.strictObject({
      state: maintenanceState.optional(),
      limit: limitField(500, 100),
      cursor: cursorField(z.int()),
    }),
  },
  answers: { 200: json("One page.", pageOf(MaintenanceAnswer)) },
  problems: ["invalid"],
});

export const create = route("post", "/api/maintenance", tag, {
  summary: "Add a maintenance window",
  description:
    "Targets in maintenance are still checked. Their failures open no incident.",
  request: { body: jsonBody(MaintenanceDocument) },
  answers: { 201: answer("The window.") },
  problems: ["conflict"],
});

export const read = route("get", "/api/maintenance/{id}", tag, {
  summary: "Read a maintenance window",
  request: { params: windowParam },
  answers: { 200: answer("The window.") },
  problems: ["not-found", "invalid"],
});

const changed = { 200: answer("The window as it is now.") };
const changeProblems = ["not-found", "conflict", "stale"] as const;

export const put = route("put", "/api/maintenance/{id}", tag, {
  summary: "Replace a maintenance window",
  request: {
    params: windowParam,
    headers: ifMatch,
    body: jsonBody(MaintenanceDocument),
  },
  answers: changed,
  problems: changeProblems,
});

export const patch = route("patch", "/api/maintenance/{id}", tag, {
  summary: "Change parts of a maintenance window",
  request: {
    params: windowParam,
    headers: ifMatch,
    body: jsonBody(
      z.record(z.string(), z.unknown()).openapi("MaintenancePatch", {
        description:
          "A merge patch (RFC 7396) of a MaintenanceDocument: what is not named stays, and null takes away. One that names another kind of time replaces the time.",
        example: { until: "2026-01-31T12:00:00Z" },
      }),
    ),
  },
  answers: changed,
  problems: changeProblems,
});

export const remove = route("delete", "/api/maintenance/{id}", tag, {
  summary: "Delete a maintenance window",
  description:
    "It no longer holds, and is no longer listed. To end one and keep it, set until to a moment ahead.",
  request: { params: windowParam, headers: ifMatch },
  answers: { 204: { description: "It is gone." } },
  problems: changeProblems,
});
