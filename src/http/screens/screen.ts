// Answers requests for pages: shows a page to whoever is logged in, and does what a form
// asks for.
import type { z } from "@hono/zod-openapi";
import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import assetNames from "#asset-names";
import { invalid, Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { type Form, readForm } from "./form.ts";
import { viewerOf } from "./viewer.ts";

type Ctx = Context<AppContext>;

/** Makes a router of pages. A path with a slash at its end is the same path. */
export const newScreens = () => new Hono<AppContext>({ strict: false });

/**
 * The handler of a page, for everybody who is logged in; others are led to the login. A
 * page with another status than 200 comes as an answer.
 */
export const shown =
  (show: (c: Ctx, viewer: Viewer) => Child | Response | Promise<Child | Response>) =>
  async (c: Ctx): Promise<Response> => {
    const viewer = viewerOf(c);
    if (viewer.role === null) return toLogin(c);
    const page = await show(c, viewer);
    return page instanceof Response ? page : answerPage(c, page);
  };

/** The handler of a form, for admins: it leads on, or shows the form again. */
export const acted =
  (act: (c: Ctx, viewer: Viewer, form: Form) => Promise<Response>) =>
  async (c: Ctx): Promise<Response> => {
    const viewer = viewerOf(c);
    if (viewer.role === null) return toLogin(c, "/");
    refuseReaders(viewer);
    return await act(c, viewer, await readForm(c, viewer.formToken));
  };

/** A page that is only a form is of no use to a reader. */
export function refuseReaders({ role }: Viewer): void {
  if (role === "admin") return;
  const detail = "This login looks at everything and changes nothing.";
  throw new Problem("read-only", detail);
}

type Status = 200 | 401 | 403 | 404 | 409 | 410 | 422 | 429;

/**
 * Without a status, the one that was set before counts. Nothing is painted before the
 * styles are there: the header has them asked for before the page is read, and lets the
 * platform do so while the page is made (103 Early Hints).
 */
export const answerPage = (c: Ctx, page: Child, status?: Status) =>
  c.html(page as unknown as string, status, {
    link: `<${assetNames.style}>; rel=preload; as=style`,
  });

/** Leads on after a form: the browser asks for the path with GET. */
export const goTo = (c: Ctx, path: string): Response =>
  c.redirect(localUrl(c, path), 303);

function toLogin(c: Ctx, back?: string): Response {
  const { pathname, search } = new URL(c.req.url);
  const to = back ?? `${pathname}${search}`;
  return goTo(c, to === "/" ? "/login" : `/login?to=${encodeURIComponent(to)}`);
}

/**
 * A path as an address of this origin; the start when it leads elsewhere. It is whole, so
 * that no browser takes a path for a host.
 */
export function localUrl(c: Ctx, path: string): string {
  const { origin } = new URL(c.req.url);
  const url = URL.parse(path, origin);
  return url?.href.startsWith(`${origin}/`) ? url.href : `${origin}/`;
}

/** The parameters of a page's path. Throws the Problem `not-found` when they name nothing. */
export function paramsOf<T extends z.ZodType>(c: Ctx, schema: T): z.output<T> {
  const parsed = schema.safeParse(c.req.param());
  if (parsed.success) return parsed.data;
  throw new Problem("not-found", `There is nothing at ${c.req.path}.`);
}

/**
 * The query of a page, without what a form sends empty. Throws the Problem `invalid` that
 * names the parameter.
 */
export function queryOf<T extends z.ZodType>(c: Ctx, schema: T): z.output<T> {
  const given = Object.entries(c.req.queries()).map(([name, values]) => {
    const filled = values.filter((value) => value !== "");
    return [name, filled.length > 1 ? filled : filled[0]] as const;
  });
  const parsed = schema.safeParse(
    Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  );
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "query");
}
