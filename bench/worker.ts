// Does what has to be done inside the runtime: seeds targets, runs bare loops to compare
// with, ticks in simulated time, and counts what a tick in real time costs.
import { sql } from "drizzle-orm";
import { tellDays } from "#bench/inside/demo-world.ts";
import {
  type Heartbeats,
  type PingRequest,
  ping,
  storeHeartbeats,
} from "#bench/inside/heartbeats.ts";
import { type Asked, readLedger } from "#bench/inside/ledger.ts";
import { type Month, recordRound, storeMonth } from "#bench/inside/month.ts";
import {
  forgetNotices,
  type NoticeEvents,
  writeEvents,
} from "#bench/inside/notice-events.ts";
import {
  barePage,
  type PageRequest,
  readPage,
  request,
} from "#bench/inside/page-cost.ts";
import { storePlainRows, weighPast } from "#bench/inside/past-size.ts";
import { type SiteMonth, storeSite } from "#bench/inside/site-month.ts";
import { storeTold, type Told } from "#bench/inside/told.ts";
import { createDeps, type Env } from "#deps";
import {
  addHash,
  createUrlIndex,
  hashesSince,
} from "#domain/sites/frontier/url-index.ts";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { runsOf } from "#domain/statistics/summary.ts";
import { hashText } from "#domain/text-hash.ts";
import { registry } from "#jobs/registry.ts";
import { rehearseTick } from "#jobs/ticks/rehearsal.ts";
import { tick } from "#jobs/ticks/tick.ts";
import type { Meter } from "#store/db.ts";
import { appendUrls } from "#store/sites/site-urls.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { listTargets, type TargetQuery } from "#store/targets/list-targets.ts";
import { type Seed, seedTargets, simulateTicks } from "#test/fixtures/bulk.ts";
import { type Past, storePast } from "#test/fixtures/history/past.ts";
import { bareCrawl } from "./bare-crawl.ts";

type Command =
  | { do: "migrate"; statements: string[] }
  | ({ do: "seed" } & Seed)
  | { do: "rearm"; anchorAt: number }
  | { do: "bare"; site: string; count: number }
  | { do: "tick"; now: number; plan?: string; changed?: string }
  | { do: "hour"; from: number }
  | { do: "list"; query: TargetQuery }
  | { do: "bare-crawl"; site: string; count: number }
  | { do: "metered-tick" }
  | ({ do: "past" } & Past)
  | ({ do: "month" } & Month)
  | ({ do: "site-month" } & SiteMonth)
  | { do: "record-round" }
  | ({ do: "notice-events" } & NoticeEvents)
  | ({ do: "told" } & Told)
  | { do: "forget-notices" }
  | ({ do: "page" } & PageRequest)
  | { do: "bare-page" }
  | ({ do: "heartbeats" } & Heartbeats)
  | ({ do: "ping" } & PingRequest)
  | { do: "wake" }
  | { do: "bare-write"; id: number; text: string }
  | { do: "days"; now: number }
  | { do: "size" }
  | { do: "weigh-past" }
  | { do: "plain-rows"; past: Past }
  | { do: "statistics"; targetId: number; shardId: number; boundaries: number[] }
  | { do: "metrics"; query: string }
  | ({ do: "ledger" } & Asked)
  | { do: "know-urls"; id: number; count: number };

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
      // No target is looked at again: a tick would wait for that.
      await env.DB.prepare(
        `UPDATE targets SET anchor_at = ?, alarm = '{"recheckMs":null}'`,
      )
        .bind(command.anchorAt)
        .run();
      await env.DB.prepare("UPDATE shards SET due_at = 0, state = '{}'").run();
      return;
    case "bare":
      return await bareLoop(command.site, command.count);
    case "tick":
      return await simulateTicks(
        { ...env, ...(command.plan && { PLAN: command.plan }) },
        [command.now],
        command.changed,
      );
    case "hour":
      return await simulateTicks(
        env,
        Array.from({ length: 60 }, (_, minute) => command.from + minute * 60_000 + 500),
      );
    case "list":
      return await list(env, command.query);
    case "bare-write":
      await env.DB.prepare("UPDATE heartbeats SET inbox = ? WHERE target_id = ?")
        .bind(command.text, command.id)
        .run();
      return;
    case "bare-crawl":
      return await bareCrawl(command.site, command.count);
    case "metered-tick":
      return await meteredTick(env);
    case "past":
      return await storePast(env.DB, command);
    case "month":
      return await storeMonth(env.DB, command);
    case "record-round":
      return await recordRound(env.DB);
    case "notice-events":
      return await writeEvents(env, command);
    case "told":
      return await storeTold(env, command);
    case "forget-notices":
      return await forgetNotices(env);
    case "site-month":
      return await storeSite(env.DB, command);
    case "page":
      return await readPage(env, command);
    case "heartbeats":
      return await storeHeartbeats(env, command);
    case "ping":
      return await ping(env, command);
    case "wake":
      return void (await env.DB.prepare(
        "UPDATE shards SET due_at = 0 WHERE id = 1",
      ).run());
    case "bare-page":
      return await barePage();
    case "days":
      return await tellDays(env, command.now);
    case "size":
      return (await env.DB.prepare("SELECT 1").run()).meta.size_after;
    case "weigh-past":
      return await weighPast(env.DB);
    case "plain-rows":
      return await storePlainRows(env.DB, command.past);
    case "statistics":
      return await statistics(env, command);
    case "metrics":
      return await metrics(env, command.query);
    case "ledger":
      return await readLedger(env, command);
    case "know-urls":
      return await knowUrls(env, command.id, command.count);
  }
}

