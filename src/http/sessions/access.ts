// Lets in whom Cloudflare Access let in: checks the token that Access adds to each request
// (developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json).
import type { Context } from "hono";
import { decode, verifyWithJwks } from "hono/jwt";
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import type { AppContext, Identity } from "#http/router.ts";
import { sign } from "./session.ts";

type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;

/** Access changes its keys with days of overlap: they may be kept for minutes. */
const keptMs = 600_000;

/** Anybody can name a key that is not known: for those, Access is asked no more often. */
const askedAgainMs = 10_000;

/** A request that has another token besides must not wait long for the keys. */
const longestMs = 3_000;

/** Reads who Access says it is; null without a token that holds. */
export type ReadAccess = (c: Context<AppContext>) => Promise<Identity | null>;

/** Makes the check of one app, which keeps the team's keys for a while. */
export function createAccessCheck(): ReadAccess {
  let kept: { at: number; keys: Keys } = { at: 0, keys: [] };

  /** The keys that are known, where Access does not answer. */
  async function keysFor(token: string, deps: Deps, team: string): Promise<Keys> {
    const { kid: wanted } = decode(token).header as { kid?: string };
    const isKnown = kept.keys.some(({ kid }) => kid === wanted);
    const now = deps.clock.now();
    if (now - kept.at < (isKnown ? keptMs : askedAgainMs)) return kept.keys;
    try {
      kept = { at: now, keys: await askForKeys(deps, team) };
    } catch (error) {
      deps.log({ event: "access-keys-failed", problem: messageOf(error) });
      kept = { ...kept, at: now };
    }
    return kept.keys;
  }

  return async (c) => {
    const deps = c.get("deps");
    const { access, apiToken } = deps.settings;
    const token = c.req.header("cf-access-jwt-assertion");
    if (access === null || token === undefined) return null;
    try {
      const { sub } = await verifyWithJwks(token, {
        keys: await keysFor(token, deps, access.team),
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

async function askForKeys({ clock, fetch }: Deps, team: string): Promise<Keys> {
  const controller = new AbortController();
  let callOff = () => {};
  const late = new Promise<never>((_, reject) => {
    callOff = clock.after(longestMs, () => {
      controller.abort();
      reject(new Error(`Access gave no keys within ${longestMs} ms.`));
    });
  });
  const read = async () => {
    const address = `${issuerOf(team)}/cdn-cgi/access/certs`;
    const answer = await fetch(address, { signal: controller.signal });
    const { keys } = (await answer.json()) as { keys?: Keys };
    if (!Array.isArray(keys)) throw new Error(`Access answered ${answer.status}.`);
    return keys;
  };
  try {
    return await Promise.race([late, read()]);
  } finally {
    callOff();
  }
}

const issuerOf = (team: string): string => `https://${team}.cloudflareaccess.com`;
