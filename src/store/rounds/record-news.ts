// Turns news into statements. A new kind of news is a line in this table.
import type { SQL } from "drizzle-orm";
import type { News, NewsOf } from "#domain/rounds/news.ts";
import { holdHosts } from "#store/shards/host-holds.ts";
import { openCrawls } from "#store/sites/crawls.ts";
import { turnStatuses } from "#store/targets/turn-statuses.ts";

/**
 * Gives the statements that record news of one kind at `now`. Each of them writes nothing
 * unless `condition` is true: that is the fence of the batch it becomes part of. They
 * commute with those of any other batch, since news can come late.
 */
type Recorder<Kind extends News["kind"]> = (
  news: readonly NewsOf<Kind>[],
  condition: SQL,
  now: number,
) => SQL[];

const recorders: { [Kind in News["kind"]]: Recorder<Kind> } = {
  "status-turned": turnStatuses,
  "host-held": holdHosts,
  "crawl-opened": openCrawls,
};

/** The statements that record news, all of one kind at once. */
export function recordNews(news: readonly News[], condition: SQL, now: number): SQL[] {
  const byKind = Map.groupBy(news, ({ kind }) => kind);
  return Object.entries(recorders).flatMap(([kind, record]) => {
    const ofKind = byKind.get(kind as News["kind"]) ?? [];
    return ofKind.length === 0
      ? []
      : (record as Recorder<News["kind"]>)(ofKind, condition, now);
  });
}
