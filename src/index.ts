// Hands HTTP requests to the app, cron triggers to the tick, and messages to the crawls
// that they name.

import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { followMessages } from "#jobs/sites/follow.ts";
import { rehearseTick } from "#jobs/ticks/rehearsal.ts";
import { tick } from "#jobs/ticks/tick.ts";
import { type CrawlMessage, createDeps, type Env } from "./deps.ts";

// Without a rehearsal the first tick takes longer, and no more than that.
void rehearseTick(registry).catch(() => {});

const app = createApp({ depsOf: createDeps, jobs: registry });

export default {
  fetch: app.fetch,
  scheduled: (controller, env) =>
    tick(createDeps(env), registry, controller.scheduledTime),
  queue: ({ messages }, env) => followMessages(createDeps(env), messages),
} satisfies ExportedHandler<Env, CrawlMessage>;
