// Carries what a form did to the next page, in a cookie that the page takes away.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Notice } from "#ui/screens/notice.tsx";
import { ownCookie, prefixOf } from "./own-cookie.ts";

const cookieName = "notice";

/** Browsers keep a cookie of 4,096 bytes; the value is percent-encoded. */
const longestChars = 3_500;

const noticeSchema = z.object({
  said: z.string().max(500),
  undo: z
    .object({
      /** A path, and no host: the form sends its token there. */
      action: z.string().regex(/^\/(?![/\\])/),
      fields: z.record(z.string(), z.string()),
    })
    .nullable(),
});

/** Whether a cookie holds a notice with its undo. */
export const fitsCookie = (notice: Notice): boolean =>
  encodeURIComponent(JSON.stringify(notice)).length <= longestChars;

/** A notice that is too long for a cookie goes without its undo. */
export function leaveNotice(c: Context, notice: Notice): void {
  const kept = fitsCookie(notice) ? notice : { ...notice, undo: null };
  setCookie(c, cookieName, JSON.stringify(kept), { ...ownCookie(c), maxAge: 60 });
}

/** The notice that the page before left; null when there is none. */
export function takeNotice(c: Context): Notice | null {
  const value = getCookie(c, cookieName, prefixOf(c));
  if (value === undefined) return null;
  deleteCookie(c, cookieName, ownCookie(c));
  try {
    return noticeSchema.parse(JSON.parse(value));
  } catch {
    return null;
  }
}
