// Keeps who is logged in in a signed cookie. The key of the signature follows from the
// token that was typed: with another token every session ends.
import type { Context } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import type { Settings } from "#deps";
import { dayMs } from "#domain/time/instants.ts";
import type { AppContext, Identity } from "#http/router.ts";
import { ownCookie, prefixOf } from "#http/screens/own-cookie.ts";

type Role = Identity["role"];
type Ctx = Context<AppContext>;

/** Long enough for a screen on a wall, short enough for a phone that was lost. */
const sessionMs = 14 * dayMs;

/** Begins a session: answers with its cookie. */
export async function beginSession(c: Ctx, role: Role): Promise<void> {
  const { clock, newToken, settings } = c.get("deps");
  const token = tokenOf(settings, role);
  if (token === null) return;
  const value = [role, clock.now() + sessionMs, newToken()].join(" ");
  await setSignedCookie(c, cookieName, value, keyOf(token), {
    ...ownCookie(c),
    maxAge: sessionMs / 1_000,
  });
}

/** Ends the session in this browser. */
export async function endSession(c: Ctx): Promise<void> {
  await setSignedCookie(c, cookieName, "", "none", { ...ownCookie(c), maxAge: 0 });
}

/** Who is logged in by the request's cookie; null without a session that holds. */
export async function readSession(c: Ctx): Promise<Identity | null> {
  if (!c.req.header("cookie")?.includes(cookieName)) return null;
  const { clock, settings } = c.get("deps");
  for (const role of ["admin", "reader"] as const) {
    const token = tokenOf(settings, role);
    if (token === null) continue;
    const value = await getSignedCookie(c, keyOf(token), cookieName, prefixOf(c));
    const [signed, until] = (value || "").split(" ");
    if (signed !== role || Number(until) <= clock.now()) continue;
    return {
      role,
      formToken: await sign(keyOf(token), `form ${value}`),
      hasSession: true,
    };
  }
  return null;
}

/** The token whose owner has the role; null when nobody can have it. */
export const tokenOf = ({ apiToken, readToken }: Settings, role: Role): string | null =>
  role === "admin" ? apiToken : readToken;

const keyOf = (token: string): string => `session ${token}`;

const cookieName = "junkai";

/** An HMAC-SHA-256 of a text, in base64url. */
export async function sign(key: string, text: string): Promise<string> {
  const bytes = (written: string) => new TextEncoder().encode(written);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", bytes(key), algorithm, false, [
    "sign",
  ]);
  const signature = await crypto.subtle.sign("HMAC", imported, bytes(text));
  return new Uint8Array(signature).toBase64({ alphabet: "base64url", omitPadding: true });
}