/** Does the least that checking pages can cost here: fetches and hashes, six at once. */
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
  const found = await listTargets(db, query);
  return { ...meter, found: found.length };
}

/** Makes a tick with the real clock and real requests. Gives what the tick cost. */
async function meteredTick(env: Env): Promise<Meter> {
  const deps = createDeps(env);
  await tick(deps, registry);
  return deps.meter;
}

/**
 * Reads a target's statistics with percentiles. Gives what reading them cost, and how
 * many runs they are about.
 */
async function statistics(
  env: Env,
  {
    targetId,
    shardId,
    boundaries,
  }: { targetId: number; shardId: number; boundaries: number[] },
): Promise<Meter & { runs: number }> {
  const { db, meter } = createDeps(env);
  const summaries = await readStatistics(
    db,
    { targets: [{ id: targetId, shardId }] },
    boundaries,
  );
  for (const { duration } of summaries)
    for (const share of shares) quantileOf(duration, share);
  return { ...meter, runs: summaries.reduce((sum, summary) => sum + runsOf(summary), 0) };
}

const shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

/** Makes a scrape as Prometheus does. */
async function metrics(env: Env, query: string): Promise<Meter & { bytes: number }> {
  const { text, meter } = await request(env, `/metrics${query}`, {
    authorization: "Bearer bench",
  });
  return { ...meter, bytes: text.length };
}

/** Lets a site have URLs that no crawl finds any more, a third of them with a query. */
async function knowUrls(env: Env, targetId: number, count: number): Promise<void> {
  const { db } = createDeps(env);
  for (let from = 0; from < count; from += 25_600) {
    const urls = Array.from({ length: Math.min(25_600, count - from) }, (_, i) => {
      const url = `https://shop.example/products/a-product-that-went/${from + i}`;
      return i % 3 === 0 ? `${url}?page=1` : url;
    });
    const index = createUrlIndex(urls.length);
    for (const url of urls) {
      const { hi, lo } = hashText(url);
      addHash(index, hi, lo);
    }
    const hashes = hashesSince(index, 0);
    await db.batch(appendUrls(targetId, { firstId: from, urls, hashes }, sql`true`));
  }
}
