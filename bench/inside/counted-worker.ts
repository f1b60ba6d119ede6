// Serves what the project's own Worker serves, and counts its invocations and what they ask
// of the database. Runs inside the runtime.
import type { Env } from "#deps";
import worker from "#index";
import type { Meter } from "#store/db.ts";

/** What was spent so far; a batch is an invocation by a queue. */
export type Spent = Meter & {
  ticks: number;
  batches: number;
  /** Invocations that go on. */
  underWay: number;
};

const spent: Spent = {
  ticks: 0,
  batches: 0,
  underWay: 0,
  statements: 0,
  rowsRead: 0,
  rowsWritten: 0,
};

/** With BESIDE the invocations of messages do not wait for each other. */
type BenchEnv = Env & { BESIDE?: string };

let countedEnv: BenchEnv | undefined;

/** The same environment for all invocations, as the runtime hands it over. */
function counting(env: BenchEnv): BenchEnv {
  countedEnv ??= { ...env, DB: countedDatabase(env.DB) };
  return countedEnv;
}

/** A statement as the project uses it. */
type Statement = Pick<D1PreparedStatement, "all"> & {
  real: D1PreparedStatement;
  bind(...values: unknown[]): Statement;
};

/** The same database; the statements that the project sends are counted. */
function countedDatabase(database: D1Database): D1Database {
  const counted = (real: D1PreparedStatement): Statement => ({
    real,
    bind: (...values) => counted(real.bind(...values)),
    all: async <Row>() => count(await real.all<Row>()),
  });
  const used = {
    prepare: (query: string) => counted(database.prepare(query)),
    batch: async (statements: Statement[]) =>
      (await database.batch(statements.map(({ real }) => real))).map(count),
  };
  return used as unknown as D1Database;
}

function count<Result extends D1Result>(result: Result): Result {
  spent.statements += 1;
  spent.rowsRead += result.meta.rows_read;
  spent.rowsWritten += result.meta.rows_written;
  return result;
}

async function follow(invocation: Promise<void>): Promise<void> {
  spent.underWay += 1;
  await invocation.finally(() => {
    spent.underWay -= 1;
  });
}

export default {
  fetch: (request, env, context) =>
    new URL(request.url).pathname === "/spent"
      ? Response.json(spent)
      : worker.fetch(request, counting(env), context),
  scheduled(controller, env) {
    spent.ticks += 1;
    return follow(worker.scheduled(controller, counting(env)));
  },
  queue(batch, env, context) {
    spent.batches += 1;
    const served = follow(worker.queue(batch, counting(env)));
    if (env.BESIDE === undefined) return served;
    context.waitUntil(served);
    return undefined;
  },
} satisfies ExportedHandler<
  BenchEnv,
  Parameters<typeof worker.queue>[0]["messages"][0]["body"]
>;
