// Serves the pages on which public status pages are made, edited and deleted.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type KeptPage, slugPattern } from "#domain/status/status-page.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import {
  acted,
  answerPage,
  goTo,
  newScreens,
  paramsOf,
  refuseReaders,
  shown,
} from "#http/screens/screen.ts";
import { etagOf } from "#http/targets/etag.ts";
import { listPages } from "#store/status/status-pages.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { StatusPageScreen, StatusPagesScreen } from "#ui/status/status-pages-screen.tsx";
import { type PageForm, pageFields } from "#ui/status/status-pages-view.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { getPage, putPage, removePage } from "./change-page.ts";
import { parseGroups, writeGroups } from "./group-lines.ts";
import { slugField } from "./status-document.ts";

type Ctx = Context<AppContext>;

const path = "/status-pages";
const params = z.object({ slug: slugField });

export const statusScreens = newScreens();

statusScreens.get(
  path,
  shown(async (c, viewer) => listScreen(c, viewer, emptyForm(viewer))),
);

statusScreens.post(
  path,
  acted(async (c, viewer, form) => {
    const slug = form.text("slug");
    try {
      if (!slugPattern.test(slug)) throw badSlug();
      const expected = { "if-none-match": "*" };
      const written = documentOf(form, viewer);
      const { kept } = await putPage(c.get("deps"), { slug, expected }, written);
      return saved(c, viewer, kept);
    } catch (error) {
      const typed = formOf(form, refusalsOf(error, viewer));
      return answerPage(c, await listScreen(c, viewer, typed), 422);
    }
  }),
);

statusScreens.get(
  `${path}/:slug`,
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const kept = await getPage(c.get("deps"), paramsOf(c, params).slug);
    const { slug, page } = kept;
    const form = formOfPage(kept);
    return StatusPageScreen({
      viewer,
      slug,
      title: page.title,
      form,
      notice: takeNotice(c),
    });
  }),
);

statusScreens.post(
  `${path}/:slug`,
  acted(async (c, viewer, form) => {
    const { slug } = paramsOf(c, params);
    const { page } = await getPage(c.get("deps"), slug);
    const revision = Number(form.text("revision"));
    try {
      const expected = { "if-match": etagOf({ id: slug, revision }) };
      const written = documentOf(form, viewer);
      const { kept } = await putPage(c.get("deps"), { slug, expected }, written);
      return saved(c, viewer, kept);
    } catch (error) {
      const typed = formOf(form, refusalsOf(error, viewer));
      const { title } = page;
      const screen = StatusPageScreen({ viewer, slug, title, form: typed, notice: null });
      return answerPage(c, screen, 422);
    }
  }),
);

statusScreens.post(
  `${path}/:slug/delete`,
  acted(async (c, viewer) => {
    const { slug } = paramsOf(c, params);
    await removePage(c.get("deps"), { slug, expected: {} });
    const said = viewer.words.statusPage.edit.deleted(slug);
    leaveNotice(c, { said, undo: null });
    return goTo(c, path);
  }),
);

const badSlug = () => {
  const detail = "A slug is 1 to 50 of a-z, 0-9 and dashes.";
  return new Problem("invalid", detail, [{ pointer: "/slug", detail }]);
};

function saved(c: Ctx, viewer: Viewer, { slug, page }: KeptPage): Response {
  const said = viewer.words.statusPage.edit.saved(page.title);
  leaveNotice(c, { said, undo: null });
  return goTo(c, `${path}/${slug}`);
}

async function listScreen(c: Ctx, viewer: Viewer, form: PageForm) {
  const kept = await listPages(c.get("deps").db);
  const pages = kept.map(({ slug, page }) => ({
    slug,
    title: page.title,
    services: page.groups.length,
  }));
  return StatusPagesScreen({ viewer, pages, form, notice: takeNotice(c) });
}

const emptyForm = ({ zone }: Viewer): PageForm => ({
  values: { zone },
  incidents: true,
  maintenance: true,
  noindex: false,
  revision: "",
  refusals: noRefusals,
});

const formOfPage = ({ slug, page, revision }: KeptPage): PageForm => ({
  values: {
    slug,
    title: page.title,
    description: page.description ?? "",
    groups: writeGroups(page),
    language: page.language ?? "",
    zone: page.zone,
    link: page.link ?? "",
  },
  incidents: page.showsIncidents,
  maintenance: page.showsMaintenance,
  noindex: !page.isIndexed,
  revision: String(revision),
  refusals: noRefusals,
});

/** The form as it was sent. */
const formOf = (form: Form, refusals: Refusals): PageForm => ({
  values: Object.fromEntries(pageFields.map((name) => [name, form.text(name)])),
  incidents: form.has("incidents"),
  maintenance: form.has("maintenance"),
  noindex: form.has("noindex"),
  revision: form.text("revision"),
  refusals,
});

/** The document that the form's fields make. */
function documentOf(form: Form, { words }: Viewer): unknown {
  const orNull = (name: (typeof pageFields)[number]) => form.text(name) || null;
  return {
    title: form.text("title"),
    description: orNull("description"),
    groups: parseGroups(form.text("groups"), words.statusPage.services),
    language: orNull("language"),
    zone: form.text("zone") || "UTC",
    link: orNull("link"),
    incidents: form.has("incidents"),
    maintenance: form.has("maintenance"),
    noindex: form.has("noindex"),
  };
}

/** The refusals by the fields of the form; what is no refusal is thrown on. */
function refusalsOf(error: unknown, { language }: Viewer): Refusals {
  if (!(error instanceof Problem)) throw error;
  const { detail, errors } = error;
  const refused = errors.length === 0 ? [{ pointer: "/title", detail }] : errors;
  const byField = Map.groupBy(
    refused,
    ({ pointer = "" }) => pointer.split("/")[1] ?? "title",
  );
  return new Map(
    [...byField].map(([field, own]) => [
      field,
      own.map((one) => refusalIn(language, one.detail)),
    ]),
  );
}
