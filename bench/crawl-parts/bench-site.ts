// Runs one crawl of the generated site, in a runtime of its own, and checks that the
// crawl missed no page.
import { number, timed } from "#bench/figures.ts";
import { type Runtime, type Site, startRuntime, startSite } from "#bench/runtime.ts";
import { addSite, crawlToEnd, removeSite } from "#bench/site-crawl.ts";

type Bench = { runtime: Runtime; site: Site };

export const pages = 5_000;
export const perSecond = (ms: number, count = pages): number => (count / ms) * 1_000;

/** Crawls the site for a new target; gives how long the crawl took, in ms. */
export async function crawlAnew({ runtime, site }: Bench): Promise<number> {
  const before = await answersOf(site);
  const id = await addSite(runtime, `${site.address}/`);
  const ms = await timed(() => crawlToEnd(runtime, id));
  await requireAll(site, pages, before.whole);
  await removeSite(runtime, id);
  return ms;
}

/** Throws when a crawl missed pages: its figures would mean nothing. */
export async function requireAll(site: Site, count: number, before = 0): Promise<void> {
  const answered = (await answersOf(site)).whole - before;
  if (answered < count)
    throw new Error(`of ${number(count)} pages the site gave ${number(answered)}`);
}

/** What the site answered so far, by its own count. */
export async function answersOf(
  site: Site,
): Promise<{ whole: number; notModified: number }> {
  const answers = (await (await fetch(`${site.address}/-/answers`)).json()) as Record<
    string,
    number
  >;
  return { whole: answers["200"] ?? 0, notModified: answers["304"] ?? 0 };
}

/** Does work with a site of so many pages, in a runtime of its own. */
export async function withSite<T>(
  count: number,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  return await withProgram(["bench/sites/linked-site.ts", String(count)], work);
}

/** Does work with the site that a program serves. */
export async function withProgram<T>(
  [program, ...args]: [string, ...string[]],
  work: (bench: Bench) => Promise<T>,
  inspectorPort?: number,
): Promise<T> {
  const runtime = await startRuntime(inspectorPort ? { inspectorPort } : {});
  try {
    const site = await startSite(program, ...args);
    try {
      return await work({ runtime, site });
    } finally {
      site.close();
    }
  } finally {
    await runtime.close();
  }
}
