// Asks canaries, hosts that hardly ever fail together, whether our own way to the world
// is open.
import { canariesDocument, usualCanaries } from "#domain/rounds/own-outage.ts";
import { type Failure, isSilence, messageOf } from "#domain/runs/failure.ts";
import { usualRequest } from "#domain/targets/target.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import { ignorePart } from "#net/fetching/read-body.ts";
import { readDocument } from "#store/notices/documents.ts";

const canaryMs = 5_000;

type AskContext = Pick<RoundContext, "deps" | "fetches">;

/** Whether one of them answers, whatever; true where no request is left to ask. */
export async function hearsCanary(context: AskContext): Promise<boolean> {
  const urls = await canariesOf(context.deps);
  if (context.fetches.left() <= 0) return true;
  const heard = await Promise.all(urls.map((url) => answers(context, url)));
  return urls.length === 0 || heard.includes(true);
}

async function canariesOf({
  db,
  log,
  statements,
}: AskContext["deps"]): Promise<readonly string[]> {
  if (statements.left() <= 0) return usualCanaries;
  try {
    const { value } = await readDocument<{ urls: string[] }>(db, canariesDocument);
    return value?.urls ?? usualCanaries;
  } catch (error) {
    log({ event: "canaries-unknown", problem: messageOf(error) });
    return usualCanaries;
  }
}

async function answers({ deps, fetches }: AskContext, url: string): Promise<boolean> {
  if (fetches.left() <= 0) return false;
  const spend: typeof fetch = (input, init) => {
    fetches.spend();
    return deps.fetch(input, init);
  };
  return isHeard((await askCanary({ ...deps, fetch: spend }, url)).failure);
}

/** Whether there was an answer, whatever it said. */
export const isHeard = (failure: Failure | null): boolean =>
  failure === null || !(isSilence(failure) || failure.class === "blocked");

type AskDeps = Pick<AskContext["deps"], "clock" | "fetch" | "settings">;

/** Asks one canary, and reads no more than the status of its answer. */
export async function askCanary({ clock, fetch, settings }: AskDeps, url: string) {
  return await fetchPage(
    { fetch, clock, policy: settings.addresses, userAgent: settings.userAgent },
    {
      url,
      method: "GET",
      headers: {},
      secretHeaders: [],
      body: null,
      timeoutMs: canaryMs,
      firstByteTimeoutMs: canaryMs,
      maxBodyBytes: usualRequest.maxBodyBytes,
      maxRedirects: 0,
      takeBody: () => ignorePart,
    },
    null,
  );
}
