// A target's row: what of it is JSON, and how that gets in and out. What equals the usual
// is left out.
import { sql } from "drizzle-orm";
import { memoize } from "#domain/memo.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { type CrawlSpec, usualCrawl } from "#domain/targets/crawl-spec.ts";
import {
  type Expectation,
  type RequestSpec,
  type Retention,
  type Target,
  usualExpectation,
  usualRequest,
  usualRetention,
  usualSchedule,
} from "#domain/targets/target.ts";

/** The parts of a target that are kept as JSON and that rounds need. */
export type Settings = {
  schedule: Schedule;
  request: RequestSpec;
  expect: Expectation;
  crawl: CrawlSpec | null;
};

export type SettingsRow = {
  schedule: string;
  request: string;
  expect: string;
  crawl: string | null;
};

export const packSettings = ({
  schedule,
  request,
  expect,
  crawl,
}: Settings): SettingsRow => ({
  schedule: unusual(schedule, usualSchedule),
  request: unusual(request, usualRequest),
  expect: unusual(expect, usualExpectation),
  crawl: crawl && unusual(crawl, usualCrawl),
});

export const unpackSettings = ({
  schedule,
  request,
  expect,
  crawl,
}: SettingsRow): Settings => ({
  schedule: unpackSchedule(schedule),
  request: unpackRequest(request),
  expect: unpackExpectation(expect),
  crawl: crawl === null ? null : unpackCrawl(crawl),
});

export const targetColumns =
  sql.raw(`t.id, t.kind, t.key, t.url, t.host, t.name, t.tags, t.enabled, t.status,
  t.status_since AS statusSince, t.shard_id AS shardId, t.anchor_at AS anchorAt, t.schedule, t.request, t.expect, t.crawl,
  t.retention, t.badges,
  t.request_revision AS requestRevision, t.revision, t.created_at AS createdAt, t.updated_at AS updatedAt`);
export type TargetColumns = Omit<
  Target,
  "tags" | "enabled" | "retention" | "badges" | keyof SettingsRow
> &
  SettingsRow & { tags: string; enabled: number; retention: string; badges: number };

export const packRetention = (retention: Retention): string =>
  unusual(retention, usualRetention);

export const toTarget = (row: TargetColumns): Target => ({
  ...row,
  ...unpackSettings(row),
  tags: JSON.parse(row.tags),
  enabled: row.enabled === 1,
  retention: { ...usualRetention, ...JSON.parse(row.retention) },
  badges: row.badges === 1,
});

// Most targets have the same few settings, and a tick reads a thousand of them.
const kept = 500;
const unpackSchedule = memoize(
  kept,
  (json = "{}"): Schedule => ({ ...usualSchedule, ...JSON.parse(json) }),
);
const unpackRequest = memoize(
  kept,
  (json = "{}"): RequestSpec => ({ ...usualRequest, ...JSON.parse(json) }),
);
const unpackExpectation = memoize(
  kept,
  (json = "{}"): Expectation => ({ ...usualExpectation, ...JSON.parse(json) }),
);
const unpackCrawl = memoize(
  kept,
  (json = "{}"): CrawlSpec => ({ ...usualCrawl, ...JSON.parse(json) }),
);

/** JSON of the fields that differ from the usual ones. */
function unusual(value: object, usual: object): string {
  const known = new Map(
    Object.entries(usual).map(([name, field]) => [name, JSON.stringify(field)]),
  );
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(value).filter(
        ([name, field]) => JSON.stringify(field) !== known.get(name),
      ),
    ),
  );
}
