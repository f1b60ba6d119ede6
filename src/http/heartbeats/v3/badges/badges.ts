// Serves Healthchecks' badges: of one check by the key of its badge, and of all checks
// with a tag by a signed address.

import type { Context } from "hono";
import { checkStatus } from "#domain/heartbeats/check-status.ts";
import { shownName } from "#http/heartbeats/v3/check-answer.ts";
import { findByBadge, isUuid } from "#http/heartbeats/v3/find-check.ts";
import { newV3Router, notFound, serveOpen } from "#http/heartbeats/v3/v3-router.ts";
import { createKeeper } from "#http/kept-values.ts";
import { type App, type AppContext, executionOf } from "#http/router.ts";
import { type KnownHeartbeat, listHeartbeats } from "#store/targets/heartbeats.ts";
import { type BadgeColor, badge } from "#ui/badges/badge.ts";
import { type BadgeFormat, isFormat, statesOf } from "./badge-addresses.ts";

/** What a badge shows of its checks; it is kept for a minute. */
type Shown = { label: string; total: number; grace: number; down: number };

const shownForS = 60;
const mostKept = 1_000;

type C = Context<AppContext>;
type States = 2 | 3;

/** Makes the routes of one app, which keeps what badges show for a while. */
export function createCheckBadges(): App {
  const routes = newV3Router();
  const keeper = createKeeper<Shown | null>({
    room: "badges",
    name: "checks",
    ageS: shownForS,
    most: mostKept,
  });
  const show = async (
    c: C,
    key: string,
    states: States,
    format: BadgeFormat,
    look: (now: number) => Promise<Shown | null>,
  ): Promise<Response> => {
    const now = c.get("deps").clock.now();
    const kept = keeper({ key, url: c.req.url, now }, () => look(now));
    executionOf(c)?.waitUntil(kept);
    const shown = await kept;
    return shown === null ? notFound(c) : answer(c, shown, states, format);
  };

  serveOpen(routes, "/b/:states/:file", { GET: true }, async (c) => {
    const { name, format } = splitFile(c.req.param("file"));
    const states = Number(c.req.param("states"));
    const isKnown = isUuid(name) && (states === 2 || states === 3);
    if (format === null || !isKnown) return notFound(c);
    return await show(c, `check/${name}`, states, format, async (now) => {
      const found = await findByBadge(c.get("deps").db, name);
      return found && sumUp(shownName(found.target.name) || "unnamed", [found], now);
    });
  });

  /** The badge of a tag; "*" is the one of all checks. */
  const showTag = async (c: C, tag: string, signature: string, format: BadgeFormat) => {
    const { db, settings } = c.get("deps");
    const written = { project: c.req.param("project") ?? "", signature };
    const states = await statesOf(settings.sealing, tag, written);
    if (states === null) return notFound(c);
    const tags = tag === "*" ? [] : [tag];
    return await show(c, `tag/${encodeURIComponent(tag)}`, states, format, async (now) =>
      sumUp(tag === "*" ? "junkai" : tag, await listHeartbeats(db, { tags }), now),
    );
  };

  serveOpen(routes, "/badge/:project/:file", { GET: true }, async (c) => {
    const { name, format } = splitFile(c.req.param("file"));
    return format === null ? notFound(c) : await showTag(c, "*", name, format);
  });

  serveOpen(routes, "/badge/:project/:signature/:file", { GET: true }, async (c) => {
    const { name, format } = splitFile(c.req.param("file"));
    const signature = c.req.param("signature") ?? "";
    return format === null ? notFound(c) : await showTag(c, name, signature, format);
  });
  return routes;
}

/** A file's name and its ending; null for an ending that there is not. */
function splitFile(file = ""): { name: string; format: BadgeFormat | null } {
  const at = file.lastIndexOf(".");
  const format = file.slice(at + 1);
  return {
    name: file.slice(0, Math.max(0, at)),
    format: isFormat(format) ? format : null,
  };
}

function sumUp(label: string, checks: readonly KnownHeartbeat[], now: number): Shown {
  const statuses = checks.map(({ target, state }) => checkStatus(target, state, now));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  return { label, total: checks.length, grace: count("grace"), down: count("down") };
}

const looks: Readonly<Record<string, { shields: string; color: BadgeColor }>> = {
  up: { shields: "success", color: "green" },
  late: { shields: "important", color: "orange" },
  down: { shields: "critical", color: "red" },
};

function answer(
  c: C,
  { label, total, grace, down }: Shown,
  states: States,
  format: BadgeFormat,
): Response {
  const status = down > 0 ? "down" : grace > 0 && states === 3 ? "late" : "up";
  const { shields = "", color = "grey" } = looks[status] ?? {};
  const headers = { "cache-control": `public, max-age=${shownForS}` };
  if (format === "json") return c.json({ status, total, grace, down }, 200, headers);
  if (format === "shields")
    return c.json(
      { schemaVersion: 1, label, message: status, color: shields },
      200,
      headers,
    );
  return c.body(badge({ label, value: status, color }), 200, {
    ...headers,
    "content-type": "image/svg+xml; charset=utf-8",
  });
}
