// Builds the app: the list of its routers, and what holds for all of them: who may call
// them, how long a body may be, how an error is answered.
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import type { Deps, Env } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { adminRoutes } from "#http/admin/admin.ts";
import { setAsideRoutes } from "#http/apart/set-aside.ts";
import { createBadgeRoutes } from "#http/badges/badges.ts";
import { bulkRoutes } from "#http/bulk/bulk.ts";
import { changeActions } from "#http/changes/change-actions.ts";
import { changeScreens } from "#http/changes/change-screens.ts";
import { changeRoutes } from "#http/changes/changes.ts";
import { contentRoutes } from "#http/changes/contents.ts";
import { diffRoutes } from "#http/changes/differences/diff.ts";
import { diffScreens } from "#http/changes/differences/diff-screens.ts";
import { feedAddressRoutes } from "#http/changes/feeds/feed-addresses.ts";
import { feedRoutes } from "#http/changes/feeds/feeds.ts";
import { proposalRoutes } from "#http/changes/proposals.ts";
import { replayRoutes } from "#http/changes/replay.ts";
import { seenRoutes } from "#http/changes/seen.ts";
import { editorScreens } from "#http/editor/editor-screens.ts";
import { pasteScreens } from "#http/editor/paste-screens.ts";
import { canaryRoutes } from "#http/incidents/canaries.ts";
import { incidentActions } from "#http/incidents/incident-actions.ts";
import { incidentScreens } from "#http/incidents/incident-screens.ts";
import { incidentStatisticsRoutes } from "#http/incidents/incident-statistics.ts";
import { incidentRoutes } from "#http/incidents/incidents.ts";
import { maintenanceRoutes } from "#http/incidents/maintenance.ts";
import { maintenanceScreens } from "#http/incidents/maintenance-screens.ts";
import { jobConditionScreens } from "#http/jobs/job-conditions-screens.ts";
import { jobStatisticsRoutes } from "#http/jobs/job-statistics.ts";
import { jobRoutes } from "#http/jobs/jobs.ts";
import { jobScreens } from "#http/jobs/jobs-screens.ts";
import { metricRoutes } from "#http/metrics/metrics.ts";
import { createRequestCounters } from "#http/metrics/request-counters.ts";
import { channelSource } from "#http/notices/channel-source.ts";
import { createChannelRoutes } from "#http/notices/channels.ts";
import { deadManRoutes } from "#http/notices/dead-man.ts";
import { noticeRoutes } from "#http/notices/notices.ts";
import { routeRoutes } from "#http/notices/routing/routes.ts";
import { actionScreens } from "#http/notices/screens/action-screens.ts";
import { alertScreens } from "#http/notices/screens/alert-screens.ts";
import { channelScreens } from "#http/notices/screens/channel-screens.ts";
import { noticeScreens } from "#http/notices/screens/notice-screens.ts";
import { routeFormScreens } from "#http/notices/screens/route-form-screens.ts";
import { routeScreens } from "#http/notices/screens/route-screens.ts";
import { silenceScreens } from "#http/notices/screens/silence-screens.ts";
import { silenceRoutes } from "#http/notices/silences.ts";
import { bulkActions } from "#http/overview/bulk-actions.ts";
import { bulkQuestions } from "#http/overview/bulk-questions.ts";
import { overviewScreens } from "#http/overview/overview-screens.ts";
import { probeRoutes } from "#http/probes/probe.ts";
import { previewRoutes } from "#http/readings/preview.ts";
import { docsRoutes } from "#http/reference/docs.ts";
import { nothingThere } from "#http/requests/nothing-there.ts";
import { useOwnObjections } from "#http/requests/objections.ts";
import { readJsonBody } from "#http/requests/read-body.ts";
import { logRequest } from "#http/requests/request-log.ts";
import { toProblem } from "#http/requests/uncaught.ts";
import { ledgerRoutes } from "#http/runs/ledger.ts";
import { runExportRoutes } from "#http/runs/run-export.ts";
import { runNowRoutes } from "#http/runs/run-now.ts";
import { runRoutes } from "#http/runs/runs.ts";
import { upcomingRoutes } from "#http/schedules/upcoming.ts";
import { answerProblemTo } from "#http/screens/answer-problem.ts";
import { keepPreferences } from "#http/screens/preferences.ts";
import { secureAnswers } from "#http/screens/security-headers.ts";
import { createAccessCheck } from "#http/sessions/access.ts";
import { loginLinkRoutes } from "#http/sessions/login-links.ts";
import { loginScreens } from "#http/sessions/login-screens.ts";
import { readSession } from "#http/sessions/session.ts";
import { outsideScreens } from "#http/settings/outside-screens.ts";
import { settingsScreens } from "#http/settings/settings-screens.ts";
import { brokenLinkRoutes } from "#http/sites/broken-links.ts";
import { crawlRoutes } from "#http/sites/crawls.ts";
import { pageExportRoutes } from "#http/sites/page-export.ts";
import { pageScreens } from "#http/sites/page-screens.ts";
import { pageRoutes } from "#http/sites/pages.ts";
import { sitemapRoutes } from "#http/sites/sitemap.ts";
import { sitesScreens } from "#http/sites/sites-screens.ts";
import { heatRoutes } from "#http/statistics/heat.ts";
import { readingSeriesRoutes } from "#http/statistics/readings/reading-series.ts";
import { reportRoutes } from "#http/statistics/reports.ts";
import { statisticsScreens } from "#http/statistics/screens/statistics-screens.ts";
import { statisticsRoutes } from "#http/statistics/statistics.ts";
import { createPublicPages } from "#http/status/public-pages.ts";
import { statusPageRoutes } from "#http/status/status-pages.ts";
import { statusScreens } from "#http/status/status-screens.ts";
import { storageRoutes } from "#http/storage/storage.ts";
import { readingsScreens } from "#http/targets/screens/readings-screens.ts";
import { runScreens } from "#http/targets/screens/run-screens.ts";
import { targetActions } from "#http/targets/screens/target-actions.ts";
import { targetScreens } from "#http/targets/screens/target-screens.ts";
import { targetRoutes } from "#http/targets/targets.ts";
import { trialRoutes } from "#http/trials/trial.ts";
import type { Job } from "#jobs/job.ts";
import { createSoonJobs } from "#jobs/ticks/soon.ts";
import { limitCaller, requireToken } from "./auth.ts";
import { demoRoutes } from "./demo.ts";
import { createHealthRoutes } from "./health.ts";
import { Problem } from "./problem.ts";
import { type App, executionOf, newRouter } from "./router.ts";

