// Describes the operations on targets, for validation and OpenAPI: their parameters,
// bodies and answers.
import { z } from "@hono/zod-openapi";
import { kinds, statuses } from "#domain/targets/target.ts";
import { flagField, hostField, tagsField, textField } from "#http/fields.ts";
import { idParam, targetKey } from "#http/find-target.ts";
import { pageFields, pageOf } from "#http/page.ts";
import { json, jsonBody, route } from "#http/router.ts";
import { sorts } from "#store/targets/list-targets.ts";
import { TargetAnswer } from "./answers/target-answer.ts";
import { TargetDocument } from "./target-document.ts";

const tag = "Targets";

const keyParam = z.object({ key: targetKey.openapi({ example: "home" }) });

const ifMatch = z.object({
  "if-match": z.string().optional().openapi({
    description:
      "The ETag read before: a change in between is refused. Without it the change applies to the target as it is.",
    example: '"1-3"',
  }),
});

const preconditions = ifMatch.extend({
  "if-none-match": z.string().optional().openapi({
    description: "`*` only creates: a target that exists is left as it is.",
    example: "*",
  }),
});

const etag = z.object({
  etag: z.string().openapi({
    description: "Names the target and the revision of what a user decided.",
    example: '"1-1"',
  }),
});
const answer = (description: string) => ({
  ...json(description, TargetAnswer),
  headers: etag,
});

const documentBody = jsonBody(TargetDocument);

const patchBody = jsonBody(
  z.record(z.string(), z.unknown()).openapi("TargetPatch", {
    description:
      "A merge patch (RFC 7396) of a TargetDocument: what is not named stays, null gives the default back.",
    example: { schedule: { every: "1m" }, tags: ["web", "prod"] },
  }),
);

export const create = route("post", "/api/targets", tag, {
  summary: "Add a target",
  description:
    "An interval's first run is due at once. A repeated request with the same Idempotency-Key adds nothing.",
  request: {
    headers: z.object({ "idempotency-key": z.string().min(1).max(255).optional() }),
    body: documentBody,
  },
  answers: {
    201: {
      ...answer("The target."),
      headers: etag.extend({
        location: z.string().openapi({ example: "/api/targets/1" }),
      }),
    },
  },
  problems: ["conflict"],
});

export const list = route("get", "/api/targets", tag, {
  summary: "List targets",
  request: {
    query: z.strictObject({
      tag: tagsField,
      status: z.enum(statuses).optional(),
      kind: z.enum(kinds).optional(),
      host: hostField.optional().openapi({ description: "Its URL's host." }),
      enabled: flagField("False: those that are paused; both unless given."),
      text: textField("Is part of the name, URL or key."),
      sort: z.enum(sorts).default("-created"),
      ...pageFields(200, 50, z.tuple([z.enum(sorts), z.int(), z.string()])),
    }),
  },
  answers: { 200: json("One page.", pageOf(TargetAnswer)) },
  problems: ["invalid"],
});

export const read = route("get", "/api/targets/{id}", tag, {
  summary: "Read a target",
  request: { params: idParam },
  answers: { 200: answer("The target.") },
  problems: ["not-found", "invalid"],
});

const changed = { 200: answer("The target as it is now.") };
const changeProblems = ["not-found", "conflict", "stale"] as const;

export const patch = route("patch", "/api/targets/{id}", tag, {
  summary: "Change parts of a target",
  request: { params: idParam, headers: ifMatch, body: patchBody },
  answers: changed,
  problems: changeProblems,
});

export const put = route("put", "/api/targets/{id}", tag, {
  summary: "Replace a target",
  description: "The same document again changes nothing.",
  request: { params: idParam, headers: preconditions, body: documentBody },
  answers: changed,
  problems: changeProblems,
});

export const putByKey = route("put", "/api/targets/by-key/{key}", tag, {
  summary: "Create or replace a target under a key of your own",
  description:
    "For configuration as code: the same request always ends in the same target, and again changes nothing.",
  request: { params: keyParam, headers: preconditions, body: documentBody },
  answers: { 201: answer("The target, created."), ...changed },
  problems: changeProblems,
});

export const remove = route("delete", "/api/targets/{id}", tag, {
  summary: "Delete a target and its history",
  request: { params: idParam, headers: ifMatch },
  answers: { 204: { description: "It is gone." } },
  problems: changeProblems,
});

/** The operations that turn a target on or off. */
const toggle = {
  request: { params: idParam, headers: ifMatch },
  answers: changed,
  problems: changeProblems,
} as const;

export const pause = route("post", "/api/targets/{id}/pause", tag, {
  summary: "Pause a target",
  description:
    "It has no slots until it is resumed. Pausing a paused target changes nothing.",
  ...toggle,
});

export const resume = route("post", "/api/targets/{id}/resume", tag, {
  summary: "Resume a target",
  description: "Its schedule starts anew: an interval is due at once.",
  ...toggle,
});
