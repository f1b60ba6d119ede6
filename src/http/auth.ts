// Who may use the API: whoever holds the deployment's token.
import { createMiddleware } from "hono/factory";
import { Problem } from "./problem.ts";
import type { AppContext } from "./router.ts";

const howToSet =
  "This deployment has no API_TOKEN, so it lets nobody in. Set one with `npx wrangler secret put API_TOKEN`; locally, put API_TOKEN=dev into .dev.vars.";

export const requireToken = createMiddleware<AppContext>(async (c, next) => {
  const { settings } = c.get("deps");
  const caller = c.req.header("cf-connecting-ip") ?? "local";
  const limited = await c.env.API_LIMIT?.limit({ key: caller });
  if (limited?.success === false) {
    throw new Problem("too-many-requests", "Too many requests; wait a minute.", [], { "retry-after": "60" });
  }
  if (settings.apiToken === null) throw new Problem("locked", howToSet);
  const [, token] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (token === undefined || !(await sameSecret(token, settings.apiToken))) {
    const detail = token === undefined ? "Send Authorization: Bearer and the token." : "The token is wrong.";
    throw new Problem("unauthorized", detail, [], { "www-authenticate": 'Bearer realm="junkai"' });
  }
  await next();
});

/** Compares in constant time: digests have one length, whatever was sent. */
async function sameSecret(given: string, known: string): Promise<boolean> {
  const digest = (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [a, b] = await Promise.all([digest(given), digest(known)]);
  return crypto.subtle.timingSafeEqual(a, b);
}
