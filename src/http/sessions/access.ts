// Lets in whom Cloudflare Access let in: checks the token that Access adds to each request
// (developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json).
import type { Context } from "hono";
import { verifyWithJwks } from "hono/jwt";
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import type { AppContext, Identity } from "#http/router.ts";
import { sign } from "./session.ts";

type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;

/** Access changes its keys with days of overlap: they may be kept for minutes. */
const keptMs = 600_000;

/** Reads who Access says it is; null without a token that holds. */
export type ReadAccess = (c: Context<AppContext>) => Promise<Identity | null>;

/** Makes the check of one app, which keeps the team's keys for a while. */
export function createAccessCheck(): ReadAccess {
  let kept: { at: number; keys: Keys } | null = null;

  async function keysOf(deps: Deps, team: string): Promise<Keys> {
    const now = deps.clock.now();
    if (kept !== null && now - kept.at < keptMs) return kept.keys;
    const answer = await deps.fetch(`${issuerOf(team)}/cdn-cgi/access/certs`);
    const { keys } = (await answer.json()) as { keys: Keys };
    kept = { at: now, keys };
    return keys;
  }

  return async (c) => {
    const deps = c.get("deps");
    const { access, apiToken } = deps.settings;
    const token = c.req.header("cf-access-jwt-assertion");
    if (access === null || token === undefined) return null;
    try {
      const { sub } = await verifyWithJwks(token, {
        keys: await keysOf(deps, access.team),
        allowedAlgorithms: ["RS256"],
        verification: { iss: issuerOf(access.team), aud: access.audience },
      });
      const key = `access ${access.audience} ${apiToken ?? ""}`;
      const formToken = await sign(key, `form ${String(sub)}`);
      return { role: "admin", formToken, hasSession: false };
    } catch (error) {
      deps.log({ event: "access-refused", problem: messageOf(error) });
      return null;
    }
  };
}

const issuerOf = (team: string): string => `https://${team}.cloudflareaccess.com`;
