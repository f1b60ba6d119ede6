// Answers pings as Healthchecks does: in plain text, kept by no cache, read by any page.
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { bodyLimit } from "#domain/heartbeats/ping.ts";
import { type Problem, problems } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";

type Ctx = Context<AppContext>;

const headersOfAll = {
  "content-type": "text/plain; charset=utf-8",
  "access-control-allow-origin": "*",
  "cache-control": "max-age=0, no-cache, no-store, must-revalidate, private",
};

export const answerText = (
  c: Ctx,
  status: ContentfulStatusCode,
  text: string,
  headers: Record<string, string> = {},
): Response => c.body(text, status, { ...headersOfAll, ...headers });

/** How much of a body is kept: clients send the last so many bytes of their output. */
const limitHeader = { "ping-body-limit": `${bodyLimit}` };

export const answerTaken = (c: Ctx): Response => answerText(c, 200, "OK", limitHeader);

export const answerCreated = (c: Ctx): Response =>
  answerText(c, 201, "Created", limitHeader);

/** Seconds after which a ping that was too much may be repeated. */
const retryAfterS = 60;

export const answerTooMany = (c: Ctx): Response =>
  answerText(c, 429, "too many pings", { "retry-after": `${retryAfterS}` });

/** A problem in the same form: what pings reads its status, people its sentence. */
export function answerPingProblem(c: Ctx, problem: Problem): Response {
  const said = problem.errors.map(({ parameter, pointer, detail }) => {
    const place = parameter ?? pointer?.slice(1).replaceAll("/", ".");
    return place === undefined ? detail : `${place}: ${detail}`;
  });
  return answerText(
    c,
    problems[problem.problem].status as ContentfulStatusCode,
    said.length > 0 ? said.join("\n") : problem.detail,
    problem.headers,
  );
}

const methodsTaken = "HEAD, GET, POST, OPTIONS";

/** To a page that asks whether it may ping with headers of its own. */
export const answerPreflight = (c: Ctx): Response =>
  c.body(null, 204, {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": methodsTaken,
    "access-control-allow-headers": c.req.header("access-control-request-headers") ?? "*",
    "access-control-max-age": "86400",
  });

export const answerOtherMethod = (c: Ctx): Response =>
  answerText(c, 405, "method not allowed", { allow: methodsTaken });

/** Paths of pings, whose errors are answered so as well. */
export const isPingPath = (path: string): boolean => /^\/(ping|p)\//.test(path);
