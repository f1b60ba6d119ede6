// Gives the form of a new target: what the API takes for fields that are left out,
// spelled out where that helps.
import { usualAlarm } from "#domain/targets/alarm-rule.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { usualCrawl } from "#domain/targets/crawl-spec.ts";
import { usualHeartbeat } from "#domain/targets/heartbeat-spec.ts";
import { usualExpectation, usualRequest, usualSchedule } from "#domain/targets/target.ts";
import { dayMs } from "#domain/time/instants.ts";
import { toScheduleDocument, usualEveryMs } from "#http/schedules/schedule-document.ts";
import { alarmPart } from "#http/targets/parts/alarm-part.ts";
import { changesPart } from "#http/targets/parts/changes-part.ts";
import { crawlPart } from "#http/targets/parts/crawl-part.ts";
import { heartbeatPart } from "#http/targets/parts/heartbeat-part.ts";
import { requestPart } from "#http/targets/parts/request-part.ts";
import { type FormValues, no, yes } from "#ui/editor/form-values.ts";
import { valuesOf } from "./target-form.ts";

const { retries: _, ...request } = requestPart.write(usualRequest) ?? {};

/** Which retries are usual depends on the method: they are left empty. */
const usualDocument = {
  kind: "page",
  enabled: true,
  schedule: toScheduleDocument({
    timing: { kind: "every", everyMs: usualEveryMs },
    ...usualSchedule,
  }),
  request,
  expect: usualExpectation,
  extract: [],
  changes: changesPart.write(usualChanges),
  crawl: crawlPart.write(usualCrawl),
  alarm: alarmPart.write(usualAlarm),
  badges: false,
};

const blank: FormValues = {
  url: "",
  kind: "page",
  name: "",
  key: "",
  tags: "",
  enabled: yes,
  when: "every",
  every: "",
  times: "09:00",
  days: "mon tue wed thu fri sat sun",
  cron: "",
  zone: "UTC",
  windowed: no,
  windowDays: "mon tue wed thu fri",
  windowFrom: "09:00",
  windowTo: "17:00",
  windowZone: "UTC",
  startAt: "",
  expiresAt: "",
  overlap: "",
  catchUpWindow: "",
  grace: "",
  method: "GET",
  headers: "",
  secretHeaders: "",
  body: "",
  bodyForm: "lf",
  timeout: "",
  firstByteTimeout: "",
  maxBodyBytes: "",
  maxRedirects: "",
  retries: "",
  status: "",
  conditions: "",
  steps: "",
  confirm: "",
  compare: "",
  learn: no,
  leastCharacters: "",
  leastPercent: "",
  differences: "",
  numberRules: "",
  keepRaw: "",
  keepContents: "",
  keepChanges: "",
  scope: "",
  include: "",
  exclude: "",
  maxDepth: "",
  maxPages: "",
  contentTypes: "",
  query: "keep",
  queryKept: "",
  maxQueryVariants: "",
  images: no,
  sitemaps: yes,
  feeds: yes,
  robots: yes,
  delay: "",
  uuid: "",
  slug: "",
  description: "",
  beatGrace: "",
  startGrace: "",
  runMax: "",
  runMin: "",
  early: "",
  unusual: "",
  keepAlive: no,
  postOnly: no,
  manualResume: no,
  channels: "",
  keepRuns: "",
  keepHours: "",
  keepFailures: "",
  failAfter: "",
  ofLast: "",
  recoverAfter: "",
  recheck: "",
  flapsPerHour: "",
  pauseAfter: "",
  degraded: yes,
  dependsOn: "",
  badges: no,
};

const usual = valuesOf(usualDocument, blank);

/** A job that runs elsewhere is not looked at again, and each missed slot counts. */
const usualOfHeartbeat = valuesOf(
  {
    kind: "heartbeat",
    schedule: toScheduleDocument({
      timing: { kind: "every", everyMs: dayMs },
      ...usualSchedule,
    }),
    heartbeat: heartbeatPart.write({ uuid: "", ...usualHeartbeat }),
    alarm: { failAfter: 1, recheck: null },
  },
  usual,
);

/** In the zone of whoever fills the form in. */
export const usualValues = (zone: string, kind = "page"): FormValues => ({
  ...(kind === "heartbeat" ? usualOfHeartbeat : usual),
  zone,
  windowZone: zone,
});

/** What is usual for a target of the kind that a form says. */
export const usualFor = (zone: string, { kind }: Pick<FormValues, "kind">): FormValues =>
  usualValues(zone, kind);
