// Counts the notices that wait for channels, and those that are dead.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** So many are counted: of a channel those that wait, of all channels the dead ones. */
export const mostCounted = 1_000;

/** The counts of a channel; `isMore` where there are more than were counted. */
export type NoticeCounts = {
  waiting: { count: number; isMore: boolean };
  dead: { count: number; isMore: boolean };
};

type Counted = { channelId: number; count: number };

/** By the channel's id; a channel without notices may be missing. */
export async function countNotices(db: Db): Promise<ReadonlyMap<number, NoticeCounts>> {
  const [waiting, dead] = await db.batch<[Counted, Counted]>([
    sql`
      SELECT c.id AS channelId, (SELECT count(*) FROM (
        SELECT 1 FROM notices INDEXED BY notices_waiting
        WHERE state = 'waiting' AND channel_id = c.id LIMIT ${mostCounted})) AS count
      FROM channels c`,
    sql`
      SELECT channel_id AS channelId, count(*) AS count FROM (
        SELECT channel_id FROM notices INDEXED BY notices_dead
        WHERE state = 'dead' AND created_at > 0 ORDER BY created_at DESC
        LIMIT ${mostCounted})
      GROUP BY channel_id`,
  ]);
  const allDead = dead.reduce((sum, { count }) => sum + count, 0);
  const deadOf = new Map(dead.map(({ channelId, count }) => [channelId, count]));
  return new Map(
    waiting.map(({ channelId, count }) => {
      const ofDead = deadOf.get(channelId) ?? 0;
      return [
        channelId,
        {
          waiting: { count, isMore: count === mostCounted },
          dead: { count: ofDead, isMore: ofDead > 0 && allDead === mostCounted },
        },
      ];
    }),
  );
}
