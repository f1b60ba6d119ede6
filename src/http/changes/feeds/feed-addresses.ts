// Tells the addresses of feeds, and renews the secret in them.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type FeedScope, writeScope } from "#domain/changes/feed-scope.ts";
import { findNamed, noTarget, type TargetName, targetName } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { type AppContext, json, jsonBody, newRouter, route } from "#http/router.ts";
import { namedTarget } from "#http/targets/named-targets.ts";
import { tagText } from "#http/targets/target-document.ts";
import { readRenewals, renewFeed } from "#store/changes/feed-keys.ts";
import { feedKeyOf } from "#store/secrets/feed-keys.ts";
import { NoKeyError } from "#store/secrets/vault.ts";

const onlyOne = {
  message: "A feed is of a target or of a tag; without either of all targets.",
  path: ["tag"],
};

const isOne = ({ target, tag }: { target?: unknown; tag?: unknown }) =>
  target === undefined || tag === undefined;

const FeedAddresses = z
  .object({
    atom: z.string().openapi({ format: "uri" }),
    json: z.string().openapi({ format: "uri" }),
  })
  .openapi("FeedAddresses", {
    description: "Whoever has an address reads the feed, until it is renewed.",
    example: {
      atom: "https://junkai.example.com/feeds/WyJhbGwiLDBd.3q2-7w/changes.atom",
      json: "https://junkai.example.com/feeds/WyJhbGwiLDBd.3q2-7w/changes.json",
    },
  });

const read = route("get", "/api/feeds", "Changes", {
  summary: "The addresses of a feed of changes",
  description: "Of one target, of the targets with a tag, or of all.",
  request: {
    query: z
      .strictObject({ target: targetName.optional(), tag: tagText.optional() })
      .refine(isOne, onlyOne),
  },
  answers: { 200: json("The addresses.", FeedAddresses) },
  problems: ["invalid", "misconfigured"],
});

const renew = route("post", "/api/feeds/renew", "Changes", {
  summary: "Renew the secret in the address of a feed",
  description: "Addresses of the feed from before open nothing more.",
  request: {
    body: jsonBody(
      z
        .strictObject({ target: namedTarget.optional(), tag: tagText.optional() })
        .refine(isOne, onlyOne)
        .openapi("FeedRenewal", { example: { tag: "web" } }),
    ),
  },
  answers: { 200: json("The new addresses.", FeedAddresses) },
  problems: ["misconfigured"],
});

export const feedAddressRoutes = newRouter();

feedAddressRoutes.openapi(read, async (c) => {
  const scope = await scopeOf(c, c.req.valid("query"), "query");
  const renewals = await readRenewals(c.get("deps").db, writeScope(scope));
  return c.json(await feedAddressesOf(c, scope, renewals), 200);
});

feedAddressRoutes.openapi(renew, async (c) => {
  const scope = await scopeOf(c, c.req.valid("json"), "json");
  const renewals = await renewFeed(c.get("deps").db, writeScope(scope));
  return c.json(await feedAddressesOf(c, scope, renewals), 200);
});

/** Throws a Problem when there is no such target. */
async function scopeOf(
  c: Context<AppContext>,
  { target, tag }: { target?: TargetName | undefined; tag?: string | undefined },
  where: "query" | "json",
): Promise<FeedScope> {
  if (tag !== undefined) return { kind: "tag", tag };
  if (target === undefined) return { kind: "all" };
  const known = await findNamed(c.get("deps"), target);
  if (known === null) throw invalidField(where, ["target"], noTarget(target).detail);
  return { kind: "target", id: known.target.id };
}

/** The addresses as a page shows them; null where there is no key to sign with. */
export async function shownAddresses(c: Context<AppContext>, scope: FeedScope) {
  const renewals = await readRenewals(c.get("deps").db, writeScope(scope));
  try {
    return await feedAddressesOf(c, scope, renewals);
  } catch (error) {
    if (error instanceof NoKeyError) return null;
    throw error;
  }
}

/** Throws NoKeyError where there is no key to sign with. */
async function feedAddressesOf(
  c: Context<AppContext>,
  scope: FeedScope,
  renewals: number,
): Promise<z.output<typeof FeedAddresses>> {
  const { settings } = c.get("deps");
  const written = writeScope(scope);
  const key = await feedKeyOf(settings.sealing, { scope: written, renewals });
  const base = settings.publicUrl ?? new URL(c.req.url).origin;
  const at = (name: string) => `${base}/feeds/${key}/${name}`;
  return { atom: at("changes.atom"), json: at("changes.json") };
}
