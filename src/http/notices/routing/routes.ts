// Serves the tree of routes, and tells what it would do with an event.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { asWritten } from "#http/fields.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { ifMatchHeader, type Precondition } from "#http/targets/etag.ts";
import { replaceDocument } from "#http/targets/replace-document.ts";
import { listChannels } from "#store/notices/channels.ts";
import { ExplainQuestion, Explanation } from "./explain-document.ts";
import { explain } from "./explain-routes.ts";
import { etagOfRoutes, type KeptRoutes, readStored, tree } from "./kept-routes.ts";
import { RouteDocument, readRoutes, writeRoutes } from "./route-document.ts";

const tag = "Notices";

export const routeRoutes = newRouter();

const etag = z.object({
  etag: z.string().openapi({ description: "Names the revision.", example: '"routes-3"' }),
});

const answer = {
  200: { ...json("The tree of routes.", asWritten(RouteDocument)), headers: etag },
};

const read = route("get", "/api/routes", tag, {
  summary: "Read the tree of routes",
  description: "Empty as long as nobody wrote one: every channel is told everything.",
  answers: answer,
  problems: [],
});

routeRoutes.openapi(read, async (c) => {
  const kept = await readStored(c.get("deps"));
  const etag = etagOfRoutes(kept);
  return c.json(writeRoutes(kept.routes, kept.channels), 200, { etag });
});

const put = route("put", "/api/routes", tag, {
  summary: "Replace the tree of routes",
  description:
    "Holds for what happens from now on. What was told as open is told as over where it was told. At most 200 routes, 8 levels deep. The same tree again changes nothing.",
  request: {
    headers: ifMatchHeader('"routes-3"'),
    body: jsonBody(RouteDocument),
  },
  answers: answer,
  problems: ["conflict", "stale"],
});

routeRoutes.openapi(put, async (c) => {
  // The document's own parts are read by hand, level by level.
  const written: unknown = await c.req.json();
  const kept = await replaceRoutes(c.get("deps"), written, c.req.valid("header"));
  const etag = etagOfRoutes(kept);
  return c.json(writeRoutes(kept.routes, kept.channels), 200, { etag });
});

/** Throws a Problem for a tree that is not acceptable, and when it is not as expected. */
export async function replaceRoutes(
  deps: Deps,
  written: unknown,
  expected: Precondition,
): Promise<KeptRoutes> {
  const channels = await listChannels(deps.db);
  const value = readRoutes(written, channels);
  const { revision } = await replaceDocument(deps, tree, { value, expected });
  return { routes: value, revision, channels };
}

const explained = route("post", "/api/routes/explain", tag, {
  summary: "What would be told to whom if something happened",
  description:
    "Names a target or labels. Says of each route whether it takes the event and why, of each channel when it would be told or why not, and what keeps a target from having an incident. Nothing is sent.",
  request: { body: jsonBody(ExplainQuestion) },
  answers: { 200: json("What would be told.", Explanation) },
  problems: [],
});

routeRoutes.openapi(explained, async (c) =>
  c.json(await explain(c.get("deps"), c.req.valid("json")), 200),
);
