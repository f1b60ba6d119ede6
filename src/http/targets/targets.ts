// Serves targets: creates, lists, reads, changes, deletes, pauses and resumes them.

import type { Context } from "hono";
import type { Target } from "#domain/targets/target.ts";
import { findNamed, getTarget, type TargetName } from "#http/find-target.ts";
import { toPage } from "#http/page.ts";
import { invalidField } from "#http/problem.ts";
import { describeSteps } from "#http/readings/steps-field.ts";
import { type AppContext, newRouter } from "#http/router.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { listTargets } from "#store/targets/list-targets.ts";
import type { Asker } from "./answers/reported-answer.ts";
import { toTargetAnswer } from "./answers/target-answer.ts";
import {
  addTarget,
  enableTarget,
  putTarget,
  removeTarget,
  replaceTarget,
} from "./change-target.ts";
import { etagOf, type Precondition } from "./etag.ts";
import { idempotencyOf } from "./idempotency.ts";
import { mergePatch } from "./merge-patch.ts";
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
import { readInForce } from "./windows-in-force.ts";

export const targetRoutes = newRouter();
describeSteps(targetRoutes);

targetRoutes.openapi(create, async (c) => {
  const key = c.req.valid("header")["idempotency-key"];
  const idempotency = await idempotencyOf(key, () => c.req.text());
  const added = await addTarget(c.get("deps"), c.req.valid("json"), idempotency);
  return answerCreated(c, added.known, added.isReplayed ? replayedHeader : {});
});

const replayedHeader = { "idempotency-replayed": "true" };

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
  const windows = await readInForce(c.get("deps"));
  const asker = askerOf(c);
  const toAnswer = (known: KnownTarget) =>
    toTargetAnswer(known, windows, c.get("deps"), asker);
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

const answerTarget = async (c: Context<AppContext>, known: KnownTarget) =>
  c.json(await answerOf(c, known), 200, { etag: etagOf(known.target) });

const answerCreated = async (
  c: Context<AppContext>,
  known: KnownTarget,
  headers: Record<string, string> = {},
) =>
  c.json(await answerOf(c, known), 201, {
    etag: etagOf(known.target),
    location: `/api/targets/${known.target.id}`,
    ...headers,
  });

const answerOf = async (c: Context<AppContext>, known: KnownTarget) =>
  toTargetAnswer(known, await readInForce(c.get("deps")), c.get("deps"), askerOf(c));

const askerOf = (c: Context<AppContext>): Asker => ({
  mayChange: c.get("mayChange"),
  origin: new URL(c.req.url).origin,
});
