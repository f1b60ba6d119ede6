// Serves runs: a target's history, and one run.

import { z } from "@hono/zod-openapi";
import type { Run } from "#domain/runs/run.ts";
import { instantField } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { json, newRouter, route } from "#http/router.ts";
import { ownerOf } from "#store/targets/known-target.ts";
import { getRun, readRunPage } from "./read-runs.ts";
import { RunAnswer, toRunAnswer } from "./run-answer.ts";
import { runFilterFields, toRunFilter } from "./run-filter.ts";

const tag = "Runs";

export const runRoutes = newRouter();

const list = route("get", "/api/targets/{id}/runs", tag, {
  summary: "A target's history, the newest run first",
  request: {
    params: idParam,
    query: runFilterFields.extend(pageFields(500, 50, z.int())),
  },
  answers: { 200: json("One page.", pageOf(RunAnswer)) },
  problems: ["not-found", "invalid"],
});

runRoutes.openapi(list, async (c) => {
  const deps = c.get("deps");
  const { limit, cursor, ...asked } = c.req.valid("query");
  const known = await getTarget(deps, c.req.valid("param").id);
  const filter = toRunFilter(asked, deps.clock.now());
  const runs = await readRunPage(deps, ownerOf(known), { filter, cursor, limit });
  const toAnswer = (one: Run) => toRunAnswer(one, known.target.url);
  return c.json(
    toPage(runs, limit, toAnswer, ({ dueAt }) => dueAt),
    200,
  );
});

const read = route("get", "/api/targets/{id}/runs/{dueAt}", tag, {
  summary: "The run for one slot",
  request: { params: idParam.extend({ dueAt: instantField }) },
  answers: { 200: json("The run.", RunAnswer) },
  problems: ["not-found", "invalid"],
});

runRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const { id, dueAt } = c.req.valid("param");
  const known = await getTarget(deps, id);
  const found = await getRun(deps, ownerOf(known), dueAt);
  return c.json(toRunAnswer(found, known.target.url), 200);
});
