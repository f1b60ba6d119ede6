// Serves requests inside the runtime, and counts what each costs.
import { createDeps, type Env } from "#deps";
import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { createMeter, type Meter } from "#store/db.ts";

let meter = createMeter();
const app = createApp({
  jobs: registry,
  depsOf: (env) => {
    const deps = createDeps(env);
    meter = deps.meter;
    return deps;
  },
});

/** Answers one request; the meter has what it cost. */
export async function answerMetered(
  env: Env,
  path: string,
  init: RequestInit,
): Promise<{ response: Response; meter: Meter }> {
  const response = await app.request(path, init, env);
  return { response, meter };
}
