// Serves the page of what differs between two contents of a target.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  differenceBetween,
  differenceUnits,
  shownKinds,
  usualOptions,
} from "#domain/changes/comparing/difference.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import {
  answerPage,
  newScreens,
  paramsOf,
  queryOf,
  shown,
} from "#http/screens/screen.ts";
import { listContents } from "#store/changes/contents.ts";
import { readSeen } from "#store/changes/seen-changes.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { pagesOf } from "#ui/changes/differences/diff-pages.ts";
import { DiffScreen } from "#ui/changes/differences/diff-screen.tsx";
import {
  type AskedDiff,
  type DiffView,
  diffOnlies,
  diffViews,
  type ShownDiff,
} from "#ui/changes/differences/diff-view.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { findEnds } from "./named-content.ts";
import { type Ends, readTexts } from "./read-texts.ts";

export const diffScreens = newScreens();

const end = z.string().max(100);

const query = z.object({
  from: end.default("previous"),
  to: end.default("latest"),
  view: z.enum(diffViews).default("sides"),
  unit: z.enum(differenceUnits).default("word"),
  context: z.coerce.number().int().min(0).max(1_000).default(usualOptions.context),
  only: z.enum(diffOnlies).default("all"),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

diffScreens.get(
  "/targets/:id/diff",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { id } = paramsOf(c, idParam);
    const asked = queryOf(c, query);
    const known = await getTarget(deps, id);
    const [compared, choices, seen] = await Promise.all([
      compare(deps, known, asked, viewer),
      listContents(deps.db, known.target.id, { after: null, limit: mostChoices }),
      readSeen(deps.db, [known.target.id]),
    ]);
    const view: DiffView = {
      target: known.target,
      asked,
      ...compared,
      choices,
      hasSeen: seen.has(known.target.id),
    };
    const isRefused = view.refusals.size > 0;
    return answerPage(c, DiffScreen({ viewer, view }), isRefused ? 422 : 200);
  }),
);

/** So many contents can be chosen; the API and addresses know all of them. */
const mostChoices = 50;

type Compared = Pick<DiffView, "ends" | "diff" | "refusals">;

/** A content that is not there is refused at its field. */
async function compare(
  deps: Deps,
  known: KnownTarget,
  asked: AskedDiff,
  viewer: Viewer,
): Promise<Compared> {
  try {
    const ends = await findEnds(deps, known, asked);
    const texts = await readTexts(deps, known.target.id, ends);
    return { ends, diff: diffOf(texts, asked), refusals: noRefusals };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ends: null, diff: null, refusals: refusalsOf(error, viewer) };
  }
}

const refusalsOf = ({ errors, detail }: Problem, { language }: Viewer): Refusals =>
  new Map(
    (errors.length === 0 ? [{ detail, parameter: "from" }] : errors).map(
      ({ detail, parameter = "from" }) => [parameter, [refusalIn(language, detail)]],
    ),
  );

/** All pages together: a text of a megabyte has no more characters. */
const most = { rows: 20_000, characters: 2_000_000 };

function diffOf(texts: Ends, asked: AskedDiff): ShownDiff {
  const { unit, context, only, page } = asked;
  const { hunks, ...totals } = differenceBetween(texts.from, texts.to, {
    unit,
    context,
    only: only === "all" ? shownKinds : [only],
    most,
  });
  const pages = pagesOf(hunks);
  const shown = Math.min(page, pages.length);
  return { ...totals, hunks: pages[shown - 1] ?? [], page: shown, pages: pages.length };
}
