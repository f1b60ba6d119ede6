// Serves the pages of routes: the tree, what it would do with an event, and its change.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { severities } from "#domain/notices/event.ts";
import type { Target } from "#domain/targets/target.ts";
import { findNamed, targetName } from "#http/find-target.ts";
import { explain } from "#http/notices/routing/explain-routes.ts";
import {
  etagOfRoutes,
  type KeptRoutes,
  readStored,
} from "#http/notices/routing/kept-routes.ts";
import { writeRoutes } from "#http/notices/routing/route-document.ts";
import { replaceRoutes } from "#http/notices/routing/routes.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import {
  acted,
  answerPage,
  goTo,
  newScreens,
  queryOf,
  refuseReaders,
  shown,
} from "#http/screens/screen.ts";
import { findIdsByName } from "#store/targets/find-targets.ts";
import { EditRoutesScreen } from "#ui/notices/routes/edit-routes-screen.tsx";
import type { RouteAnswer, RouteQuestion } from "#ui/notices/routes/route-view.ts";
import { RoutesScreen } from "#ui/notices/routes/routes-screen.tsx";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { counted } from "#ui/words/format.ts";
import { refusalIn } from "#ui/words/refusals.ts";

type Ctx = Context<AppContext>;

export const routeScreens = newScreens();

const query = z.strictObject({
  target: z.string().trim().max(200).default(""),
  severity: z.enum(severities).default("down"),
});

routeScreens.get(
  "/routes",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const question = queryOf(c, query);
    const { answer, refusals } = await answerTo(deps, viewer, question);
    const tree = await readStored(deps);
    const notice = takeNotice(c);
    const page = RoutesScreen({
      viewer,
      tree,
      revision: etagOfRoutes(tree),
      question,
      answer,
      refusals,
      notice,
    });
    return refusals.size === 0 ? page : answerPage(c, page, 422);
  }),
);

type Answered = { answer: RouteAnswer | null; refusals: Refusals };

async function answerTo(
  deps: Deps,
  viewer: Viewer,
  question: RouteQuestion,
): Promise<Answered> {
  if (question.target === "") return { answer: null, refusals: noRefusals };
  const { target, count } = await findMeant(deps, question.target);
  if (target !== null && count === 1)
    return { answer: await answerFor(deps, target, question), refusals: noRefusals };
  const words = viewer.words.alerts.routes;
  const said =
    target === null
      ? words.noTarget(question.target)
      : words.several(question.target, counted(count));
  return { answer: null, refusals: new Map([["target", [said]]]) };
}

/**
 * The target that somebody means by its id, its key or its whole name, and how many are
 * called so.
 */
async function findMeant(
  deps: Deps,
  text: string,
): Promise<{ target: Target | null; count: number }> {
  const name = targetName.safeParse(text);
  const known = name.success ? await findNamed(deps, name.data) : null;
  if (known !== null) return { target: known.target, count: 1 };
  const ids = await findIdsByName(deps.db, text);
  const first = ids[0] === undefined ? null : await findNamed(deps, { id: ids[0] });
  return { target: first?.target ?? null, count: ids.length };
}

async function answerFor(
  deps: Deps,
  target: Target,
  { severity }: RouteQuestion,
): Promise<RouteAnswer> {
  const { at, channels, routes, reasons } = await explain(deps, {
    target: { id: target.id },
    severity,
  });
  return {
    name: target.name,
    path: pathOfTarget(target),
    reasons: reasons.map(({ until, ...reason }) => ({
      ...reason,
      until: instantOf(until),
    })),
    at: Date.parse(at),
    channels: channels.map(({ toldAt, ...channel }) => ({
      ...channel,
      toldAt: instantOf(toldAt),
    })),
    routes,
  };
}

const instantOf = (iso: string | null): number | null =>
  iso === null ? null : Date.parse(iso);

routeScreens.get(
  "/routes/edit",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const stored = await readStored(c.get("deps"));
    return editPage(viewer, stored, jsonOf(stored), noRefusals);
  }),
);

const jsonOf = ({ routes, channels }: KeptRoutes): string =>
  JSON.stringify(writeRoutes(routes, channels), null, 2);

const editPage = (viewer: Viewer, kept: KeptRoutes, json: string, refusals: Refusals) =>
  EditRoutesScreen({ viewer, json, revision: etagOfRoutes(kept), refusals });

routeScreens.post(
  "/routes/edit",
  acted(async (c, viewer, form) => {
    const json = form.text("json").replaceAll("\r\n", "\n");
    const parsed = parse(json);
    if ("why" in parsed) {
      const said = viewer.words.alerts.routes.noJson(parsed.why);
      return await refused(c, viewer, json, [said], 422);
    }
    try {
      await replaceRoutes(
        c.get("deps"),
        parsed.value,
        form.text("revision") === "" ? {} : { "if-match": form.text("revision") },
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const status = error.problem === "invalid" ? 422 : 409;
      return await refused(c, viewer, json, sentencesOf(error, viewer), status);
    }
    leaveNotice(c, { said: viewer.words.alerts.routes.saved, undo: null });
    return goTo(c, "/routes");
  }),
);

function parse(json: string): { value: unknown } | { why: string } {
  try {
    return { value: JSON.parse(json || "{}") };
  } catch (error) {
    return { why: (error as SyntaxError).message };
  }
}

/** What is wrong, each with its place in the document. */
function sentencesOf({ detail, errors }: Problem, { language, words }: Viewer): string[] {
  const { at, whole } = words.alerts.routes;
  if (errors.length === 0) return [refusalIn(language, detail)];
  return errors.map(({ pointer, detail }) =>
    at(pointer || whole, refusalIn(language, detail)),
  );
}

async function refused(
  c: Ctx,
  viewer: Viewer,
  json: string,
  sentences: string[],
  status: 409 | 422,
) {
  const stored = await readStored(c.get("deps"));
  const refusals = new Map([["json", sentences]]);
  return answerPage(c, editPage(viewer, stored, json, refusals), status);
}
