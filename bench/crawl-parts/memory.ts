// Watches how much memory a crawl takes.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Line, megabytes, number, timed } from "#bench/figures.ts";
import type { Memory } from "#bench/runtime.ts";
import { addSite, crawlToEnd } from "#bench/site-crawl.ts";
import { pages, requireAll, withSite } from "./bench-site.ts";

const manyPages = 100_000;

/**
 * Measures what the Worker holds while it crawls, fifty times a second. Beside that it
 * measures the size of the whole process, database included, after a crawl and after a
 * bare loop. Each has a fresh runtime, since a runtime is in no hurry to give memory
 * back.
 */
export async function memory(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of [pages, manyPages]) {
    lines.push({
      what: `heap in a crawl of ${number(count)}, from just collected to the most seen`,
      measured: await heapOf(count),
      aim: "flat",
    });
    await withSite(count, async ({ runtime, site }) => {
      const id = await addSite(runtime, `${site.address}/`);
      const ms = await timed(() => crawlToEnd(runtime, id));
      await requireAll(site, count);
      const what = `process after a crawl of ${number(count)}, in ${number(ms / 1_000)} s`;
      lines.push({ what, measured: inWords(runtime.memory()) });
    });
    await withSite(count, async ({ runtime, site }) => {
      await runtime.perform({ do: "bare-crawl", site: site.address, count });
      const what = `process after a bare loop over ${number(count)}`;
      lines.push({ what, measured: inWords(runtime.memory()) });
    });
  }
  return lines;
}

async function heapOf(count: number): Promise<string> {
  return await withSite(
    count,
    async ({ runtime, site }) => {
      const heap = runtime.heap;
      if (heap === null) throw new Error("this runtime has no inspector");
      const id = await addSite(runtime, `${site.address}/`);
      const idle = await heap.used();
      const seen: number[] = [];
      let isOver = false;
      const watch = async () => {
        for (; !isOver; await sleep(heapEveryMs)) seen.push(await heap.used());
      };
      const watching = watch();
      await crawlToEnd(runtime, id);
      isOver = true;
      await watching;
      const later = seen.slice(seen.length >> 1);
      const [least, most] = [Math.min(...later), Math.max(...later)].map(megabytes);
      return `${least} to ${most} in its second half; ${megabytes(idle)} before`;
    },
    await freePort(),
  );
}

const heapEveryMs = 20;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const inWords = (memory: Memory | null): string =>
  memory === null
    ? "not known on this system"
    : `${megabytes(memory.resident)}, at most ${megabytes(memory.peak)}`;
