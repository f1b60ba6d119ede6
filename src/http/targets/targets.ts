// Targets over HTTP: create, read, change, delete, pause and resume.

import type { Context } from "hono";
import type { Deps } from "#deps";
import type { Target } from "#domain/targets/target.ts";
import { toEdit } from "#domain/targets/target-edit.ts";
import { encodeCursor } from "#http/fields.ts";
import { getTarget } from "#http/find-target.ts";
import { invalid, Problem } from "#http/problem.ts";
import { type AppContext, newRouter } from "#http/router.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { listTargets } from "#store/targets/list-targets.ts";
import {
  changeTarget,
  createTarget,
  deleteTarget,
  findCreation,
  findTargetByKey,
} from "#store/targets/targets.ts";
import { toTargetAnswer } from "./target-answer.ts";
import { mergePatch, type Wish } from "./target-change.ts";
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
  const deps = c.get("deps");
  const key = c.req.valid("header")["idempotency-key"] ?? null;
  const fingerprint = await sha256(await c.req.text());
  const earlier = key === null ? null : await replayed(deps, key, fingerprint);
  if (earlier !== null)
    return c.json(...created(c, earlier, { "idempotency-replayed": "true" }));

  const now = deps.clock.now();
  const draft = toDraft(c.req.valid("json"), {
    now,
    addresses: deps.settings.addresses,
    stored: null,
  });
  const result = await createTarget(
    deps.db,
    draft,
    now,
    key === null ? null : { key, fingerprint },
  );
  if (result.outcome === "created") return c.json(...created(c, result.known));
  if (result.outcome === "key-taken") throw keyTaken(draft.key);
  const concurrent = key === null ? null : await replayed(deps, key, fingerprint);
  if (concurrent === null)
    throw new Problem("conflict", "A request with this Idempotency-Key is under way.");
  return c.json(...created(c, concurrent, { "idempotency-replayed": "true" }));
});

/** The target that an earlier request under this key created, if there was one. */
async function replayed(
  deps: Deps,
  key: string,
  fingerprint: string,
): Promise<KnownTarget | null> {
  const creation = await findCreation(deps.db, key);
  if (creation === null) return null;
  if (creation.fingerprint !== fingerprint) {
    throw invalid(
      [
        {
          code: "custom",
          path: ["idempotency-key"],
          message: "This key was used for another body.",
        },
      ],
      "header",
    );
  }
  return await getTarget(deps, creation.targetId);
}

const created = (
  c: Context<AppContext>,
  known: KnownTarget,
  headers: Record<string, string> = {},
) =>
  [
    toTargetAnswer(known, c.get("deps").clock.now()),
    201 as const,
    { ...etagOf(known.target), location: `/api/targets/${known.target.id}`, ...headers },
  ] as const;

targetRoutes.openapi(list, async (c) => {
  const { db, clock } = c.get("deps");
  const { tag, status, enabled, text, sort, limit, cursor } = c.req.valid("query");
  if (cursor !== null && cursor[0] !== sort) {
    throw invalid(
      [
        {
          code: "custom",
          path: ["cursor"],
          message: "This cursor is of a list sorted otherwise.",
        },
      ],
      "query",
    );
  }
  const { known, more } = await listTargets(db, {
    tags: tag,
    status: status ?? null,
    enabled: enabled === undefined ? null : enabled === "true",
    text: text ?? null,
    sort,
    limit,
    after: cursor === null ? null : { id: cursor[1], name: cursor[2] },
  });
  const last = known.at(-1)?.target;
  return c.json(
    {
      items: known.map((one) => toTargetAnswer(one, clock.now())),
      next: more && last ? encodeCursor([sort, last.id, last.name]) : null,
    },
    200,
  );
});

targetRoutes.openapi(read, async (c) => {
  const known = await getTarget(c.get("deps"), c.req.valid("param").id);
  return c.json(
    toTargetAnswer(known, c.get("deps").clock.now()),
    200,
    etagOf(known.target),
  );
});

targetRoutes.openapi(patch, async (c) => {
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  return c.json(...(await change(c, target, mergePatch(target, c.req.valid("json")))));
});

targetRoutes.openapi(put, async (c) => {
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  return c.json(...(await change(c, target, { document: c.req.valid("json") })));
});

targetRoutes.openapi(putByKey, async (c) => {
  const { db, clock, settings } = c.get("deps");
  const { key } = c.req.valid("param");
  const document = { ...c.req.valid("json"), key };
  const known = await findTargetByKey(db, key);
  if (known !== null) return c.json(...(await change(c, known.target, { document })));
  if (c.req.valid("header")["if-match"] !== undefined) throw stale();
  const now = clock.now();
  const draft = toDraft(document, { now, addresses: settings.addresses, stored: null });
  const result = await createTarget(db, draft, now, null);
  if (result.outcome !== "created")
    throw new Problem("conflict", `The key ${key} was taken just now; try again.`);
  return c.json(...created(c, result.known));
});

targetRoutes.openapi(remove, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  checkMatch(c.req.valid("header")["if-match"], target);
  if ((await deleteTarget(deps.db, target)) === "stale") throw stale();
  return c.body(null, 204);
});

for (const [route, enabled] of [
  [pause, false],
  [resume, true],
] as const) {
  targetRoutes.openapi(route, async (c) => {
    const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
    return c.json(...(await change(c, target, mergePatch(target, { enabled }))));
  });
}

/** Puts a wish into force, if the target is still as the caller and we have read it. */
async function change(c: Context<AppContext>, target: Target, wish: Wish) {
  const { db, clock, settings } = c.get("deps");
  checkMatch(c.req.header("if-match"), target);
  const now = clock.now();
  const draft = toDraft(wish.document, {
    now,
    addresses: settings.addresses,
    stored: target,
    ...wish.kept,
  });
  const outcome = await changeTarget(db, target, toEdit(target, draft), now);
  if (outcome === "stale") throw stale();
  if (outcome === "key-taken") throw keyTaken(draft.key);
  const known = await getTarget(c.get("deps"), target.id);
  return [toTargetAnswer(known, now), 200 as const, etagOf(known.target)] as const;
}

const etagOf = (target: Target) => ({ etag: `"${target.revision}"` });

/** RFC 9110 section 13.1.1: any of the listed strong tags, or * for whatever is there. */
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
