// The door: HTTP requests to the app, cron triggers to the tick.
import { createDeps, type Env } from "./deps.ts";
import { createApp } from "./http/app.ts";
import { registry } from "./jobs/registry.ts";
import { tick } from "./jobs/tick.ts";

const app = createApp({ depsOf: createDeps, jobs: registry });

export default {
  fetch: app.fetch,
  scheduled: (controller, env) => tick(createDeps(env), registry, controller.scheduledTime),
} satisfies ExportedHandler<Env>;
