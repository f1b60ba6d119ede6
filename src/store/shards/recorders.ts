// Remembers in a shard's state under which leases it was recorded last, so that a record
// whose outcome is not known is not made twice.
import { type SQL, sql } from "drizzle-orm";

/** The name in a shard's state. It is no target's. */
const name = "by";

/** `kept` is a shard's state, parsed. Gives the marks of leases, the latest first. */
export const readRecorders = (kept: Record<string, unknown>): string =>
  (kept as { [name]?: string })[name] ?? "";

/** So much of a token tells it from the others of a shard. */
const markOf = (token: string): string => `${token.slice(0, 8)} `;

/**
 * Characters: a shard is not recorded more often than this before a record is repeated.
 */
const recordersKept = 4 * 9;

/** The merge patch by which a shard remembers a record under the lease of that token. */
export const withRecorder = (before: string, token: string): { [name]: string } => ({
  [name]: (markOf(token) + before).slice(0, recordersKept),
});

/** SQL for whether one of a shard's last records was made under the lease of that token. */
export const isRecordedBy = (token: string): SQL =>
  sql`instr(coalesce(state ->> ${name}, ''), ${markOf(token)}) > 0`;
