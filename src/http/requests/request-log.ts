// Logs each request as one line: what was asked, what came of it, and how long it took.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { isSecretHeader } from "#domain/secret-header.ts";
import type { AppContext } from "#http/router.ts";

/** Outsiders choose paths and queries; a log line stays a line. */
const longestChars = 300;

export const logRequest = createMiddleware<AppContext>(async (c, next) => {
  const { clock, log } = c.get("deps");
  const startedAt = clock.now();
  await next();
  log({
    event: "request",
    method: c.req.method,
    route: routeOf(c),
    path: shownPath(c.req.path),
    query: pingPath.test(c.req.path) ? "" : shownQuery(new URL(c.req.url).searchParams),
    status: c.res.status,
    ms: Math.max(0, clock.now() - startedAt),
  });
});

/**
 * The pattern of the path, as the API's description has it. Other paths share one name,
 * so that no caller can make up names without end.
 */
export function routeOf(c: Context): string {
  // Middlewares are for all methods; the first entry that is not is the route.
  const route = matchedRoutes(c).find(({ method }) => method !== "ALL");
  return route?.path.replaceAll(/:(\w+)/g, "{$1}") ?? "other";
}

const shownPath = (path: string): string =>
  hideFeedKeys(path.replace(pingPath, "/$1/***"))
    .replace(pingAddresses, "/ping/***")
    .replace(uuids, "***")
    .slice(0, longestChars);

/**
 * Whoever knows the address of a heartbeat pings it, also where its path is miswritten.
 * What its job says may stand in the query.
 */
const pingPath = /^(?:\/|%2f)+(ping|p)(?:\/|%2f)+.*$/is;

/** Parts of such addresses, which other paths and queries may hold. */
const uuids = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi;
const pingAddresses = /\/ping(?:\/|%2f)+.*/gis;

/**
 * The secret in the address of a feed (http/changes/feeds), also where a path is not as
 * we made it. Under other paths "feeds" is a resource.
 */
const feedKeys = /(?<!\/api|\/changes)\/feeds(?:\/|%2f)+[^/]*/gi;

const hideFeedKeys = (text: string): string => text.replace(feedKeys, "/feeds/***");

/** A query without what may be secret in it: tokens, and URLs' user names and queries. */
export function shownQuery(query: URLSearchParams): string {
  const shown = [...query].map(([name, value]) => `${name}=${shownValue(name, value)}`);
  return shown.join("&").slice(0, longestChars);
}

/** It logs somebody in (http/sessions/login-links). */
const loginCode = "code";

function shownValue(name: string, value: string): string {
  if (isSecretHeader(name) || name === loginCode) return "***";
  // A probe's target is a URL also without its scheme.
  return hideFeedKeys(value.replace(/[?#].*/s, "").replace(/[^/\\]+@/g, ""))
    .replace(pingAddresses, "/ping/***")
    .replace(uuids, "***");
}
