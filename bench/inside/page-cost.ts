// Requests pages of the project's own app, and counts what they cost. Runs inside the
// runtime.
import { Hono } from "hono";
import type { Env } from "#deps";
import type { Meter } from "#store/db.ts";
import { answerMetered } from "./metered-app.ts";

export type PageRequest = { path: string; cookie: string };

/** Throws unless the answer is well. */
export async function request(
  env: Env,
  path: string,
  headers: Record<string, string>,
): Promise<{ text: string; meter: Meter }> {
  const { response, meter } = await answerMetered(env, path, { headers });
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
