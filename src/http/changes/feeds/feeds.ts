// Serves feeds of changes to whoever has their address: a secret is in it.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { etag } from "hono/etag";
import type { ChangeKind } from "#domain/changes/change.ts";
import { type FeedScope, readScope } from "#domain/changes/feed-scope.ts";
import { kindsField } from "#http/changes/changes.ts";
import { Problem } from "#http/problem.ts";
import { type AppContext, newRouter, openRoute, text } from "#http/router.ts";
import { listChanges } from "#store/changes/changes.ts";
import { readRenewals } from "#store/changes/feed-keys.ts";
import { openFeedKey } from "#store/secrets/feed-keys.ts";
import { findBrief } from "#store/targets/find-targets.ts";
import {
  type Feed,
  type FeedFormat,
  feedFormats,
  feedUpdatedAt,
} from "#ui/changes/feeds/change-feed.ts";
import { languages } from "#ui/words/words.ts";

type Ctx = Context<AppContext>;

/** Changes that a feed tells of: feed readers ask again and again. */
const mostEntries = 50;

/** How long feed readers may keep what they got. */
const ageS = 60;

const request = {
  params: z.object({ key: z.string().openapi({ example: "WyJhbGwiLDBd.3q2-7w" }) }),
  query: z.object({
    in: z
      .enum(languages as ["en", "ja"])
      .default("en")
      .openapi({
        description: "The language of titles.",
      }),
    kind: kindsField.openapi({
      description: "Kinds of changes; repeat it for more. Without any: changed.",
    }),
  }),
};

const feedRoute = <Path extends string>(path: Path, summary: string, type: string) =>
  openRoute("get", path, "Changes", {
    summary,
    description:
      "For whoever has the address, without a token: `GET /api/feeds` tells it. At most 50 changes, the newest first.",
    request,
    answers: {
      200: text("The feed.", type),
      304: { description: "It is as If-None-Match or If-Modified-Since know it." },
    },
    problems: ["not-found", "invalid"],
  });

const atom = feedRoute(
  "/feeds/{key}/changes.atom",
  "A feed of changes, as Atom",
  "application/atom+xml",
);
const json = feedRoute(
  "/feeds/{key}/changes.json",
  "A feed of changes, as JSON Feed 1.1",
  "application/feed+json",
);

export const feedRoutes = newRouter();
feedRoutes.use("/feeds/*", etag());

feedRoutes.openapi(atom, (c) =>
  answerFeed(c, "atom", c.req.valid("param").key, c.req.valid("query")),
);
feedRoutes.openapi(json, (c) =>
  answerFeed(c, "json", c.req.valid("param").key, c.req.valid("query")),
);

async function answerFeed(
  c: Ctx,
  format: FeedFormat,
  key: string,
  { kind, in: language }: z.output<typeof request.query>,
) {
  const scope = await scopeOf(c, key);
  const kinds = kind.length > 0 ? kind : (["changed"] as const);
  const { changes, targetName } = await readFeed(c, scope, kinds);
  const url = new URL(c.req.url);
  const feed: Feed = { scope, targetName, changes, language, url: urlOf(c, url) };
  const updatedAt = Math.floor(feedUpdatedAt(feed) / 1_000) * 1_000;
  const headers = {
    "cache-control": `private, max-age=${ageS}`,
    "last-modified": new Date(updatedAt).toUTCString(),
    "x-robots-tag": "noindex",
  };
  if (isKnown(c, updatedAt)) return c.body(null, 304, headers);
  const { contentType, write } = feedFormats[format];
  return c.body(write(feed), 200, { ...headers, "content-type": contentType });
}

const noFeed = () =>
  new Problem("not-found", "There is no such feed: its address may have been renewed.");

/** Throws a Problem for a key that is not ours, or that was renewed since. */
async function scopeOf(c: Ctx, key: string): Promise<FeedScope> {
  const { db, settings } = c.get("deps");
  const opened = await openFeedKey(settings.sealing, key);
  if (opened === null) throw noFeed();
  if ((await readRenewals(db, opened.scope)) !== opened.renewals) throw noFeed();
  return readScope(opened.scope);
}

async function readFeed(c: Ctx, scope: FeedScope, kinds: readonly ChangeKind[]) {
  const { db } = c.get("deps");
  const filter = {
    ...(scope.kind === "target" && { targetId: scope.id }),
    ...(scope.kind === "tag" && { tags: [scope.tag] }),
    kinds,
  };
  const page = await listChanges(db, filter, { after: null, limit: mostEntries });
  const ids = page.changes.map(({ targetId }) => targetId);
  const told = scope.kind === "target" ? [scope.id] : [...new Set(ids)];
  const brief = await findBrief(db, { ids: told, keys: [] });
  const names = new Map(brief.map(({ id, name }) => [id, name]));
  const targetName = scope.kind === "target" ? names.get(scope.id) : null;
  if (targetName === undefined) throw noFeed();
  const changes = page.changes.map((change) => ({
    ...change,
    targetName: names.get(change.targetId) ?? `${change.targetId}`,
  }));
  return { changes, targetName };
}

/** Where feed readers get it, also behind a proxy. */
const urlOf = (c: Ctx, { origin, pathname, search }: URL): string =>
  `${c.get("deps").settings.publicUrl ?? origin}${pathname}${search}`;

/** Whether the caller has it as it is; an ETag says more than a time (RFC 9110). */
function isKnown(c: Ctx, updatedAt: number): boolean {
  if (c.req.header("if-none-match") !== undefined) return false;
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return updatedAt > 0 && since >= updatedAt;
}
