// Lets callers of Healthchecks' management API in by its key, answers them from any
// origin, and says in its form what was wrong.
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { isOneOf } from "#http/auth.ts";
import { type Problem, problems } from "#http/problem.ts";
import { toProblem } from "#http/requests/uncaught.ts";
import { type App, type AppContext, newRouter } from "#http/router.ts";
import type { Asking } from "./check-answer.ts";

type C = Context<AppContext>;
export type Json = Record<string, unknown>;

/** One request that was let in. */
export type V3Request = {
  c: C;
  asking: Asking;
  /** The body; empty where there is none. */
  json: Json;
};

type Handler = (request: V3Request) => Promise<Response> | Response;
type Method = "GET" | "POST" | "DELETE";

/** What a path takes. `forReaders`: a read-only key opens it too. */
type Methods = Partial<Record<Method, { forReaders?: true; handle: Handler }>>;

/** Of the versions there are, clients ask the first one still. */
const versions = [1, 2, 3] as const;
const allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export function newV3Router(): App {
  const routes = newRouter();
  routes.onError((error, c) => refuse(c, toProblem(error, c)));
  return routes;
}

/** Serves a path below `/api/v3/`, and below those of the versions before. */
export function serve(routes: App, path: string, methods: Methods): void {
  for (const version of versions)
    serveOpen(routes, `/api/v${version}/${path}`, methods, async (c, method) => {
      const { handle, forReaders } = methods[method] ?? {};
      if (handle === undefined) return c.body(null, 405);
      const read = await readRequest(c, version, forReaders ?? false);
      return read instanceof Response ? read : await handle(read);
    });
}

/** Serves a path that needs no key. */
export function serveOpen(
  routes: App,
  path: string,
  methods: Partial<Record<Method, unknown>>,
  answer: (c: C, method: Method) => Promise<Response> | Response,
): void {
  const allowed = [...Object.keys(methods), "OPTIONS"].join(", ");
  routes.on(allMethods, path, limitBody, async (c) => {
    const method = (c.req.method === "HEAD" ? "GET" : c.req.method) as Method;
    const response =
      c.req.method === "OPTIONS"
        ? c.body(null, 204)
        : methods[method] === undefined
          ? c.body(null, 405)
          : await answer(c, method);
    response.headers.set("access-control-allow-origin", "*");
    response.headers.set("access-control-allow-headers", "X-Api-Key");
    response.headers.set("access-control-allow-methods", allowed);
    response.headers.set("access-control-max-age", "600");
    return response;
  });
}

const limitBody = bodyLimit({
  maxSize: 256 * 1024,
  onError: (c) => c.json({ error: "the body is larger than 256 KB" }, 413),
});

export const errorAnswer = (c: C, status: ContentfulStatusCode, error: string) =>
  c.json({ error }, status);

export const notFound = (c: C) => errorAnswer(c, 404, "not found");

async function readRequest(
  c: C,
  version: number,
  forReaders: boolean,
): Promise<V3Request | Response> {
  const json = await readJson(c);
  if (typeof json === "string") return errorAnswer(c, 400, json);
  const inBody = typeof json.api_key === "string" ? json.api_key : "";
  const given = c.req.header("x-api-key") ?? inBody;
  const role = await roleOf(c, given);
  if (given === "") return errorAnswer(c, 401, "missing api key");
  if (role === null || (role === "reader" && !forReaders))
    return errorAnswer(c, 401, "wrong api key");
  c.set("isLetIn", true);
  const { clock, settings } = c.get("deps");
  const site = settings.publicUrl ?? new URL(c.req.url).origin;
  const isReadOnly = role === "reader";
  return { c, json, asking: { version, isReadOnly, site, now: clock.now() } };
}

/** The body of a POST, whatever type it says that it has; or what is wrong with it. */
async function readJson(c: C): Promise<Json | string> {
  const text = c.req.method === "POST" ? await c.req.text() : "";
  if (text === "") return {};
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? (json as Json)
      : "json validation error: value is not an object";
  } catch {
    return "could not parse request body";
  }
}

/** Null for a key that opens nothing. */
async function roleOf(c: C, given: string): Promise<"admin" | "reader" | null> {
  const { apiToken, readToken } = c.get("deps").settings;
  if (apiToken !== null && (await isOneOf([apiToken], given))) return "admin";
  if (readToken !== null && (await isOneOf([readToken], given))) return "reader";
  return null;
}

/** What is wrong with a field is a 400 there. */
function refuse(c: C, problem: Problem): Response {
  const { status } = problems[problem.problem];
  const errors = problem.errors.map(({ pointer, parameter, detail }) =>
    [pointer ?? parameter, detail].filter(Boolean).join(": "),
  );
  const error = errors.length > 0 ? errors.join(" ") : problem.detail;
  const answer = errorAnswer(c, status === 422 ? 400 : (status as 400), error);
  for (const [name, value] of Object.entries(problem.headers))
    answer.headers.set(name, value);
  answer.headers.set("access-control-allow-origin", "*");
  return answer;
}
