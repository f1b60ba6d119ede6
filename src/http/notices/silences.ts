// Serves silences: what is not told for a while, and why.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  type Silence,
  silenceState,
  silenceStates,
} from "#domain/notices/routing/silence.ts";
import { dayMs, minuteMs } from "#domain/time/instants.ts";
import {
  durationField,
  idField,
  instant,
  instantField,
  isoOf,
  isoOrNull,
} from "#http/fields.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { findLinkedIncident } from "#store/notices/outbox/acted.ts";
import {
  createSilence,
  endSilence,
  findSilence,
  listSilences,
  mostSilences,
} from "#store/notices/silences.ts";
import { MatchDocument, readMatch, writeMatch } from "./routing/match-document.ts";

const tag = "Notices";

const longestMs = 366 * dayMs;

export const SilenceDocument = z
  .strictObject({
    match: MatchDocument.optional(),
    incident: z.string().min(1).max(100).optional().openapi({
      description: "Only this incident, by its id.",
      example: "12-mi7k2xq0",
    }),
    from: instantField.optional().openapi({ description: "Now unless given." }),
    for: durationField(minuteMs, longestMs)
      .optional()
      .openapi({ description: "How long.", example: "1h" }),
    until: instantField.optional().openapi({ description: "Until when." }),
    untilRecovery: z.boolean().optional().openapi({
      description: "Until the incident that it names has recovered.",
    }),
    reason: z.string().trim().max(500).default(""),
    by: z.string().trim().max(100).default("").openapi({ description: "Who says so." }),
  })
  .openapi("SilenceDocument", {
    example: { match: [{ tag: "web" }], for: "1h", reason: "deploying", by: "ada" },
  });

const SilenceAnswer = z
  .object({
    id: z.int(),
    match: z.array(z.string()).openapi({ description: "All of these, as texts." }),
    incident: z.string().nullable(),
    from: instant,
    until: instant.nullable().openapi({ description: "Null: until it has recovered." }),
    state: z.enum(silenceStates),
    reason: z.string(),
    by: z.string(),
    createdAt: instant,
  })
  .openapi("Silence");

const idParam = z.object({
  id: idField("This is the id of a silence.").openapi({ type: "integer", example: 1 }),
});

export const silenceRoutes = newRouter();

const create = route("post", "/api/silences", tag, {
  summary: "Silence what matches, or an incident, for a while",
  description: `Nothing is told of it meanwhile. What still goes on afterwards is told then. At most ${mostSilences} hold at once.`,
  request: { body: jsonBody(SilenceDocument) },
  answers: {
    201: {
      ...json("The silence.", SilenceAnswer),
      headers: z.object({ location: z.string().openapi({ example: "/api/silences/1" }) }),
    },
  },
  problems: ["conflict"],
});

silenceRoutes.openapi(create, async (c) => {
  const deps = c.get("deps");
  const draft = toDraft(c.req.valid("json"), deps.clock.now());
  await refuseEndless(deps, draft);
  const silence = await addSilence(deps, draft);
  const location = `/api/silences/${silence.id}`;
  return c.json(toAnswer(silence, deps.clock.now()), 201, { location });
});

/** Throws the Problem `conflict` when there are as many as there may be. */
export async function addSilence(
  { db }: Pick<Deps, "db">,
  draft: Omit<Silence, "id">,
): Promise<Silence> {
  const silence = await createSilence(db, draft);
  if (silence !== null) return silence;
  throw new Problem("conflict", `There are ${mostSilences} silences: end one first.`);
}

/** A silence until recovery ends with its incident: of another one it would never end. */
async function refuseEndless(
  { db }: Pick<Deps, "db">,
  { endsAt, incidentId }: Pick<Silence, "endsAt" | "incidentId">,
): Promise<void> {
  if (endsAt !== null || incidentId === null) return;
  const incident = await findLinkedIncident(db, incidentId);
  if (incident?.isOpen) return;
  throw invalidField("json", ["incident"], "No incident of this id is open.");
}

