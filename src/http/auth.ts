// Lets a request pass when it brings a token that opens the path.
import { createMiddleware } from "hono/factory";
import type { Settings } from "#deps";
import { callerAt } from "#net/addresses/caller.ts";
import { Problem } from "./problem.ts";
import type { AppContext } from "./router.ts";

/** The variables whose tokens open each area of the API. */
const variablesOf = {
  api: ["API_TOKEN"],
  metrics: ["METRICS_TOKEN", "API_TOKEN"],
  probe: ["PROBE_TOKEN", "API_TOKEN"],
} as const;

/** Areas that somebody may read who may change nothing; a probe sends a request. */
const readable: ReadonlySet<Area> = new Set(["api", "metrics"]);

type Area = keyof typeof variablesOf;

/** Throws the Problem `too-many-requests` for a caller who is over the limit. */
export const limitCaller = createMiddleware<AppContext>(async (c, next) => {
  const address = c.req.header("cf-connecting-ip") ?? "local";
  const limited = await c.env.API_LIMIT?.limit({ key: callerAt(address) });
  if (limited?.success === false) {
    throw new Problem("too-many-requests", "Too many requests; wait a minute.", [], {
      "retry-after": "60",
    });
  }
  await next();
});

/**
 * Lets requests pass that bring a token of the area: `metrics` is /metrics and /admin,
 * `probe` is /probe, and `api` is the rest. READ_TOKEN and a login open what changes
 * nothing: browsers send a login along by themselves, also where another site asks.
 * Otherwise throws the Problem `locked`, `unauthorized` or `read-only`.
 */
export const requireToken = (area: Area) =>
  createMiddleware<AppContext>(async (c, next) => {
    const { settings } = c.get("deps");
    const known = tokensOf(settings, area);
    const isReading = readable.has(area) && ["GET", "HEAD"].includes(c.req.method);
    const [, token] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    const isReader =
      token !== undefined &&
      settings.readToken !== null &&
      (await isOneOf([settings.readToken], token));
    const identity = c.get("identity");
    if (isReading && (isReader || identity !== null)) {
      c.set("isLetIn", true);
      const isHolder = token !== undefined && (await isOneOf(known, token));
      c.set("mayChange", !isReader && (isHolder || identity?.role === "admin"));
      return next();
    }
    if (isReader && readable.has(area))
      throw new Problem("read-only", "READ_TOKEN sees everything and changes nothing.");
    if (known.length === 0) throw new Problem("locked", howToSet(area));
    if (token === undefined || !(await isOneOf(known, token))) {
      const detail =
        token === undefined
          ? "Send Authorization: Bearer and the token."
          : `The token is wrong: this is opened by ${variablesOf[area].join(" or ")}.`;
      throw new Problem("unauthorized", detail, [], {
        "www-authenticate": 'Bearer realm="junkai"',
      });
    }
    c.set("isLetIn", true);
    c.set("mayChange", true);
    return next();
  });

function tokensOf(
  { apiToken, metricsToken, probeToken }: Settings,
  area: Area,
): string[] {
  const own = { api: null, metrics: metricsToken, probe: probeToken }[area];
  return [own, apiToken].filter((token) => token !== null);
}

function howToSet(area: Area): string {
  const names = variablesOf[area];
  const [name] = names;
  return `This deployment has no ${names.join(" and no ")}, so it lets nobody in here. Set one with \`npx wrangler secret put ${name}\`; locally, put ${name}=dev into .dev.vars.`;
}

/**
 * Whether a token is one of the known ones. Compares in constant time: digests have one
 * length, whatever was sent, and each is compared.
 */
export async function isOneOf(known: readonly string[], given: string): Promise<boolean> {
  const digest = (text: string) =>
    crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [sent, ...digests] = await Promise.all([given, ...known].map(digest));
  const same = digests.map((one) =>
    crypto.subtle.timingSafeEqual(one, sent as ArrayBuffer),
  );
  return same.includes(true);
}
