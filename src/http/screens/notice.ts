// Carries what a form did to the next page, in a cookie that the page takes away.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Notice } from "#ui/screens/notice.tsx";

const cookieName = "notice";

/** Browsers keep a cookie of 4,096 bytes; the value is percent-encoded. */
const longestChars = 3_500;

const noticeSchema = z.object({
  said: z.string().max(500),
  undo: z
    .object({
      action: z.string().startsWith("/"),
      fields: z.record(z.string(), z.string()),
    })
    .nullable(),
});

/** A notice that is too long for a cookie goes without its undo. */
export function leaveNotice(c: Context, notice: Notice): void {
  const options = { path: "/", maxAge: 60, httpOnly: true, sameSite: "Lax" } as const;
  const written = JSON.stringify(notice);
  const isShort = encodeURIComponent(written).length <= longestChars;
  const value = isShort ? written : JSON.stringify({ ...notice, undo: null });
  setCookie(c, cookieName, value, options);
}

/** The notice that the page before left; null when there is none. */
export function takeNotice(c: Context): Notice | null {
  const value = getCookie(c, cookieName);
  if (value === undefined) return null;
  deleteCookie(c, cookieName, { path: "/" });
  try {
    return noticeSchema.parse(JSON.parse(value));
  } catch {
    return null;
  }
}
