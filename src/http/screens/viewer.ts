// Tells whom a page is made for: the language and the zone that the browser names or that
// were chosen, and what the login allows.
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { isZone } from "#domain/time/zone.ts";
import type { AppContext } from "#http/router.ts";
import { themes, type Viewer } from "#ui/screens/viewer.ts";
import { type Language, languages, wordsIn } from "#ui/words/words.ts";

export function viewerOf(c: Context<AppContext>): Viewer {
  const language = languageOf(c);
  const identity = c.get("identity") ?? null;
  const { pathname, search } = new URL(c.req.url);
  const theme = themes.find((one) => one === getCookie(c, "theme"));
  return {
    language,
    words: wordsIn(language),
    zone: zoneOf(c),
    theme: theme ?? "auto",
    now: c.get("deps").clock.now(),
    // Of two slashes at its beginning, a browser would take what follows for a host.
    address: `${pathname.replace(/^\/+/, "/")}${search}`,
    role: identity?.role ?? null,
    formToken: identity?.formToken ?? "",
    hasSession: identity?.hasSession ?? false,
  };
}

const isLanguage = (text: string | undefined): text is Language =>
  languages.some((language) => language === text);

function languageOf(c: Context): Language {
  const chosen = getCookie(c, "lang");
  if (isLanguage(chosen)) return chosen;
  return preferredLanguage(c.req.header("accept-language") ?? "");
}

/** The language that an Accept-Language header likes best (RFC 9110 section 12.5.4). */
export function preferredLanguage(header: string): Language {
  const ranges = header
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1])[0];
      return { language: range.split("-")[0], quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranges.map(({ language }) => language).find(isLanguage) ?? "en";
}

/** The zone that the browser said, else where the request came from, else UTC. */
function zoneOf(c: Context): string {
  const { cf } = c.req.raw as { cf?: { timezone?: unknown } };
  const zones = [getCookie(c, "zone"), cf?.timezone];
  const zone = zones.find((one) => typeof one === "string" && isZone(one));
  return (zone as string | undefined) ?? "UTC";
}
