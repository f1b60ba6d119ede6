// Remembers in a cookie what somebody calls themselves: for the next form, and for buttons
// that ask for no name. It proves nothing: anybody may type any name.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Form } from "./form.ts";
import { keptSeconds, ownCookie, prefixOf } from "./own-cookie.ts";

const cookieName = "name";

/** As forms take it. */
const nameSchema = z.string().trim().min(1).max(100);

/** The name that was typed last; empty when none is known. */
export const ownName = (c: Context): string =>
  nameSchema.safeParse(getCookie(c, cookieName, prefixOf(c))).data ?? "";

/** Keeps the name that a form has in a field, if it has that field; forgets an empty one. */
export function rememberName(c: Context, form: Form, field: string): void {
  if (!form.has(field)) return;
  const name = nameSchema.safeParse(form.text(field)).data;
  if (name === undefined) forgetName(c);
  else setCookie(c, cookieName, name, { ...ownCookie(c), maxAge: keptSeconds });
}

/** Whoever logs in next is perhaps somebody else. */
export const forgetName = (c: Context): void => {
  deleteCookie(c, cookieName, ownCookie(c));
};
