// Lists the screens that are measured. A new screen gets its line here.
import { hourMs } from "#domain/time/instants.ts";
import type { Seeded } from "./month.ts";

export type Screen = {
  name: string;
  path: string;
  /** Whether it is for who has not logged in. */
  isOpen?: boolean;
};

/** Target 1 has a run of every minute, and is down. */
export const screensOf = ({ siteId, to }: Seeded): readonly Screen[] => [
  { name: "overview", path: "/" },
  { name: "overview, 7 days", path: "/?window=7d" },
  { name: "overview, 30 days", path: "/?window=30d" },
  { name: "overview, 90 days", path: "/?window=90d" },
  { name: "wall", path: "/?view=wall" },
  { name: "a tag opened", path: "/?group=tag&open=tag7" },
  { name: "target, 24 hours", path: "/targets/1" },
  { name: "target, 30 days", path: "/targets/1?window=30d" },
  { name: "target of a run a day", path: "/targets/42" },
  { name: "run", path: `/targets/1/runs/${new Date(to - hourMs).toISOString()}` },
  { name: "new target", path: "/targets/new" },
  { name: "new heartbeat", path: "/heartbeats/new" },
  { name: "edit a target", path: "/targets/1/edit" },
  { name: "paste", path: "/targets/paste" },
  { name: "sites", path: "/sites" },
  { name: "site", path: `/targets/${siteId}/site` },
  { name: "crawl", path: `/targets/${siteId}/crawls/30` },
  { name: "pages", path: `/targets/${siteId}/pages` },
  { name: "a page", path: `/targets/${siteId}/pages/21` },
  { name: "tree", path: `/targets/${siteId}/tree` },
  { name: "broken links", path: `/targets/${siteId}/broken-links` },
  { name: "alerts", path: "/alerts" },
  { name: "channels", path: "/channels" },
  { name: "new channel", path: "/channels/new?kind=webhook" },
  { name: "notices", path: "/notices" },
  { name: "routes", path: "/routes?target=1" },
  { name: "change the routes", path: "/routes/edit" },
  { name: "change a route", path: "/routes/change?at=top" },
  { name: "dead-man ping", path: "/settings/dead-man" },
  { name: "canaries", path: "/settings/canaries" },
  { name: "silences", path: "/silences" },
  { name: "jobs", path: "/jobs" },
  { name: "a job", path: "/jobs/crawl" },
  { name: "a job, 30 days", path: "/jobs/crawl?window=30d" },
  { name: "incidents", path: "/incidents" },
  { name: "report", path: "/statistics?view=report" },
  { name: "report of a tag", path: "/statistics?view=report&tag=tag7" },
  { name: "error budget", path: "/statistics?view=budget&target=1" },
  { name: "comparison", path: "/statistics?view=comparison&tag=tag7" },
  { name: "settings", path: "/settings" },
  { name: "login", path: "/login", isOpen: true },
  { name: "API reference", path: "/docs" },
];