/** In the order of the documentation; of two routes that match, the first one serves. */
const resources = (): readonly App[] => [
  createHealthRoutes(),
  demoRoutes,
  targetRoutes,
  bulkRoutes,
  runRoutes,
  runExportRoutes,
  upcomingRoutes,
  runNowRoutes,
  trialRoutes,
  ledgerRoutes,
  statisticsRoutes,
  readingSeriesRoutes,
  reportRoutes,
  heatRoutes,
  crawlRoutes,
  pageRoutes,
  pageExportRoutes,
  brokenLinkRoutes,
  sitemapRoutes,
  previewRoutes,
  replayRoutes,
  proposalRoutes,
  changeRoutes,
  contentRoutes,
  diffRoutes,
  seenRoutes,
  feedAddressRoutes,
  feedRoutes,
  createBadgeRoutes(),
  createChannelRoutes(channelSource),
  deadManRoutes,
  routeRoutes,
  silenceRoutes,
  noticeRoutes,
  incidentStatisticsRoutes,
  incidentRoutes,
  canaryRoutes,
  maintenanceRoutes,
  statusPageRoutes,
  createPublicPages(),
  jobRoutes,
  jobStatisticsRoutes,
  storageRoutes,
  setAsideRoutes,
  metricRoutes,
  adminRoutes,
  probeRoutes,
  loginLinkRoutes,
];

/**
 * Pages; no path of theirs is the API's. Of two that match the first one serves: as an id
 * or key, a target's page would take the words new and paste.
 */
const screens = [
  loginScreens,
  actionScreens,
  overviewScreens,
  bulkActions,
  bulkQuestions,
  editorScreens,
  pasteScreens,
  incidentScreens,
  incidentActions,
  maintenanceScreens,
  statusScreens,
  changeScreens,
  changeActions,
  diffScreens,
  targetActions,
  targetScreens,
  readingsScreens,
  runScreens,
  sitesScreens,
  pageScreens,
  channelScreens,
  noticeScreens,
  routeScreens,
  routeFormScreens,
  silenceScreens,
  alertScreens,
  jobScreens,
  jobConditionScreens,
  statisticsScreens,
  settingsScreens,
  outsideScreens,
];

useOwnObjections();

/**
 * What an app is made of. `depsOf` opens the dependencies of an environment; `jobs` are
 * the background jobs that the app shows and runs.
 */
type AppParts = { depsOf: (env: Env) => Deps; jobs: readonly Job[] };

export function createApp({ depsOf, jobs }: AppParts): App {
  const app = newRouter();
  const requests = createRequestCounters();
  const runSoon = createSoonJobs(jobs);
  const lastCounts = new Map<string, number>();
  const readAccess = createAccessCheck();

  app.use(secureAnswers);
  app.use(async (c, next) => {
    // The runtime puts the URL together from the Host header, whatever that says.
    if (!URL.canParse(c.req.url))
      throw new Problem("malformed", "The Host header names no host.");
    const deps = openDeps(depsOf, c.env);
    const lookSoon = (job = roundsJob) => executionOf(c)?.waitUntil(runSoon(deps, job));
    c.set("deps", { ...deps, lookSoon });
    c.set("jobs", jobs);
    c.set("lastCounts", lastCounts);
    await next();
  });
  app.use(logRequest);
  app.use(requests.count);
  app.use(limitCaller);
  app.use(async (c, next) => {
    c.set("identity", (await readSession(c)) ?? (await readAccess(c)));
    await next();
  });
  app.use(keepPreferences);
  app.use("/api/*", requireToken("api"));
  app.use("/metrics", requireToken("metrics"), requests.write);
  app.use("/admin/*", except("/admin/ping", requireToken("metrics"), requests.write));
  app.use("/probe", requireToken("probe"));
  app.use(
    bodyLimit({
      maxSize: 256 * 1024,
      onError: () => {
        throw new Problem("too-large", "The body is larger than 256 KB.");
      },
    }),
  );
  app.use("/api/*", async (c, next) => {
    await readJsonBody(c.req);
    await next();
  });

  for (const router of [...resources(), docsRoutes(app), ...screens])
    app.route("/", router);

  app.onError((error, c) => answerProblemTo(c, toProblem(error, c)));
  app.notFound((c) => answerProblemTo(c, nothingThere(app, c.req.method, c.req.path)));
  return app;
}

function openDeps(depsOf: AppParts["depsOf"], env: Env): Deps {
  try {
    return depsOf(env);
  } catch (error) {
    throw new Problem("misconfigured", messageOf(error));
  }
}
