// Says how cookies are kept that only our pages may set: by no script, and by no other
// host of the same domain.
import type { Context } from "hono";
import type { CookieOptions } from "hono/utils/cookie";

/** The longest that browsers keep a cookie (RFC 6265bis section 5.5). */
export const keptSeconds = 400 * 86_400;

/** Over https a cookie is bound to the host (RFC 6265bis section 4.1.3.2). */
export const prefixOf = (c: Context): "host" | undefined =>
  isSecure(c) ? "host" : undefined;

export function ownCookie(c: Context): CookieOptions {
  const prefix = prefixOf(c);
  return {
    path: "/",
    httpOnly: true,
    secure: isSecure(c),
    sameSite: "Lax",
    ...(prefix && { prefix }),
  };
}

const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === "https:";
