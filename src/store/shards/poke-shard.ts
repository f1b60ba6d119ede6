// Makes a shard due, so that its next round plans anew.
import { type SQL, sql } from "drizzle-orm";

/**
 * The statement that makes a shard due at `at`, where `condition` holds. A round that is
 * under way then finds the shard's revision changed, and leaves the shard due.
 */
export const pokeShard = (shardId: number, at: number, condition: SQL): SQL => sql`
  UPDATE shards SET revision = revision + 1, due_at = min(due_at, ${at})
  WHERE id = ${shardId} AND ${condition}`;
