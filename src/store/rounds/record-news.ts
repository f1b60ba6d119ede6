// Turns news into statements. A new kind of news is a line in this table.
import { type SQL, sql } from "drizzle-orm";
import type { News, NewsOf } from "#domain/rounds/news.ts";
import { recordChanges } from "#store/changes/changes.ts";
import { keepContents } from "#store/changes/contents.ts";
import { keepRunLogs } from "#store/heartbeats/run-logs.ts";
import { takeFromInboxes } from "#store/heartbeats/take-pings.ts";
import { recordTurns } from "#store/incidents/record-events.ts";
import { holdHosts } from "#store/shards/host-holds.ts";
import { openCrawls } from "#store/sites/crawls.ts";
import { turnStatuses } from "#store/targets/turn-statuses.ts";

type Recorder<Kind extends News["kind"]> = {
  /**
   * Gives the statements that record news of one kind at `now`. Each of them writes
   * nothing unless `condition` is true: that is the fence of the batch it becomes part
   * of. They commute with those of any other batch, since news can come late.
   */
  record(news: readonly NewsOf<Kind>[], condition: SQL, now: number): SQL[];
};

const recorders: { [Kind in News["kind"]]: Recorder<Kind> } = {
  "status-turned": { record: turnStatuses },
  "incident-turned": { record: recordTurns },
  "content-seen": {
    record: (news, condition) =>
      keepContents(
        news.map(({ content }) => content),
        condition,
      ),
  },
  "content-changed": {
    record: (news, condition) =>
      recordChanges(
        news.map(({ change, told }) => ({ ...change, told })),
        condition,
      ),
  },
  "host-held": { record: holdHosts },
  "crawl-opened": { record: openCrawls },
  "pings-taken": { record: takeFromInboxes },
  "run-logged": { record: keepRunLogs },
};

/** How many statements some news take. */
export const statementsToRecord = (news: readonly News[]): number =>
  recordNews(news, sql`false`, 0).length;

/** The statements that record news, all of one kind at once. */
export function recordNews(news: readonly News[], condition: SQL, now: number): SQL[] {
  const byKind = Map.groupBy(news, ({ kind }) => kind);
  return Object.entries(recorders).flatMap(([kind, recorder]) => {
    const ofKind = byKind.get(kind as News["kind"]) ?? [];
    return ofKind.length === 0
      ? []
      : (recorder as Recorder<News["kind"]>).record(ofKind, condition, now);
  });
}
