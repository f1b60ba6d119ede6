// Serves the settings page: how junkai itself is and what is configured. Makes login links
// and has things tried again that are set aside.
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { spentBetween } from "#domain/jobs/spent-today.ts";
import { dayMs } from "#domain/time/instants.ts";
import { retryThing, ThingDocument } from "#http/apart/set-aside.ts";
import { checkHealth } from "#http/health.ts";
import { renewKey } from "#http/heartbeats/ping-key.ts";
import { describeDeadMan } from "#http/notices/dead-man.ts";
import { invalid } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import { acted, answerPage, goTo, newScreens, shown } from "#http/screens/screen.ts";
import { LoginLinkRequest, makeLoginLink } from "#http/sessions/login-links.ts";
import { storageOf } from "#http/storage/storage.ts";
import { listSetAside } from "#store/apart/set-aside-list.ts";
import { findPingKey } from "#store/heartbeats/ping-keys.ts";
import { readJobTotals } from "#store/jobs/job-costs.ts";
import { listChannels } from "#store/notices/channels.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { SettingsScreen } from "#ui/settings/settings-screen.tsx";
import type {
  Budget,
  Pinging,
  Presences,
  SettingsView,
  Telling,
  Values,
} from "#ui/settings/settings-view.ts";
import { toDeadMan } from "./outside-screens.ts";

type Ctx = Context<AppContext>;

export const settingsScreens = newScreens();

settingsScreens.get(
  "/settings",
  shown(async (c, viewer) =>
    SettingsScreen({
      viewer,
      view: await viewSettings(c, viewer),
      link: null,
      notice: takeNotice(c),
    }),
  ),
);

/** The link is shown once, on the page that answers: nothing else keeps it. */
settingsScreens.post(
  "/settings/login-link",
  acted(async (c, viewer, form) => {
    const link = await makeLoginLink(c, documentOf(form, LoginLinkRequest));
    const view = await viewSettings(c, viewer);
    // The links of the page lead back to it: this address takes a form only.
    const here = { ...viewer, address: "/settings" };
    return answerPage(c, SettingsScreen({ viewer: here, view, link, notice: null }));
  }),
);

settingsScreens.post(
  "/settings/set-aside/retry",
  acted(async (c, viewer, form) => {
    const thing = documentOf(form, ThingDocument);
    await retryThing(c.get("deps"), thing);
    const { aside } = viewer.words.settings;
    const said = aside.retried(`${aside.kinds[thing.kind]} ${thing.item}`);
    leaveNotice(c, { said, undo: null });
    return goTo(c, "/settings");
  }),
);

settingsScreens.post(
  "/settings/ping-key/renew",
  acted(async (c, viewer) => {
    await renewKey(c);
    leaveNotice(c, { said: viewer.words.heartbeats.settings.renewed, undo: null });
    return goTo(c, "/settings#heartbeats");
  }),
);

/** The document that a form's fields make; fields that were sent empty are left out. */
function documentOf<T extends z.ZodObject>(form: Form, schema: T): z.output<T> {
  const names = Object.keys(schema.shape).filter((name) => form.text(name) !== "");
  const parsed = schema.safeParse(
    Object.fromEntries(names.map((name) => [name, form.text(name)])),
  );
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "json");
}

/** So many things that are set aside stand on the page. */
const shownAside = 20;

async function viewSettings(c: Ctx, viewer: Viewer): Promise<SettingsView> {
  const deps = c.get("deps");
  const setAside = await listSetAside(deps.db, { after: null, limit: shownAside + 1 });
  const { status, reason } = await checkHealth(deps, deps.clock.now());
  return {
    origin: new URL(c.req.url).origin,
    presences: presencesOf(c),
    values: valuesOf(c),
    storage: await storageOf(deps),
    budget: await budgetOf(c),
    health: { status, reason },
    telling: await tellingOf(deps),
    pinging: await pingingOf(c, viewer),
    setAside: setAside.slice(0, shownAside),
    hasMoreAside: setAside.length > shownAside,
  };
}

async function pingingOf(c: Ctx, { role }: Viewer): Promise<Pinging> {
  const { db, settings } = c.get("deps");
  return {
    base: settings.publicUrl ?? new URL(c.req.url).origin,
    key: role === "admin" ? await findPingKey(db) : null,
  };
}

async function tellingOf(deps: Deps): Promise<Telling> {
  const channels = await listChannels(deps.db);
  const enabled = channels.filter((channel) => channel.enabled).length;
  const deadMan = toDeadMan(await describeDeadMan(deps));
  return { channels: { all: channels.length, enabled }, deadMan };
}

function presencesOf(c: Ctx): Presences {
  const { settings } = c.get("deps");
  return {
    API_TOKEN: settings.apiToken !== null,
    READ_TOKEN: settings.readToken !== null,
    METRICS_TOKEN: settings.metricsToken !== null,
    PROBE_TOKEN: settings.probeToken !== null,
    ACCESS: settings.access !== null,
    ENCRYPTION_KEY: settings.sealing.current !== "",
    DB: c.env.DB !== undefined,
    API_LIMIT: c.env.API_LIMIT !== undefined,
    LOGIN_LIMIT: c.env.LOGIN_LIMIT !== undefined,
    PING_LIMIT: c.env.PING_LIMIT !== undefined,
    CRAWL_QUEUE: c.env.CRAWL_QUEUE !== undefined,
    ROUND_QUEUE: c.env.ROUND_QUEUE !== undefined,
  };
}

function valuesOf(c: Ctx): Values {
  const { plan, addresses, ...settings } = c.get("deps").settings;
  return {
    publicUrl: settings.publicUrl,
    plan,
    allowsPrivate: addresses.allowPrivate,
    ports: addresses.ports,
    userAgent: settings.userAgent,
    hostGapMs: settings.hostGapMs,
    afterAnswerMs: settings.afterAnswerMs,
    metricsTargets: settings.metricsTargets,
  };
}

/** The platform's day begins at midnight UTC. */
async function budgetOf(c: Ctx): Promise<Budget> {
  const { db, clock, settings } = c.get("deps");
  const { dailyRows, fetches, statements } = settings.budget;
  const now = clock.now();
  const names = c.get("jobs").map(({ name }) => name);
  const totals = await readJobTotals(db, names, now - (now % dayMs));
  const rounds = totals.filter(({ job }) => job === roundsJob);
  return {
    spent: spentBetween(totals),
    ticks: spentBetween(rounds).runs,
    dailyRows,
    fetches,
    statements,
  };
}
