// What has to be measured inside the runtime: seeding, the bare loops to compare with, ticks in simulated time, and
// what a tick in real time costs.
import { createDeps, type Env } from "../src/deps.ts";
import { registry } from "../src/jobs/registry.ts";
import { tick } from "../src/jobs/tick.ts";
import type { Meter } from "../src/store/db.ts";
import { listTargets, type TargetQuery } from "../src/store/targets.ts";
import { type Seed, seedTargets, simulateTicks } from "../test/fixtures/bulk.ts";
import { bareCrawl } from "./bare-crawl.ts";

type Command =
  | { do: "migrate"; statements: string[] }
  | ({ do: "seed" } & Seed)
  | { do: "rearm"; anchorAt: number }
  | { do: "bare"; site: string; count: number }
  | { do: "tick"; now: number }
  | { do: "hour"; from: number }
  | { do: "list"; query: TargetQuery }
  | { do: "bare-crawl"; site: string; count: number }
  | { do: "metered-tick" };

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
      await env.DB.prepare("UPDATE targets SET anchor_at = ?").bind(command.anchorAt).run();
      await env.DB.prepare("UPDATE shards SET due_at = 0, state = '{}'").run();
      return;
    case "bare":
      return await bareLoop(command.site, command.count);
    case "tick":
      return await simulateTicks(env, [command.now]);
    case "hour":
      return await simulateTicks(
        env,
        Array.from({ length: 60 }, (_, minute) => command.from + minute * 60_000 + 500),
      );
    case "list":
      return await list(env, command.query);
    case "bare-crawl":
      return await bareCrawl(command.site, command.count);
    case "metered-tick":
      return await meteredTick(env);
  }
}

/** The least that checking pages can cost here: six at once, each fetched and hashed. */
async function bareLoop(site: string, count: number): Promise<void> {
  let next = 1;
  const worker = async () => {
    while (next <= count) {
      const response = await fetch(`${site}/page/${next++}`);
      await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

async function list(env: Env, query: TargetQuery): Promise<Meter & { found: number }> {
  const { db, meter } = createDeps(env);
  const { known } = await listTargets(db, query);
  return { ...meter, found: known.length };
}

/** A tick of the project's own, with its clock and its requests. Gives what it cost. */
async function meteredTick(env: Env): Promise<Meter> {
  const deps = createDeps(env);
  await tick(deps, registry);
  return deps.meter;
}
