// Measures what screens cost: bytes, statements, rows, CPU time, and how soon a browser
// paints them. A line for each screen.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuOf, startProfiler } from "#bench/cpu-profile.ts";
import { type Line, median, number } from "#bench/figures.ts";
import { type Inspector, openInspector } from "#bench/inspector.ts";
import { type Runtime, startRuntime } from "#bench/runtime.ts";
import type { Meter } from "#store/db.ts";
import { findChromium, launchChromium } from "#test/fixtures/browser/chromium.ts";
import { logIn } from "#test/fixtures/browser/session.ts";
import { recordRound } from "./month.ts";
import { measurePaint } from "./page-paint.ts";
import type { Screen } from "./page-screens.ts";
import { weighPage } from "./page-weight.ts";

const inspectorPort = 9_341;

/** A deployed isolate answers as many before it ends. */
const warmRequests = 20;
/** What the same bytes cost without any work varies little. */
const bareRequests = 5;

/** A session at a runtime. */
type Visit = { runtime: Runtime; cookie: string };

/** Fills a database of its own, and measures the screens that this gives. */
export async function measureScreens(
  fill: (runtime: Runtime) => Promise<readonly Screen[]>,
  { paints: arePainted }: { paints: boolean },
): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), "junkai-bench-"));
  try {
    const { screens, lines } = await visiting(
      { state: { folder, isNew: true } },
      async (visit) => {
        const screens = await fill(visit.runtime);
        const weights = await each(screens, visit, weightOf);
        const costs = await each(screens, visit, costOf);
        const paints = arePainted ? await paintsOf(screens, visit) : [];
        return {
          screens,
          lines: screens.map((_, i) => ({ ...weights[i], ...costs[i], ...paints[i] })),
        };
      },
    );
    const times = await visiting(
      { inspectorPort, state: { folder, isNew: false } },
      (visit) => timesOf(screens, visit),
    );
    return screens.map(({ name }, i) => ({ what: name, ...lines[i], ...times[i] }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function visiting<T>(
  options: Parameters<typeof startRuntime>[0],
  work: (visit: Visit) => Promise<T>,
): Promise<T> {
  const runtime = await startRuntime(options);
  try {
    return await work({ runtime, cookie: await logIn(runtime.origin, "bench") });
  } finally {
    await runtime.close();
  }
}

type Cells = Omit<Line, "what">;
type Measure = (screen: Screen, visit: Visit) => Promise<Cells>;

async function each(
  screens: readonly Screen[],
  visit: Visit,
  measure: Measure,
): Promise<Cells[]> {
  const cells: Cells[] = [];
  await recordRound(visit.runtime);
  for (const screen of screens) cells.push(await measure(screen, visit));
  return cells;
}

const weightOf: Measure = async ({ path, isOpen }, { runtime, cookie }) => {
  const weight = await weighPage(runtime.origin, path, isOpen ? "" : cookie);
  const [plain, gzip, all] = [weight.plain, weight.gzip, weight.withAssets].map(
    kilobytes,
  );
  return { transferred: `${all}, page ${gzip} of ${plain}` };
};

const requestOf = ({ path, isOpen }: Screen, { cookie }: Visit) => ({
  do: "page",
  path,
  cookie: isOpen ? "" : cookie,
});

const costOf: Measure = async (screen, visit) => {
  const { statements, rowsRead } = await visit.runtime.perform<Meter>(
    requestOf(screen, visit),
  );
  return { database: `${statements} statements, ${number(rowsRead)} rows` };
};

async function timesOf(screens: readonly Screen[], visit: Visit): Promise<Cells[]> {
  const inspector = await openInspector(inspectorPort, "bench");
  await startProfiler(inspector);
  try {
    return await each(screens, visit, timeIn(inspector));
  } finally {
    inspector.close();
  }
}

const timeIn =
  (inspector: Inspector): Measure =>
  async (screen, visit) => {
    const timesOf = async (command: object, count: number) => {
      const times: number[] = [];
      for (let i = 0; i < count; i++)
        times.push(await cpuOf(inspector, () => visit.runtime.perform(command)));
      return times;
    };
    const [first = 0, ...times] = await timesOf(
      requestOf(screen, visit),
      1 + warmRequests,
    );
    const bare = await timesOf({ do: "bare-page" }, bareRequests);
    const [usual, most, cold, least] = [
      median(times),
      Math.max(...times),
      first,
      median(bare),
    ].map((ms) => ms.toFixed(1));
    return {
      CPU: `${usual} ms, worst ${most}, first ${cold}`,
      "bare c.html": `${least} ms`,
    };
  };

async function paintsOf(screens: readonly Screen[], visit: Visit): Promise<Cells[]> {
  if (findChromium() === null)
    return screens.map(() => ({ "first paint": "no chromium" }));
  const browser = await launchChromium();
  try {
    return await each(screens, visit, async ({ path, isOpen }, { runtime, cookie }) => {
      const url = `${runtime.origin}${path}`;
      const paint = await measurePaint(browser, url, isOpen ? null : cookie);
      const [usual, best] = [paint.usualMs, paint.firstMs].map((ms) => ms.toFixed(0));
      return {
        "first paint": `${usual} ms, best ${best}`,
        shift: paint.shift.toFixed(3),
      };
    });
  } finally {
    await browser.close();
  }
}

export const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
