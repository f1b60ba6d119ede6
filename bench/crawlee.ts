// Crawls the same site with Crawlee, for comparison: `crawlee.ts <address>`. Prints as
// JSON how many pages Crawlee read and how long that took, or null where Crawlee is not
// installed: it is no dependency of the project.
import { connections } from "#domain/budget.ts";

const site = process.argv[2] ?? "";

/** The part of Crawlee that is used here (crawlee.dev/js/api/cheerio-crawler). */
type Crawlee = {
  Configuration: new (options: { persistStorage: boolean }) => object;
  CheerioCrawler: new (
    options: object,
    configuration: object,
  ) => { run(urls: string[]): Promise<unknown> };
  log: { setLevel(level: number): void };
};
type Context = { enqueueLinks: () => Promise<unknown> };

async function findCrawlee(): Promise<Crawlee | null> {
  for (const name of ["@crawlee/cheerio", "crawlee"]) {
    try {
      return (await import(name)) as Crawlee;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    }
  }
  return null;
}

async function crawlSite({
  CheerioCrawler,
  Configuration,
  log,
}: Crawlee): Promise<object> {
  log.setLevel(1);
  let pages = 0;
  const options = {
    minConcurrency: connections,
    maxConcurrency: connections,
    requestHandler: async ({ enqueueLinks }: Context) => {
      pages += 1;
      await enqueueLinks();
    },
  };
  const crawler = new CheerioCrawler(
    options,
    new Configuration({ persistStorage: false }),
  );
  const start = performance.now();
  await crawler.run([`${site}/`]);
  return { pages, ms: performance.now() - start };
}

const crawlee = await findCrawlee();
console.log(JSON.stringify(crawlee && (await crawlSite(crawlee))));
