// Requests pages of the project's own app, and counts what they cost. Runs inside the
// runtime.
import { Hono } from "hono";
import { createDeps, type Env } from "#deps";
import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { createMeter, type Meter } from "#store/db.ts";

export type PageRequest = { path: string; cookie: string };

let meter = createMeter();
const app = createApp({
  jobs: registry,
  depsOf: (env) => {
    const deps = createDeps(env);
    meter = deps.meter;
    return deps;
  },
});

/** Throws unless the answer is well. */
export async function request(
  env: Env,
  path: string,
  headers: Record<string, string>,
): Promise<{ text: string; meter: Meter }> {
  const response = await app.request(path, { headers }, env);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return { text, meter };
}

/** The page that was read last. */
let lastPage = "";

/** Gives what a page costs. */
export async function readPage(env: Env, { path, cookie }: PageRequest): Promise<Meter> {
  const { text, meter } = await request(env, path, { accept: "text/html", cookie });
  lastPage = text;
  return meter;
}

const bareApp = new Hono().get("/", (c) => c.html(lastPage));

/** Answers with the same bytes, and does nothing else: what a page costs at least. */
export async function barePage(): Promise<void> {
  await (await bareApp.request("/")).text();
}
