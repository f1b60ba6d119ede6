// Lists the routers of the API.

import { adminRoutes } from "#http/admin/admin.ts";
import { setAsideRoutes } from "#http/apart/set-aside.ts";
import { createBadgeRoutes } from "#http/badges/badges.ts";
import { bulkRoutes } from "#http/bulk/bulk.ts";
import { changeRoutes } from "#http/changes/changes.ts";
import { contentRoutes } from "#http/changes/contents.ts";
import { diffRoutes } from "#http/changes/differences/diff.ts";
import { feedAddressRoutes } from "#http/changes/feeds/feed-addresses.ts";
import { feedRoutes } from "#http/changes/feeds/feeds.ts";
import { proposalRoutes } from "#http/changes/proposals.ts";
import { replayRoutes } from "#http/changes/replay.ts";
import { seenRoutes } from "#http/changes/seen.ts";
import { demoRoutes } from "#http/demo.ts";
import { createHealthRoutes } from "#http/health.ts";
import { heartbeatRoutes } from "#http/heartbeats/heartbeat-routes.ts";
import { pingKeyRoutes } from "#http/heartbeats/ping-key.ts";
import { reportRunRoutes } from "#http/heartbeats/report-run.ts";
import { canaryRoutes } from "#http/incidents/canaries.ts";
import { incidentStatisticsRoutes } from "#http/incidents/incident-statistics.ts";
import { incidentRoutes } from "#http/incidents/incidents.ts";
import { maintenanceRoutes } from "#http/incidents/maintenance.ts";
import { jobStatisticsRoutes } from "#http/jobs/job-statistics.ts";
import { jobRoutes } from "#http/jobs/jobs.ts";
import { metricRoutes } from "#http/metrics/metrics.ts";
import { channelSource } from "#http/notices/channel-source.ts";
import { createChannelRoutes } from "#http/notices/channels.ts";
import { deadManRoutes } from "#http/notices/dead-man.ts";
import { noticeRoutes } from "#http/notices/notices.ts";
import { routeRoutes } from "#http/notices/routing/routes.ts";
import { silenceRoutes } from "#http/notices/silences.ts";
import { probeRoutes } from "#http/probes/probe.ts";
import { previewRoutes } from "#http/readings/preview.ts";
import type { App } from "#http/router.ts";
import { ledgerRoutes } from "#http/runs/ledger.ts";
import { runExportRoutes } from "#http/runs/run-export.ts";
import { runNowRoutes } from "#http/runs/run-now.ts";
import { runRoutes } from "#http/runs/runs.ts";
import { upcomingRoutes } from "#http/schedules/upcoming.ts";
import { loginLinkRoutes } from "#http/sessions/login-links.ts";
import { brokenLinkRoutes } from "#http/sites/broken-links.ts";
import { crawlRoutes } from "#http/sites/crawls.ts";
import { pageExportRoutes } from "#http/sites/page-export.ts";
import { pageRoutes } from "#http/sites/pages.ts";
import { sitemapRoutes } from "#http/sites/sitemap.ts";
import { heatRoutes } from "#http/statistics/heat.ts";
import { readingSeriesRoutes } from "#http/statistics/readings/reading-series.ts";
import { reportRoutes } from "#http/statistics/reports.ts";
import { statisticsRoutes } from "#http/statistics/statistics.ts";
import { createPublicPages } from "#http/status/public-pages.ts";
import { statusPageRoutes } from "#http/status/status-pages.ts";
import { storageRoutes } from "#http/storage/storage.ts";
import { targetRoutes } from "#http/targets/targets.ts";
import { trialRoutes } from "#http/trials/trial.ts";

/** In the order of the documentation; of two routes that match, the first one serves. */
export const apiRouters = (): readonly App[] => [
  createHealthRoutes(),
  demoRoutes,
  targetRoutes,
  bulkRoutes,
  runRoutes,
  runExportRoutes,
  heartbeatRoutes,
  upcomingRoutes,
  runNowRoutes,
  reportRunRoutes,
  pingKeyRoutes,
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
