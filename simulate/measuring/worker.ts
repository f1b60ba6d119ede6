// Does inside the runtime what `npm run simulate -- measure` asks for: makes ticks and
// serves messages in simulated time, with answers that take none, and says what they cost.
import { weighPast } from "#bench/inside/past-size.ts";
import { createDeps, type Deps, type Env } from "#deps";
import { minuteMs } from "#domain/time/instants.ts";
import { registry } from "#jobs/registry.ts";
import { rehearseTick } from "#jobs/ticks/rehearsal.ts";
import { serveMessages } from "#jobs/ticks/serve-messages.ts";
import { tick } from "#jobs/ticks/tick.ts";
import { type Live, serveLive } from "#simulate/checking/live.ts";
import { lookForDue } from "#store/rounds/claim-shards.ts";
import { type Seed, seedTargets } from "#test/fixtures/bulk.ts";
import { type Past, storePast } from "#test/fixtures/history/past.ts";
import { batchOf } from "./batch-of.ts";
import { type DatabaseCall, meterDatabase } from "./metered-database.ts";

/** An invocation at a simulated instant: a message's where shards are given, else a tick. */
export type Invocation = {
  now: number;
  plan: "free" | "paid";
  /** Whether rounds go through a queue. */
  isQueued: boolean;
  shards?: readonly number[];
  /** Whether each answer differs from the one before. */
  isChanging?: boolean;
};

export type Command =
  | { do: "migrate"; statements: string[] }
  | ({ do: "seed" } & Seed)
  | { do: "rearm"; anchorAt: number }
  | ({ do: "invoke" } & Invocation)
  | { do: "hour"; from: number }
  | { do: "look"; shards: readonly number[]; now: number }
  | ({ do: "live" } & Live)
  | ({ do: "past" } & Past)
  | { do: "weigh-past" }
  | { do: "size" };

// As the project's own Worker does.
void rehearseTick(registry);

export default {
  async fetch(request, env) {
    const command = (await request.json()) as Command;
    return Response.json((await perform(command, env)) ?? null);
  },
} satisfies ExportedHandler<Env>;

async function perform(command: Command, env: Env): Promise<unknown> {
  switch (command.do) {
    case "migrate":
      for (const statement of command.statements) await env.DB.prepare(statement).run();
      return;
    case "seed":
      return await seedTargets(env.DB, command);
    case "rearm":
      await env.DB.batch([
        env.DB.prepare("UPDATE targets SET anchor_at = ?").bind(command.anchorAt),
        env.DB.prepare("UPDATE shards SET due_at = 0, state = '{}'"),
      ]);
      return;
    case "invoke":
      return await invoke(env, command);
    case "hour":
      return await hour(env, command.from);
    case "look": {
      const calls: DatabaseCall[] = [];
      const { db } = createDeps({ ...env, DB: meterDatabase(env.DB, calls) });
      await lookForDue(db, command.now, command.shards.length, command.shards);
      return calls;
    }
    case "live":
      return await serveLive(env, command);
    case "past":
      return await storePast(env.DB, command);
    case "weigh-past":
      return await weighPast(env.DB);
    case "size":
      return (await env.DB.prepare("SELECT 1").run()).meta.size_after;
  }
}

/** Ticks for an hour without a queue. */
async function hour(env: Env, from: number): Promise<DatabaseCall[]> {
  const calls: DatabaseCall[] = [];
  for (let minute = 0; minute < 60; minute++) {
    const now = from + minute * minuteMs + 500;
    calls.push(...(await invoke(env, { now, plan: "paid", isQueued: false })));
  }
  return calls;
}

let answers = 0;

async function invoke(
  env: Env,
  { now, plan, isQueued, shards, isChanging = false }: Invocation,
): Promise<DatabaseCall[]> {
  const calls: DatabaseCall[] = [];
  const queue = { sendBatch: async () => {} } as unknown as NonNullable<
    Env["ROUND_QUEUE"]
  >;
  // All targets are on one host.
  const vars = { PLAN: plan, HOST_GAP_MS: "0", DB: meterDatabase(env.DB, calls) };
  const deps: Deps = {
    ...createDeps({ ...env, ...vars, ...(isQueued && { ROUND_QUEUE: queue }) }),
    clock: { now: () => now, after: () => () => {} },
    fetch: async () => {
      if (isChanging) answers += 1;
      const body = `hello ${String(answers).padStart(9, "0")}`;
      const headers = { "content-type": "text/plain", "content-length": "15" };
      return new Response(body, { headers });
    },
    log: () => {},
  };
  if (shards === undefined) await tick(deps, registry);
  else await serveMessages(deps, registry, batchOf({ shards: [...shards] }));
  return calls;
}
