// Measures what the screens cost with 5,000 targets and a month of history: bytes,
// statements, rows, CPU time, and how soon a browser paints them.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuOf, startProfiler } from "#bench/cpu-profile.ts";
import { type Line, median, number } from "#bench/figures.ts";
import { openInspector } from "#bench/inspector.ts";
import { type Runtime, startRuntime } from "#bench/runtime.ts";
import { shardSize } from "#domain/budget.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { findChromium, launchChromium } from "#test/fixtures/browser/chromium.ts";
import { logIn } from "#test/fixtures/browser/session.ts";
import { measurePaint } from "./page-paint.ts";
import { weighPage } from "./page-weight.ts";
import { type Part, seedTargets } from "./part.ts";

/** A screen, and the rows that it may read where there is a bound. */
type Screen = { path: string; cost?: string };

/**
 * A new screen gets its line here. Target 1 has a run of every minute; 101, 201, … of
 * every five minutes; the others one a day.
 */
const screens: readonly Screen[] = [
  { path: "/", cost: "4 statements, 300 rows read" },
  { path: "/?view=wall" },
  { path: "/targets/1", cost: "12 statements, 300 rows" },
  { path: "/targets/1?window=30d", cost: "12 statements, 300 rows" },
  { path: "/docs" },
];

const minuteMs = 60_000;
const count = 5_000;
const historyMs = 30 * dayMs;
const inspectorPort = 9_341;
/** A deployed isolate answers as many before it ends. */
const warmRequests = 30;

type Visit = { runtime: Runtime; cookie: string };

export const pages: Part = async () => {
  const folder = await mkdtemp(join(tmpdir(), "junkai-bench-"));
  try {
    const lines = await withRuntime(
      { state: { folder, isNew: true } },
      async (runtime) => {
        await seedMonth(runtime);
        const visit = { runtime, cookie: await logIn(runtime.origin, "bench") };
        return [
          ...(await weights(visit)),
          ...(await costs(visit)),
          ...(await paints(visit)),
        ];
      },
    );
    const options = { inspectorPort, state: { folder, isNew: false } };
    return await withRuntime(options, async (runtime) => {
      const cookie = await logIn(runtime.origin, "bench");
      return [...lines, ...(await cpuTimes({ runtime, cookie }))];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function withRuntime<T>(
  options: Parameters<typeof startRuntime>[0],
  work: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const runtime = await startRuntime(options);
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

/**
 * Seeds targets, their history up to this hour, and their last runs. One target in a
 * hundred is down, so that the targets of the first page are of 50 shards.
 */
async function seedMonth(runtime: Runtime): Promise<void> {
  const to = Math.floor(Date.now() / hourMs) * hourMs;
  const from = to - historyMs;
  const timing = { kind: "every", everyMs: dayMs } as const;
  await seedTargets(runtime, { count, dueAt: to, anchorAt: from, timing });
  const pasts = Array.from({ length: count / shardSize }, (_, i) => {
    const shard = { shardId: i + 1, from, hours: historyMs / hourMs };
    const ids = Array.from({ length: shardSize }, (_, j) => i * shardSize + j + 1);
    const [down, others] = [true, false].map((isDown) =>
      ids.filter((id) => (id % 100 === 1) === isDown),
    ) as [number[], number[]];
    return [
      { ...shard, targetIds: down, everyMs: i === 0 ? minuteMs : 5 * minuteMs },
      { ...shard, targetIds: others, everyMs: dayMs },
    ];
  });
  await runtime.perform({ do: "pasts", pasts: pasts.flat() });
  await runtime.call("PATCH", "/api/targets/1", { schedule: { every: "1m" } });
  for (let minute = 0; minute < 3; minute++)
    await runtime.perform({ do: "tick", now: to + minute * minuteMs + 500 });
}

const forEach = async (measure: (screen: Screen) => Promise<Line>): Promise<Line[]> => {
  const lines: Line[] = [];
  for (const screen of screens) lines.push(await measure(screen));
  return lines;
};

const weights = ({ runtime, cookie }: Visit): Promise<Line[]> =>
  forEach(async ({ path }) => {
    const { plain, gzip, withAssets } = await weighPage(runtime.origin, path, cookie);
    const [page, packed, all] = [plain, gzip, withAssets].map(kilobytes);
    return {
      what: `${path}: transferred`,
      measured: `${all} with styles and scripts, ${packed} without; ${page} before gzip`,
      aim: "100 KB",
    };
  });

const costs = ({ runtime, cookie }: Visit): Promise<Line[]> =>
  forEach(async ({ path, cost }) => {
    const { statements, rowsRead } = await runtime.perform<Meter>({
      do: "page",
      path,
      cookie,
    });
    return {
      what: `${path}: database`,
      measured: `${statements} statements, ${number(rowsRead)} rows read`,
      ...(cost && { aim: cost }),
    };
  });

async function cpuTimes({ runtime, cookie }: Visit): Promise<Line[]> {
  const inspector = await openInspector(inspectorPort, "bench");
  await startProfiler(inspector);
  const warm = async (command: object) => {
    const times: number[] = [];
    for (let i = 0; i < warmRequests; i++)
      times.push(await cpuOf(inspector, () => runtime.perform(command)));
    return times;
  };
  const lines = await forEach(async ({ path }) => {
    const request = { do: "page", path, cookie };
    const first = await cpuOf(inspector, () => runtime.perform(request));
    const times = await warm(request);
    const bare = median(await warm({ do: "bare-page" }));
    const [usual, most, cold, least] = [
      median(times),
      Math.max(...times),
      first,
      bare,
    ].map((ms) => ms.toFixed(1));
    return {
      what: `${path}: profile of the isolate`,
      measured: `${usual} ms, at most ${most} of ${warmRequests}; ${cold} ms at first; a bare c.html ${least} ms`,
      aim: "10 ms",
    };
  });
  inspector.close();
  return lines;
}

async function paints({ runtime, cookie }: Visit): Promise<Line[]> {
  if (findChromium() === null)
    return [{ what: "in the browser", measured: "not measured: there is no chromium" }];
  const browser = await launchChromium();
  try {
    return await forEach(async ({ path }) => {
      const url = `${runtime.origin}${path}`;
      const { firstMs, usualMs, shift } = await measurePaint(browser, url, cookie);
      return {
        what: `${path}: in the browser`,
        measured: `first contentful paint ${usualMs.toFixed(0)} ms, ${firstMs.toFixed(0)} ms at best; layout shift ${shift.toFixed(3)}`,
        aim: "200 ms; 0",
      };
    });
  } finally {
    await browser.close();
  }
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
