// Makes a shard due, so that its next round plans anew.
import { type SQL, sql } from "drizzle-orm";

/**
 * Has a shard looked at anew, whatever round is going on: the one in flight finds its
 * plans overtaken.
 */
export const pokeShard = (shardId: number, at: number, condition: SQL): SQL => sql`
  UPDATE shards SET revision = revision + 1, due_at = min(due_at, ${at}) WHERE id = ${shardId} AND ${condition}`;
