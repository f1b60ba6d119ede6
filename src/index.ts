// Hands HTTP requests to the app, cron triggers to the tick, and messages of queues to the
// crawls and the rounds that they name.

import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { rehearseTick } from "#jobs/ticks/rehearsal.ts";
import { serveMessages } from "#jobs/ticks/serve-messages.ts";
import { tick } from "#jobs/ticks/tick.ts";
import { createDeps, type Env } from "./deps.ts";

// Without a rehearsal the first tick takes longer, and no more than that.
void rehearseTick(registry).catch(() => {});

const app = createApp({ depsOf: createDeps, jobs: registry });

export default {
  fetch: app.fetch,
  scheduled: (controller, env) =>
    tick(createDeps(env), registry, controller.scheduledTime),
  queue: (batch, env) => serveMessages(createDeps(env), registry, batch),
} satisfies ExportedHandler<Env>;
