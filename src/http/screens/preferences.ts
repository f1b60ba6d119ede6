// Keeps how a viewer likes pages: a link with `?lang=ja` sets a cookie and leads back to the
// page without it.
import { setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { isZone } from "#domain/time/zone.ts";
import type { AppContext } from "#http/router.ts";
import { themes } from "#ui/screens/viewer.ts";
import { languages } from "#ui/words/words.ts";
import { isForProgram } from "./for-program.ts";
import { keptSeconds } from "./own-cookie.ts";

/** What may be preferred, and what is a value of it. A cookie has each one's name. */
const preferences: Readonly<Record<string, (value: string) => boolean>> = {
  lang: (value) => languages.some((one) => one === value),
  theme: (value) => themes.some((one) => one === value),
  zone: isZone,
};

export const keepPreferences = createMiddleware<AppContext>(async (c, next) => {
  const url = new URL(c.req.url);
  const named = Object.keys(preferences).filter((name) => url.searchParams.has(name));
  if (named.length === 0 || c.req.method !== "GET" || isForProgram(c)) return next();
  for (const name of named) {
    const value = url.searchParams.get(name) ?? "";
    url.searchParams.delete(name);
    if (preferences[name]?.(value) === true)
      setCookie(c, name, value, { path: "/", maxAge: keptSeconds, sameSite: "Lax" });
  }
  return c.redirect(url.href, 303);
});
