// Serves the page of silences, makes one and ends one.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { idField } from "#http/fields.ts";
import {
  addSilence,
  SilenceDocument,
  stopSilence,
  toDraft,
} from "#http/notices/silences.ts";
import { cursorField, toPage } from "#http/page.ts";
import { invalid, Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import { ownName, rememberName } from "#http/screens/own-name.ts";
import {
  acted,
  answerPage,
  goTo,
  newScreens,
  paramsOf,
  queryOf,
  shown,
} from "#http/screens/screen.ts";
import { listSilences } from "#store/notices/silences.ts";
import { type SilenceForm, SilencesScreen } from "#ui/notices/silences-screen.tsx";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalsOf } from "./channel-values.ts";

type Ctx = Context<AppContext>;

export const silenceScreens = newScreens();

/** So many silences stand on a page. */
const silencesAPage = 50;

const query = z.strictObject({ cursor: cursorField(z.int()) });

const emptyForm: SilenceForm = { match: "", for: "1h", reason: "", by: "" };

silenceScreens.get(
  "/silences",
  shown((c, viewer) => {
    const { cursor } = queryOf(c, query);
    return pageOf(c, viewer, {
      cursor,
      form: { ...emptyForm, by: ownName(c) },
      refusals: noRefusals,
    });
  }),
);

type Shown = { cursor: number | null; form: SilenceForm; refusals: Refusals };

async function pageOf(c: Ctx, viewer: Viewer, { cursor, form, refusals }: Shown) {
  const { db, clock } = c.get("deps");
  const found = await listSilences(
    db,
    { before: cursor ?? Number.MAX_SAFE_INTEGER, limit: silencesAPage + 1 },
    { state: null, now: clock.now() },
  );
  const { items, next } = toPage(
    found,
    silencesAPage,
    (silence) => silence,
    ({ id }) => id,
  );
  const notice = takeNotice(c);
  return SilencesScreen({ viewer, silences: items, next, form, refusals, notice });
}

silenceScreens.post(
  "/silences",
  acted(async (c, viewer, sent) => {
    const form = typed(sent);
    try {
      const deps = c.get("deps");
      await addSilence(deps, toDraft(documentOf(form), deps.clock.now()));
    } catch (error) {
      const isRefusal =
        error instanceof Problem && ["invalid", "conflict"].includes(error.problem);
      if (!isRefusal) throw error;
      const refusals = refusalsOf(error, viewer.language);
      const page = await pageOf(c, viewer, { cursor: null, form, refusals });
      return answerPage(c, page, error.problem === "invalid" ? 422 : 409);
    }
    rememberName(c, sent, "by");
    leaveNotice(c, { said: viewer.words.alerts.silences.made, undo: null });
    return goTo(c, "/silences");
  }),
);

const typed = (sent: Form): SilenceForm => ({
  match: sent.text("match"),
  for: sent.text("for"),
  reason: sent.text("reason"),
  by: sent.text("by"),
});

/** The document of the API; a line is a matcher or several. */
function documentOf({ match, for: length, reason, by }: SilenceForm) {
  const lines = match.split("\n").map((line) => line.trim());
  const parsed = SilenceDocument.safeParse({
    match: lines.filter((line) => line !== ""),
    ...(length !== "" && { for: length }),
    reason,
    by,
  });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "json");
}

const params = z.object({ id: idField("This is the id of a silence.") });

silenceScreens.post(
  "/silences/:id/end",
  acted(async (c, viewer, form) => {
    await stopSilence(c.get("deps"), paramsOf(c, params).id);
    leaveNotice(c, { said: viewer.words.alerts.silences.ended, undo: null });
    return goTo(c, form.text("to") || "/silences");
  }),
);
