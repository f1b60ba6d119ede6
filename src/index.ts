// Hands HTTP requests to the app, cron triggers to the tick, and messages to the crawls
// that they name.

import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { followMessage } from "#jobs/sites/follow.ts";
import { tick } from "#jobs/tick.ts";
import { type CrawlMessage, createDeps, type Env } from "./deps.ts";

const app = createApp({ depsOf: createDeps, jobs: registry });

export default {
  fetch: app.fetch,
  scheduled: (controller, env) =>
    tick(createDeps(env), registry, controller.scheduledTime),
  async queue({ messages }, env) {
    const deps = createDeps(env);
    for (const message of messages) {
      await followMessage(deps, message.body.crawl);
      message.ack();
    }
  },
} satisfies ExportedHandler<Env, CrawlMessage>;
