// Serves the tree of routes, and tells what it would do with an event.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { asWritten } from "#http/fields.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { ExplainQuestion, Explanation } from "./explain-document.ts";
import { explain } from "./explain-routes.ts";
import { changeRoutes, etagOf, type KeptRoutes, readStored } from "./kept-routes.ts";
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
  const { routes, revision, channels } = await readStored(c.get("deps"));
  return c.json(writeRoutes(routes, channels), 200, { etag: etagOf(revision) });
});

const put = route("put", "/api/routes", tag, {
  summary: "Replace the tree of routes",
  description:
    "Holds for what happens from now on. What was told as open is told as over where it was told. At most 200 routes, 8 levels deep.",
  request: {
    headers: z.object({
      "if-match": z.string().optional().openapi({
        description: "The ETag read before: a change in between is refused.",
        example: '"routes-3"',
      }),
    }),
    body: jsonBody(RouteDocument),
  },
  answers: answer,
  problems: ["stale"],
});

routeRoutes.openapi(put, async (c) => {
  // The document's own parts are read by hand, level by level.
  const written: unknown = await c.req.json();
  const expected = c.req.valid("header")["if-match"];
  const { routes, revision, channels } = await replaceRoutes(
    c.get("deps"),
    written,
    expected,
  );
  return c.json(writeRoutes(routes, channels), 200, { etag: etagOf(revision) });
});

/** Throws a Problem for a tree that is not acceptable, and when `expected` is no more. */
export const replaceRoutes = (
  deps: Deps,
  written: unknown,
  expected: string | undefined,
): Promise<KeptRoutes> =>
  changeRoutes(deps, expected, ({ channels }) => readRoutes(written, channels));

const explained = route("post", "/api/routes/explain", tag, {
  summary: "What would be told to whom if something happened",
  description:
    "Names a target or labels. Says of each route whether it takes the event and why, of each channel when it would be told or why not, and what keeps a target from having an incident. Nothing is sent.",
  request: { body: jsonBody(ExplainQuestion) },
  answers: { 200: json("What would be told.", Explanation) },
  problems: ["not-found"],
});

routeRoutes.openapi(explained, async (c) =>
  c.json(await explain(c.get("deps"), c.req.valid("json")), 200),
);
