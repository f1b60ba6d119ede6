// Serves the addresses of pings: Healthchecks' and Cronitor's. Needs no token: whoever
// knows the address of a heartbeat pings it. Redirects nothing, since a POST would become
// a GET.
import type { Context } from "hono";
import {
  type PingAddress,
  readPingAddress,
  readRid,
  slugForm,
} from "#domain/heartbeats/ping-address.ts";
import { toProblem } from "#http/requests/uncaught.ts";
import { type AppContext, newRouter } from "#http/router.ts";
import { answerPing } from "./answer-ping.ts";
import { createByPing } from "./create-by-ping.ts";
import { readTelemetry } from "./cronitor.ts";
import {
  answerOtherMethod,
  answerPingProblem,
  answerPreflight,
  answerText,
} from "./ping-answers.ts";
import { readPingBody, senderOf } from "./read-ping.ts";

type Ctx = Context<AppContext>;

export const pingRoutes = newRouter();

pingRoutes.onError((error, c) => answerPingProblem(c, toProblem(error, c)));

for (const path of ["/ping/*", "/p/*"]) {
  pingRoutes.on("OPTIONS", path, answerPreflight);
  pingRoutes.on(["PUT", "PATCH", "DELETE"], path, answerOtherMethod);
}

// A HEAD is routed as a GET.
pingRoutes.on(["GET", "POST"], "/ping/*", async (c) => {
  const address = readPingAddress(c.req.path.slice("/ping/".length));
  if (address === "not found") return answerText(c, 404, address);
  if (address === "invalid url format") return answerText(c, 400, address);
  const { searchParams } = new URL(c.req.url);
  const written = searchParams.get("rid");
  const rid = written === null ? null : readRid(written);
  if (written !== null && rid === null) return answerText(c, 400, "invalid uuid format");
  const { by, action, exitStatus } = address;
  const told = {
    ...senderOf(c),
    ...(await readPingBody(c.req.raw)),
    action,
    exitStatus,
    rid,
    counts: null,
    startedAt: null,
  };
  const tell = (at: number) => ({ ...told, at });
  return await answerPing(c, by, tell, createOf(c, by, searchParams));
});

pingRoutes.on(["GET", "POST"], "/p/*", async (c) => {
  const [key = "", slug = "", ...more] = c.req.path
    .slice("/p/".length)
    .replace(/\/$/, "")
    .split("/");
  if (slug === "" || more.length > 0) return answerText(c, 404, "not found");
  if (!slugForm.test(slug)) return answerText(c, 400, "invalid url format");
  const { searchParams } = new URL(c.req.url);
  const body = await readPingBody(c.req.raw);
  const telemetry = readTelemetry(searchParams, body);
  if (telemetry === null) return answerText(c, 400, "invalid parameters");
  const by = { key, slug };
  const { durationMs, ...told } = { ...senderOf(c), ...telemetry };
  const tell = (at: number) => ({
    ...told,
    at,
    startedAt: durationMs === null ? null : at - durationMs,
  });
  return await answerPing(c, by, tell, createOf(c, by, searchParams));
});

function createOf(c: Ctx, by: PingAddress["by"], query: URLSearchParams) {
  if ("uuid" in by || query.get("create") !== "1") return null;
  return () => createByPing(c.get("deps"), by, query);
}
