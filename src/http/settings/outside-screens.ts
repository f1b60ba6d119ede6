// Serves the pages of what looks from outside: the dead-man ping and the canaries.
import type { Context } from "hono";
import { readCanaries, replaceCanaries, testCanaries } from "#http/incidents/canaries.ts";
import { describeDeadMan, replaceDeadMan, testDeadMan } from "#http/notices/dead-man.ts";
import { refusalsOf } from "#http/notices/screens/channel-values.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import { acted, answerPage, goTo, newScreens, shown } from "#http/screens/screen.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { CanariesScreen, type HeardCanary } from "#ui/settings/canaries-screen.tsx";
import { type DeadManForm, DeadManScreen } from "#ui/settings/dead-man-screen.tsx";
import { isPingTaken } from "#ui/settings/last-ping.tsx";
import type { Telling } from "#ui/settings/settings-view.ts";

type Ctx = Context<AppContext>;

export const outsideScreens = newScreens();

const deadManPath = "/settings/dead-man";
const canariesPath = "/settings/canaries";

/** What the pages show of the API's answer. */
export function toDeadMan({
  url,
  everySeconds,
  problem,
  lastPing,
}: Awaited<ReturnType<typeof describeDeadMan>>): Telling["deadMan"] {
  if (url === null) return null;
  const ping = lastPing && { at: Date.parse(lastPing.at), status: lastPing.status };
  return { url, everyMs: everySeconds * 1_000, problem, lastPing: ping };
}

outsideScreens.get(
  deadManPath,
  shown((c, viewer) => deadManPage(c, viewer, null, noRefusals)),
);

/** The form as it was typed, or as it is stored. The change finds what is shown. */
async function deadManPage(
  c: Ctx,
  viewer: Viewer,
  typed: DeadManForm | null,
  refusals: Refusals,
) {
  const described = await describeDeadMan(c.get("deps"));
  const { url, everySeconds, etag } = described;
  const stored = { url: url ?? "", everySeconds: String(everySeconds) };
  return DeadManScreen({
    viewer,
    deadMan: toDeadMan(described),
    form: { ...stored, ...typed, revision: typed?.revision ?? etag },
    refusals,
    notice: takeNotice(c),
  });
}

outsideScreens.post(
  deadManPath,
  acted(async (c, viewer, form) => {
    const typed: DeadManForm = {
      url: form.text("url"),
      everySeconds: form.text("everySeconds"),
      revision: form.text("revision"),
    };
    const document = {
      url: typed.url === "" ? null : typed.url,
      ...(typed.everySeconds !== "" && { everySeconds: numberIn(typed.everySeconds) }),
    };
    const expected = { "if-match": typed.revision };
    return await saving(c, viewer, {
      path: deadManPath,
      save: () => replaceDeadMan(c.get("deps"), document, expected),
      again: async (refusals, isStale) => {
        const { etag } = await describeDeadMan(c.get("deps"));
        const revision = isStale ? etag : typed.revision;
        return await deadManPage(c, viewer, { ...typed, revision }, refusals);
      },
    });
  }),
);

/** What is no number stays text, so that the API objects to it. */
const numberIn = (text: string): unknown =>
  /^\d{1,9}$/.test(text) ? Number(text) : text;

outsideScreens.post(
  `${deadManPath}/test`,
  acted(async (c, viewer) => {
    leaveNotice(c, { said: await askDeadMan(c, viewer), undo: null });
    return goTo(c, deadManPath);
  }),
);

/** What is said of the answer. */
async function askDeadMan(c: Ctx, viewer: Viewer): Promise<string> {
  const { tested, title } = viewer.words.settings.outside.deadMan;
  try {
    const ping = await testDeadMan(c.get("deps"));
    if (ping.status === null) return tested.silent;
    return isPingTaken(ping) ? tested.taken(ping.status) : tested.refused(ping.status);
  } catch (error) {
    if (!(error instanceof Problem) || error.problem !== "conflict") throw error;
    return title.none;
  }
}

type Saving = {
  path: string;
  save: () => Promise<unknown>;
  /** The page with why it was refused. */
  again: (refusals: Refusals, isStale: boolean) => ReturnType<typeof deadManPage>;
};

async function saving(c: Ctx, viewer: Viewer, { path, save, again }: Saving) {
  const { saved, changed } = viewer.words.settings.outside;
  try {
    await save();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const isStale = error.problem === "stale";
    if (!isStale && error.problem !== "invalid") throw error;
    const refusals = isStale
      ? new Map([["form", [changed]]])
      : refusalsOf(error, viewer.language);
    return answerPage(c, await again(refusals, isStale), isStale ? 409 : 422);
  }
  leaveNotice(c, { said: saved, undo: null });
  return goTo(c, path);
}

type Shown = {
  typed?: { urls: string; revision: string };
  refusals?: Refusals;
  heard?: readonly HeardCanary[];
};

async function canariesPage(c: Ctx, viewer: Viewer, page: Shown = {}) {
  const { typed, refusals = noRefusals, heard = null } = page;
  const { urls, etag } = await readCanaries(c.get("deps"));
  const form = typed ?? { urls: urls.join("\n"), revision: etag };
  return CanariesScreen({ viewer, urls, form, heard, refusals, notice: takeNotice(c) });
}

outsideScreens.get(
  canariesPath,
  shown((c, viewer) => canariesPage(c, viewer)),
);

outsideScreens.post(
  canariesPath,
  acted(async (c, viewer, form) => {
    const typed = { urls: form.text("urls"), revision: form.text("revision") };
    const lines = typed.urls.split("\n").map((line) => line.trim());
    const document = { urls: lines.filter((line) => line !== "") };
    const expected = { "if-match": typed.revision };
    return await saving(c, viewer, {
      path: canariesPath,
      save: () => replaceCanaries(c.get("deps"), document, expected),
      again: async (refusals, isStale) => {
        const { etag } = await readCanaries(c.get("deps"));
        const revision = isStale ? etag : typed.revision;
        return await canariesPage(c, viewer, { typed: { ...typed, revision }, refusals });
      },
    });
  }),
);

/** What they answer is shown on the page that answers: nothing keeps it. */
outsideScreens.post(
  `${canariesPath}/test`,
  acted(async (c, viewer) => {
    const heard = await testCanaries(c.get("deps"));
    // The links of the page lead back to it: this address takes a form only.
    const here = { ...viewer, address: canariesPath };
    return answerPage(c, await canariesPage(c, here, { heard }));
  }),
);
