// Serves targets: creates, lists, reads, changes, deletes, pauses and resumes them.

import type { Context } from "hono";
import type { Deps } from "#deps";
import type { Target } from "#domain/targets/target.ts";
import { findNamed, getTarget, type TargetName } from "#http/find-target.ts";
import { toPage } from "#http/page.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { type AppContext, newRouter } from "#http/router.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { listTargets } from "#store/targets/list-targets.ts";
import { createTarget, findCreation, type Idempotency } from "#store/targets/targets.ts";
import {
  draftOf,
  enableTarget,
  keyTaken,
  putTarget,
  removeTarget,
  replaceTarget,
} from "./change-target.ts";
import { etagOf, type Precondition } from "./etag.ts";
import { idempotencyOf } from "./idempotency.ts";
import { mergePatch } from "./merge-patch.ts";
import { toTargetAnswer } from "./target-answer.ts";
import type { ParsedDocument } from "./target-document.ts";
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
  const idempotency = await idempotencyOf(key, () => c.req.text());
  const earlier = await findReplayed(c.get("deps"), idempotency);
  if (earlier !== null) return answerCreated(c, earlier, replayedHeader);

  const draft = draftOf(c.get("deps"), c.req.valid("json"), null);
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
  const known = await findNamed(deps, { id: creation.targetId });
  if (known !== null) return known;
  throw new Problem("conflict", "What this Idempotency-Key created was deleted since.");
}

targetRoutes.openapi(list, async (c) => {
  const { db } = c.get("deps");
  const { tag, sort, limit, cursor, ...asked } = c.req.valid("query");
  if (cursor !== null && cursor[0] !== sort) {
    const detail = "This cursor is of a list sorted otherwise.";
    throw invalidField("query", ["cursor"], detail);
  }
  const found = await listTargets(db, {
    tags: tag,
    status: asked.status ?? null,
    kind: asked.kind ?? null,
    host: asked.host ?? null,
    enabled: asked.enabled ?? null,
    text: asked.text ?? null,
    sort,
    limit: limit + 1,
    after: cursor === null ? null : { id: cursor[1], name: cursor[2] },
  });
  const toAnswer = (known: KnownTarget) => toTargetAnswer(known, c.get("deps"));
  const cursorOf = ({ target }: KnownTarget) => [sort, target.id, target.name];
  return c.json(toPage(found, limit, toAnswer, cursorOf), 200);
});

targetRoutes.openapi(read, async (c) =>
  answerTarget(c, await getTarget(c.get("deps"), c.req.valid("param").id)),
);

targetRoutes.openapi(patch, async (c) => {
  const wanted = c.req.valid("json");
  return await replace(c, (target) => mergePatch(target, wanted));
});

targetRoutes.openapi(put, async (c) => {
  const { id: name } = c.req.valid("param");
  const document = c.req.valid("json");
  // A document that names no key keeps the one that the request found the target by.
  const key = document.key === undefined && "key" in name ? name.key : document.key;
  return await replace(c, () => ({ ...document, key }));
});

targetRoutes.openapi(putByKey, async (c) => {
  const deps = c.get("deps");
  const { key } = c.req.valid("param");
  const document = c.req.valid("json");
  if (typeof document.key === "string" && document.key !== key)
    throw invalidField("json", ["key"], "This is another key than that of the path.");
  const { known, isNew } = await putTarget(
    deps,
    { find: () => findNamed(deps, { key }), expected: c.req.valid("header") },
    { ...document, key },
  );
  return isNew ? answerCreated(c, known) : answerTarget(c, known);
});

targetRoutes.openapi(remove, async (c) => {
  const deps = c.get("deps");
  const { id } = c.req.valid("param");
  const expected = c.req.valid("header");
  await removeTarget(deps, { find: () => getTarget(deps, id), expected });
  return c.body(null, 204);
});

targetRoutes.openapi(pause, (c) => enable(c, false));

targetRoutes.openapi(resume, (c) => enable(c, true));

type ChangeInput = {
  in: { param: unknown; header: Precondition };
  out: { param: { id: TargetName }; header: Precondition };
};

async function enable<Path extends string>(
  c: Context<AppContext, Path, ChangeInput>,
  enabled: boolean,
) {
  const deps = c.get("deps");
  const { id } = c.req.valid("param");
  const change = { find: () => getTarget(deps, id), expected: c.req.valid("header") };
  return answerTarget(c, await enableTarget(deps, change, enabled));
}

/** Turns the target that the request names into what `toDocument` makes of it. */
async function replace<Path extends string>(
  c: Context<AppContext, Path, ChangeInput>,
  toDocument: (target: Target) => ParsedDocument,
) {
  const deps = c.get("deps");
  const { id } = c.req.valid("param");
  const expected = c.req.valid("header");
  const change = { find: () => getTarget(deps, id), expected };
  return answerTarget(c, await replaceTarget(deps, change, toDocument));
}

const answerTarget = (c: Context<AppContext>, known: KnownTarget) =>
  c.json(toTargetAnswer(known, c.get("deps")), 200, {
    etag: etagOf(known.target),
  });

const answerCreated = (
  c: Context<AppContext>,
  known: KnownTarget,
  headers: Record<string, string> = {},
) =>
  c.json(toTargetAnswer(known, c.get("deps")), 201, {
    etag: etagOf(known.target),
    location: `/api/targets/${known.target.id}`,
    ...headers,
  });
