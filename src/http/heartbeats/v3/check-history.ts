// Serves Healthchecks' management API of what a check has told: its latest pings, the
// body of one, and when its status turned.
import type { RecentPing } from "#domain/heartbeats/ping.ts";
import { heartbeatSpecOf } from "#domain/targets/heartbeat-spec.ts";
import { readRunLog } from "#store/heartbeats/run-logs.ts";
import { readFlips } from "#store/incidents/flips.ts";
import type { KnownHeartbeat } from "#store/targets/heartbeats.ts";
import { isoSeconds } from "./check-answer.ts";
import { ofCheck } from "./checks.ts";
import { type Flip, isWithin, readFlipQuery, toFlips } from "./flips.ts";
import {
  errorAnswer,
  newV3Router,
  notFound,
  serve,
  type V3Request,
} from "./v3-router.ts";

export const checkHistoryRoutes = newV3Router();

serve(checkHistoryRoutes, "checks/:code/pings", {
  GET: { handle: (request) => ofCheck(request, pings) },
});
serve(checkHistoryRoutes, "checks/:code/pings/:n/body", {
  GET: { handle: (request) => ofCheck(request, body) },
});
serve(checkHistoryRoutes, "checks/:code/flips", {
  GET: { forReaders: true, handle: (request) => ofCheck(request, flips) },
});

async function pings(
  { c, asking }: V3Request,
  { target, heard }: KnownHeartbeat,
): Promise<Response> {
  const { site, version } = asking;
  const { uuid } = heartbeatSpecOf(target);
  const pingsAt = `${site}/api/v${version}/checks/${uuid}/pings`;
  return c.json(
    { pings: heard.lately.toReversed().map((ping) => toPing(ping, pingsAt)) },
    200,
  );
}

const toPing = (ping: RecentPing, pingsAt: string) => ({
  type: ping.ignored === undefined ? ping.action : "ign",
  date: isoMicroseconds(ping.at),
  n: ping.n,
  scheme: ping.scheme,
  remote_addr: ping.from,
  method: ping.method,
  ua: ping.userAgent,
  rid: ping.rid,
  body_url: ping.hasBody ? `${pingsAt}/${ping.n}/body` : null,
  ...(ping.durationMs !== null && { duration: Math.round(ping.durationMs / 10) / 100 }),
});

/** With six digits after the point, and with none where they were zeros. */
const isoMicroseconds = (at: number): string =>
  at % 1_000 === 0
    ? isoSeconds(at)
    : new Date(at).toISOString().replace(/(\.\d{3})Z$/, "$1000+00:00");

async function body({ c }: V3Request, found: KnownHeartbeat): Promise<Response> {
  const n = Number(c.req.param("n"));
  const text = await bodyOf(c.get("deps").db, found, n);
  return text === null ? notFound(c) : c.body(text, 200, textPlain);
}

const textPlain = { "content-type": "text/plain; charset=utf-8" };

/** What was sent with one of the latest pings. */
async function bodyOf(
  db: Parameters<typeof readRunLog>[0],
  { target, heard }: KnownHeartbeat,
  n: number,
): Promise<string | null> {
  const dueAt = heard.lately.find((ping) => ping.n === n)?.dueAt ?? null;
  if (dueAt === null) return null;
  return await readRunLog(db, target.id, { dueAt, n }, heard.logs);
}

async function flips({ c, asking }: V3Request, found: KnownHeartbeat): Promise<Response> {
  const query = readFlipQuery(c.req.query(), asking.now);
  if (query === null) return errorAnswer(c, 400, "invalid query parameters");
  const incidents = await readFlips(c.get("deps").db, found.target.id);
  const answered = toFlips(incidents, found.target)
    .filter(({ at }) => isWithin(at, query))
    .map(({ at, isUp }: Flip) => ({ timestamp: isoSeconds(at), up: isUp ? 1 : 0 }));
  return c.json({ flips: answered }, 200);
}
