// Serves targets: creates, lists, reads, changes, deletes, pauses and resumes them.

import type { Context } from "hono";
import type { Deps } from "#deps";
import type { Target, TargetDraft } from "#domain/targets/target.ts";
import { toEdit } from "#domain/targets/target-edit.ts";
import { getTarget } from "#http/find-target.ts";
import { toPage } from "#http/page.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { type AppContext, newRouter } from "#http/router.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { listTargets } from "#store/targets/list-targets.ts";
import {
  changeTarget,
  createTarget,
  deleteTarget,
  findCreation,
  findTargetByKey,
  type Idempotency,
} from "#store/targets/targets.ts";
import { mergePatch, type Replacement } from "./merge-patch.ts";
import { toTargetAnswer } from "./target-answer.ts";
import { toDraft } from "./target-document.ts";
import {
  create,
  list,
  patch,
  pause,
  put,
  putByKey,
  read,
  remove,
  resume,
} from "./target-routes.ts";

export const targetRoutes = newRouter();

targetRoutes.openapi(create, async (c) => {
  const { db, clock } = c.get("deps");
  const key = c.req.valid("header")["idempotency-key"];
  const idempotency =
    key === undefined ? null : { key, fingerprint: await sha256(await c.req.text()) };
  const earlier = await findReplayed(c.get("deps"), idempotency);
  if (earlier !== null) return answerCreated(c, earlier, replayedHeader);

  const draft = draftOf(c, { document: c.req.valid("json") }, null);
  const result = await createTarget(db, draft, clock.now(), idempotency);
  if (result.outcome === "created") {
    c.get("deps").lookSoon();
    return answerCreated(c, result.known);
  }
  if (result.outcome === "key-taken") throw keyTaken(draft.key);
  const concurrent = await findReplayed(c.get("deps"), idempotency);
  if (concurrent === null)
    throw new Problem("conflict", "A request with this Idempotency-Key is under way.");
  return answerCreated(c, concurrent, replayedHeader);
});

const replayedHeader = { "idempotency-replayed": "true" };

/** The target that an earlier request under this key created, if there was one. */
async function findReplayed(
  deps: Deps,
  idempotency: Idempotency | null,
): Promise<KnownTarget | null> {
  if (idempotency === null) return null;
  const creation = await findCreation(deps.db, idempotency.key);
  if (creation === null) return null;
  if (creation.fingerprint !== idempotency.fingerprint) {
    const detail = "This key was used for another body.";
    throw invalidField("header", ["idempotency-key"], detail);
  }
  return await getTarget(deps, creation.targetId);
}

targetRoutes.openapi(list, async (c) => {
  const { db, clock } = c.get("deps");
  const { tag, status, enabled, text, sort, limit, cursor } = c.req.valid("query");
  if (cursor !== null && cursor[0] !== sort) {
    const detail = "This cursor is of a list sorted otherwise.";
    throw invalidField("query", ["cursor"], detail);
  }
  const found = await listTargets(db, {
    tags: tag,
    status: status ?? null,
    enabled: enabled === undefined ? null : enabled === "true",
    text: text ?? null,
    sort,
    limit: limit + 1,
    after: cursor === null ? null : { id: cursor[1], name: cursor[2] },
  });
  const toAnswer = (known: KnownTarget) => toTargetAnswer(known, clock.now());
  const cursorOf = ({ target }: KnownTarget) => [sort, target.id, target.name];
  return c.json(toPage(found, limit, toAnswer, cursorOf), 200);
});

targetRoutes.openapi(read, async (c) => {
  const known = await getTarget(c.get("deps"), c.req.valid("param").id);
  return answerTarget(c, known);
});

targetRoutes.openapi(patch, async (c) => {
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  return await replace(c, target, mergePatch(target, c.req.valid("json")));
});

targetRoutes.openapi(put, async (c) => {
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  return await replace(c, target, { document: c.req.valid("json") });
});

targetRoutes.openapi(putByKey, async (c) => {
  const { db, clock } = c.get("deps");
  const { key } = c.req.valid("param");
  const document = { ...c.req.valid("json"), key };
  const known = await findTargetByKey(db, key);
  if (known !== null) return await replace(c, known.target, { document });
  if (c.req.valid("header")["if-match"] !== undefined) throw stale();
  const draft = draftOf(c, { document }, null);
  const result = await createTarget(db, draft, clock.now(), null);
  if (result.outcome !== "created")
    throw new Problem("conflict", `The key ${key} was taken just now; try again.`);
  c.get("deps").lookSoon();
  return answerCreated(c, result.known);
});

targetRoutes.openapi(remove, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  checkMatch(c.req.valid("header")["if-match"], target);
  if ((await deleteTarget(deps.db, target)) === "stale") throw stale();
  return c.body(null, 204);
});

targetRoutes.openapi(pause, async (c) => {
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  return await replace(c, target, mergePatch(target, { enabled: false }));
});

targetRoutes.openapi(resume, async (c) => {
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  return await replace(c, target, mergePatch(target, { enabled: true }));
});

/**
 * Turns the target into its replacement, if the target is still as the caller and this
 * request have read it.
 */
async function replace(c: Context<AppContext>, target: Target, replacement: Replacement) {
  const { db, clock } = c.get("deps");
  checkMatch(c.req.header("if-match"), target);
  const draft = draftOf(c, replacement, target);
  const outcome = await changeTarget(db, target, toEdit(target, draft), clock.now());
  if (outcome === "stale") throw stale();
  if (outcome === "key-taken") throw keyTaken(draft.key);
  c.get("deps").lookSoon();
  return answerTarget(c, await getTarget(c.get("deps"), target.id));
}

/** Parses a document; `stored` is the target that it replaces, null for a new one. */
function draftOf(
  c: Context<AppContext>,
  { document, keptSchedule }: Replacement,
  stored: Target | null,
): TargetDraft {
  const { clock, settings } = c.get("deps");
  const { addresses } = settings;
  return toDraft(document, { now: clock.now(), addresses, stored, keptSchedule });
}

const answerTarget = (c: Context<AppContext>, known: KnownTarget) =>
  c.json(toTargetAnswer(known, c.get("deps").clock.now()), 200, etagOf(known.target));

const answerCreated = (
  c: Context<AppContext>,
  known: KnownTarget,
  headers: Record<string, string> = {},
) =>
  c.json(toTargetAnswer(known, c.get("deps").clock.now()), 201, {
    ...etagOf(known.target),
    location: `/api/targets/${known.target.id}`,
    ...headers,
  });

const etagOf = (target: Target) => ({ etag: `"${target.revision}"` });

/** RFC 9110 section 13.1.1: one of the listed strong tags must match; * always does. */
function checkMatch(ifMatch: string | undefined, target: Target): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  if (!ifMatch.split(",").some((tag) => tag.trim() === `"${target.revision}"`))
    throw stale();
}

const stale = () =>
  new Problem("stale", "The target was changed or deleted meanwhile: read it again.");
const keyTaken = (key: string | null) =>
  new Problem("conflict", `Another target has the key ${key}.`);

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
