// Serves changes of contents: those of a target, those of all targets, and one.
import { z } from "@hono/zod-openapi";
import { type Change, changeKinds } from "#domain/changes/change.ts";
import {
  instantField,
  momentField,
  optionalList,
  orRelative,
  tagsField,
} from "#http/fields.ts";
import { getTarget, idParam, targetName } from "#http/find-target.ts";
import { targetIdOf } from "#http/incidents/incidents.ts";
import { encodeCursor, pageFields, pageOf } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import {
  type ChangeFilter,
  type ChangePage,
  listChanges,
  readChange,
} from "#store/changes/changes.ts";
import { findBrief } from "#store/targets/find-targets.ts";
import { ChangeAnswer, toChangeAnswer } from "./change-answer.ts";

const tag = "Changes";

export const kindsField = optionalList(
  z.enum(changeKinds),
  changeKinds.length,
  `This is one of ${changeKinds.join(", ")}.`,
).openapi({
  type: "array",
  items: { type: "string", enum: [...changeKinds] },
  description: "Only changes of this kind; repeat it for more.",
});

const filterFields = {
  kind: kindsField,
  from: momentField
    .optional()
    .openapi({ description: `Only those from this instant on. ${orRelative}` }),
  to: momentField
    .optional()
    .openapi({ description: `Only those before this instant. ${orRelative}` }),
  ...pageFields(200, 50, z.strictObject({ at: z.int(), targetId: z.int() })),
};

const ofTarget = route("get", "/api/targets/{id}/changes", tag, {
  summary: "A target's changes, the newest first",
  request: { params: idParam, query: z.strictObject(filterFields) },
  answers: { 200: json("One page.", pageOf(ChangeAnswer)) },
  problems: ["not-found", "invalid"],
});

const ofAll = route("get", "/api/changes", tag, {
  summary: "Changes of all targets, the newest first",
  description:
    "A page whose filter meets few of many changes may have fewer items than asked for, and still lead to a next one.",
  request: {
    query: z.strictObject({
      target: targetName.optional().openapi({
        description: "Only those of this target, by its id or key.",
      }),
      tag: tagsField,
      ...filterFields,
    }),
  },
  answers: { 200: json("One page.", pageOf(ChangeAnswer)) },
  problems: ["invalid"],
});

const one = route("get", "/api/targets/{id}/changes/{at}", tag, {
  summary: "A change of a target",
  request: { params: idParam.extend({ at: instantField }) },
  answers: { 200: json("The change.", ChangeAnswer) },
  problems: ["not-found", "invalid"],
});

export const changeRoutes = newRouter();

type Asked = Pick<z.output<typeof ofTarget.request.query>, "kind" | "from" | "to">;

const toFilter = ({ kind, from, to }: Asked, now: number): ChangeFilter => ({
  kinds: kind.length > 0 ? kind : undefined,
  from: from?.(now),
  to: to?.(now),
});

const toAnswer = <Item>(
  { changes, next }: ChangePage,
  toItem: (one: Change) => Item,
) => ({
  items: changes.map(toItem),
  next: next && encodeCursor(next),
});

changeRoutes.openapi(ofTarget, async (c) => {
  const deps = c.get("deps");
  const { cursor, limit, ...asked } = c.req.valid("query");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const filter = { ...toFilter(asked, deps.clock.now()), targetId: target.id };
  const page = await listChanges(deps.db, filter, { after: cursor, limit });
  return c.json(
    toAnswer(page, (change) => toChangeAnswer(change, target)),
    200,
  );
});

changeRoutes.openapi(ofAll, async (c) => {
  const deps = c.get("deps");
  const { cursor, limit, target, tag: tags, ...asked } = c.req.valid("query");
  const targetId = target && (await targetIdOf(deps, target));
  const filter = { ...toFilter(asked, deps.clock.now()), targetId, tags };
  const page = await listChanges(deps.db, filter, { after: cursor, limit });
  const ids = [...new Set(page.changes.map((change) => change.targetId))];
  const called = ids.length === 0 ? [] : await findBrief(deps.db, { ids, keys: [] });
  const byId = new Map(called.map((brief) => [brief.id, brief]));
  return c.json(
    toAnswer(page, (change) => toChangeAnswer(change, byId.get(change.targetId))),
    200,
  );
});

changeRoutes.openapi(one, async (c) => {
  const deps = c.get("deps");
  const { id, at } = c.req.valid("param");
  const { target } = await getTarget(deps, id);
  const change = await readChange(deps.db, { targetId: target.id, at });
  if (change !== null) return c.json(toChangeAnswer(change, target), 200);
  const when = new Date(at).toISOString();
  throw new Problem("not-found", `Target ${target.id} has no change of ${when}.`);
});