const list = route("get", "/api/silences", tag, {
  summary: "List silences, the newest first",
  request: {
    query: z.strictObject({
      state: z.enum(silenceStates).optional(),
      ...pageFields(200, 50, z.int()),
    }),
  },
  answers: { 200: json("One page.", pageOf(SilenceAnswer)) },
  problems: ["invalid"],
});

silenceRoutes.openapi(list, async (c) => {
  const { state = null, cursor, limit } = c.req.valid("query");
  const { db, clock } = c.get("deps");
  const now = clock.now();
  const found = await listSilences(
    db,
    { before: cursor ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 },
    { state, now },
  );
  const page = toPage(
    found,
    limit,
    (silence) => toAnswer(silence, now),
    ({ id }) => id,
  );
  return c.json(page, 200);
});

const read = route("get", "/api/silences/{id}", tag, {
  summary: "Read a silence",
  request: { params: idParam },
  answers: { 200: json("The silence.", SilenceAnswer) },
  problems: ["not-found", "invalid"],
});

silenceRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const silence = await getSilence(deps, c.req.valid("param").id);
  return c.json(toAnswer(silence, deps.clock.now()), 200);
});

const remove = route("delete", "/api/silences/{id}", tag, {
  summary: "End a silence",
  description:
    "What it kept quiet and still goes on is told now. Ending it again changes nothing.",
  request: { params: idParam },
  answers: { 204: { description: "It is over." } },
  problems: ["not-found", "invalid"],
});

silenceRoutes.openapi(remove, async (c) => {
  await stopSilence(c.get("deps"), c.req.valid("param").id);
  return c.body(null, 204);
});

/** Throws the Problem `not-found` when there is no such silence. */
export async function stopSilence(deps: Deps, id: number): Promise<void> {
  await getSilence(deps, id);
  await endSilence(deps.db, id, deps.clock.now());
  deps.lookSoon("deliver");
}

async function getSilence({ db }: Pick<Deps, "db">, id: number): Promise<Silence> {
  const silence = await findSilence(db, id);
  if (silence === null) throw new Problem("not-found", `There is no silence ${id}.`);
  return silence;
}

/** Throws the Problem `invalid` for fields that do not go together. */
export function toDraft(
  document: z.output<typeof SilenceDocument>,
  now: number,
): Omit<Silence, "id"> {
  const matchers = readMatch(document.match, ["match"]);
  const incidentId = document.incident ?? null;
  if (matchers.length === 0 && incidentId === null)
    throw invalidField(
      "json",
      ["match"],
      "Say what is silenced: matchers or an incident.",
    );
  const startsAt = document.from ?? now;
  return {
    matchers,
    startsAt,
    endsAt: endOf(document, startsAt, now),
    incidentId,
    reason: document.reason,
    author: document.by,
    createdAt: now,
  };
}

function endOf(
  { for: lastsMs, until, untilRecovery, incident }: z.output<typeof SilenceDocument>,
  startsAt: number,
  now: number,
): number | null {
  const given = [lastsMs !== undefined, until !== undefined, untilRecovery === true];
  if (given.filter(Boolean).length !== 1)
    throw invalidField("json", ["for"], "Give one of for, until and untilRecovery.");
  if (untilRecovery) {
    if (incident !== undefined) return null;
    throw invalidField("json", ["incident"], "Until recovery goes with an incident.");
  }
  if (lastsMs !== undefined) return startsAt + lastsMs;
  const endsAt = until ?? startsAt;
  if (endsAt > Math.max(startsAt, now) && endsAt - startsAt <= longestMs) return endsAt;
  throw invalidField(
    "json",
    ["until"],
    "This is after its beginning and now, and within 366d.",
  );
}

function toAnswer(silence: Silence, now: number): z.output<typeof SilenceAnswer> {
  return {
    id: silence.id,
    match: writeMatch(silence.matchers),
    incident: silence.incidentId,
    from: isoOf(silence.startsAt),
    until: isoOrNull(silence.endsAt),
    state: silenceState(silence, now),
    reason: silence.reason,
    by: silence.author,
    createdAt: isoOf(silence.createdAt),
  };
}
