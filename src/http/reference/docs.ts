// Serves the description of the API: as OpenAPI 3.1 for programs, as a page for people.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { memoize } from "#domain/memo.ts";
import { problems } from "#http/problem.ts";
import { type App, json, newRouter, openRoute, text } from "#http/router.ts";
import { version } from "#http/version.ts";
import { ApiReference } from "#ui/reference/api-reference.tsx";
import { completeDocument } from "./complete-document.ts";

const info = {
  title: "junkai",
  version,
  license: { name: "MIT", identifier: "MIT" },
  description:
    "A scheduled crawler in one Cloudflare Worker. Targets are what it goes round; runs are what it saw; jobs are what makes it go. Times are ISO 8601; queries also take days (2026-01-31), now and times before now (-24h). Durations in requests look like 30s, 5m or PT1H; durations in answers are milliseconds.",
};

const openapi = openRoute("get", "/openapi.json", "Description", {
  summary: "This description, as OpenAPI 3.1",
  answers: { 200: json("The document.", z.unknown()) },
});

const page = openRoute("get", "/docs", "Description", {
  summary: "This description, as a page",
  answers: { 200: text("The page.", "text/html") },
});

/** The routes that describe all routes of `app`. */
export function docsRoutes(app: App): App {
  // All requests to an origin get the same description, which takes long to make.
  const describe = memoize(4, (url = "") => {
    const generated = app.getOpenAPI31Document({
      openapi: "3.1.0",
      info,
      servers: [{ url }],
    });
    return completeDocument(generated) as typeof generated;
  });
  const render = memoize(4, (url = "") => {
    const listed = Object.entries(problems).map(([name, problem]) => ({
      name,
      ...problem,
    }));
    return String(ApiReference({ document: describe(url), problems: listed }));
  });
  const originOf = (c: Context) => new URL(c.req.url).origin;
  const router = newRouter();
  router.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
  });
  router.openapi(openapi, (c) => c.json(describe(originOf(c))));
  router.openapi(page, (c) => c.html(render(originOf(c))));
  return router;
}
