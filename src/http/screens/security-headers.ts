// Sets the headers that keep other sites from showing, reading or scripting our pages.
import { createMiddleware } from "hono/factory";
import type { AppContext } from "#http/router.ts";

/** Everything comes from here, nothing is inline, nobody frames it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const ofAll = {
  "x-content-type-options": "nosniff",
  // With no referrer at all, browsers would not say a form's origin either.
  "referrer-policy": "same-origin",
};

const ofPages = {
  "content-security-policy": policy,
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

const ofStrangers = { "referrer-policy": "no-referrer" };

/** What only somebody who is let in sees is kept by no cache. */
const ofPrivate = { "cache-control": "no-store" };

export const secureAnswers = createMiddleware<AppContext>(async (c, next) => {
  await next();
  // What is somebody else's comes with a policy that is stricter (http/changes/contents).
  const own = c.res.headers.get("content-security-policy");
  const isPage = c.res.headers.get("content-type")?.startsWith("text/html") ?? false;
  const isOpen = openPages.test(c.req.path) && c.res.status < 400;
  const isPrivate = isPage ? !isOpen : c.get("isLetIn");
  const headers = {
    ...ofAll,
    ...(isPage && ofPages),
    ...(own !== null && { "content-security-policy": own, ...ofStrangers }),
    ...(isPrivate && ofPrivate),
    ...(c.req.url.startsWith("https:") && {
      "strict-transport-security": "max-age=31536000",
    }),
  };
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
});

/** Pages that say the same to everybody; those that tell of a problem do not. */
const openPages = /^\/(docs|demo|status)(\/|$)/;
