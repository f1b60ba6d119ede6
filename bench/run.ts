// npm run bench: measures what the README promises and prints it beside the promise.
// Ratios are taken within one run, since machines differ and are busy. `npm run bench --
// rows` (or checks, list, stats, storage, scrape, day, bundle) runs one part.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { addValue, createSketch, quantileOf } from "#domain/statistics/sketch.ts";
import type { Meter } from "#store/db.ts";
import { type Line, median, number, printTable, timed } from "./figures.ts";
import { type Runtime, startRuntime, startSite } from "./runtime.ts";

type Part = (runtime: Runtime) => Promise<Line[]>;

const noon = Date.parse("2026-03-02T12:00:00Z");
const farAway = 8_640_000_000_000_000;

const rows: Part = async (runtime) => {
  const lines: Line[] = [];
  for (const count of [100, 100_000]) {
    await runtime.perform({
      do: "seed",
      count,
      site: "http://site.example",
      dueAt: farAway,
      anchorAt: noon,
    });
    const idle = await runtime.perform<Meter>({ do: "tick", now: noon + 60_500 });
    lines.push({
      what: `idle tick, ${number(count)} targets`,
      measured: `${idle.statements} statements, ${idle.rowsWritten} row written, ${idle.rowsRead} read`,
      promised: "3 statements, 1 row written, rows read the same",
    });
  }
  await runtime.perform({
    do: "seed",
    count: 40,
    site: "http://site.example",
    dueAt: 0,
    anchorAt: noon - 3_600_000,
  });
  await runtime.perform({ do: "hour", from: noon - 3_600_000 });
  await runtime.perform({ do: "tick", now: noon + 500 });
  const round = await runtime.perform<Meter>({ do: "tick", now: noon + 60_500 });
  lines.push({
    what: "tick with one quiet round of 40",
    measured: `${round.rowsWritten - 1} rows written by the round, ${round.rowsRead} read, ${round.statements} statements`,
    promised: "4 rows written",
  });
  return lines;
};

const day: Part = async (runtime) => {
  await runtime.perform({
    do: "seed",
    count: 1_000,
    site: "http://site.example",
    dueAt: 0,
    anchorAt: noon - 3_600_000,
  });
  await runtime.perform({ do: "hour", from: noon - 3_600_000 });
  const total = { statements: 0, rowsRead: 0, rowsWritten: 0, runs: 0 };
  for (let hour = 0; hour < 24; hour++) {
    const cost = await runtime.perform<typeof total>({
      do: "hour",
      from: noon + hour * 3_600_000,
    });
    for (const name of Object.keys(total) as (keyof typeof total)[])
      total[name] += cost[name];
  }
  return [
    {
      what: `a day of 1,000 targets at 1 minute, ${number(total.runs)} runs, sealing included`,
      measured: `${ratio(total.rowsWritten, total.runs)} rows written and ${ratio(total.rowsRead, total.runs)} read a run`,
      promised: "0.15 and 2",
    },
  ];
};

const checks: Part = async (runtime) => {
  const count = 1_000;
  const rounds = 7;
  const site = await startSite();
  await runtime.perform({
    do: "seed",
    count,
    site: site.address,
    dueAt: 0,
    anchorAt: noon,
  });
  const bare: number[] = [];
  const ticks: number[] = [];
  const cpus: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await earlyInTheMinute();
    bare.push(
      await timed(() => runtime.perform({ do: "bare", site: site.address, count })),
    );
    await runtime.perform({ do: "rearm", anchorAt: Date.now() - 1_000 });
    const cpuBefore = runtime.cpuMs();
    ticks.push(await timed(() => runtime.tick()));
    cpus.push(((runtime.cpuMs() ?? Number.NaN) - (cpuBefore ?? 0)) / count);
  }
  site.close();
  const bareRate = (count / median(bare)) * 1000;
  const rate = (count / median(ticks)) * 1000;
  return [
    {
      what: "bare loop: fetch and SHA-256, six at once",
      measured: `${number(bareRate)} pages/s`,
      promised: "",
    },
    {
      what: "1,000 due targets, one tick",
      measured: `${number(rate)} checks/s`,
      promised: "2,500 checks/s",
    },
    {
      what: "ratio to the bare loop",
      measured: (rate / bareRate).toFixed(2),
      promised: "0.60",
    },
    {
      what: "CPU of the runtime a check",
      measured: `${median(cpus).toFixed(2)} ms`,
      promised: "0.40 ms",
    },
  ];
};

const list: Part = async (runtime) => {
  const count = 100_000;
  await runtime.perform({
    do: "seed",
    count,
    site: "http://site.example",
    dueAt: farAway,
    anchorAt: noon,
  });
  const any = {
    tags: [],
    status: null,
    enabled: null,
    text: null,
    sort: "-created",
    limit: 50,
    after: null,
  };
  const queries: [string, object][] = [
    ["no filter", {}],
    ["tag", { tags: ["tag7"] }],
    ["status", { status: "down" }],
    ["paused only", { enabled: false }],
    ["text", { text: "page 9999" }],
    ["text, common", { text: "site.exam" }],
    ["by name", { sort: "name" }],
    ["tag and status", { tags: ["tag1"], status: "down" }],
    ["a page in the middle", { after: { id: 50_000, name: "" } }],
  ];
  const lines: Line[] = [];
  for (const [what, filter] of queries) {
    const cost = await runtime.perform<Meter & { found: number }>({
      do: "list",
      query: { ...any, ...filter },
    });
    lines.push({
      what: `list 50 of ${number(count)}: ${what}`,
      measured: `${cost.rowsRead} rows read, ${cost.found} found`,
      promised: "300 rows read",
    });
  }
  return lines;
};

const bundle: Part = async () => {
  const folder = mkdtempSync(join(tmpdir(), "junkai-bench-"));
  const wrangler = (...args: string[]) =>
    execFileSync(process.execPath, ["node_modules/wrangler/bin/wrangler.js", ...args], {
      encoding: "utf8",
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    });
  wrangler("deploy", "--dry-run", "--outdir", folder);
  const gzip = gzipSync(readFileSync(join(folder, "index.js"))).length / 1024;
  const profile = wrangler(
    "check",
    "startup",
    "--outfile",
    join(folder, "startup.cpuprofile"),
  );
  rmSync(folder, { recursive: true });
  return [
    { what: "bundle, gzip", measured: `${gzip.toFixed(0)} KB`, promised: "400 KB" },
    {
      what: "start-up, CPU",
      measured: `${/Active: ([\d.]+ ms)/.exec(profile)?.[1]}`,
      promised: "100 ms",
    },
  ];
};

const hour = 3_600_000;

const stats: Part = async (runtime) => {
  await runtime.perform({
    do: "seed",
    count: 40,
    site: "http://site.example",
    dueAt: 0,
    anchorAt: noon,
  });
  const from = Date.parse("2025-03-02T00:00:00Z");
  const to = from + 365 * 24 * hour;
  await runtime.perform({
    do: "past",
    targetIds: [7],
    shardId: 1,
    everyMs: 60_000,
    from,
    hours: 365 * 24,
  });
  const series = (start: number, step: number) =>
    Array.from({ length: (to - start) / step + 1 }, (_, i) => start + i * step);
  const month = to - 30 * 24 * hour;
  const windows: [string, number[], string][] = [
    [
      "30 days, edges inside hours",
      [month + 1_234_567, to - 1_234_567],
      "800 rows, 15 ms",
    ],
    ["30 days, hour by hour", series(month, hour), "800 rows, 15 ms"],
    ["a year, edges inside hours", [from + 1_234_567, to - 1_234_567], "1,000 rows"],
    ["a year, day by day", series(from, 24 * hour), "1,000 rows"],
  ];
  const lines: Line[] = [];
  for (const [what, boundaries, promised] of windows) {
    const read = () =>
      runtime.perform<Meter & { runs: number }>({
        do: "statistics",
        targetId: 7,
        shardId: 1,
        boundaries,
      });
    const times: number[] = [];
    for (let i = 0; i < 15; i++) times.push(await timed(read));
    const cost = await read();
    lines.push({
      what: `statistics of ${what}, ${number(cost.runs)} runs`,
      measured: `${number(cost.rowsRead)} rows read, ${median(times).toFixed(1)} ms`,
      promised,
    });
  }
  return [...lines, await percentileError()];
};

/** A whole shard's three days, sealed. */
const storage: Part = async (runtime) => {
  await runtime.perform({
    do: "seed",
    count: 40,
    site: "http://site.example",
    dueAt: 0,
    anchorAt: noon,
  });
  const targetIds = Array.from({ length: 40 }, (_, i) => i + 1);
  const past = {
    targetIds,
    shardId: 1,
    everyMs: 60_000,
    from: Date.parse("2026-02-02T00:00:00Z"),
    hours: 72,
  };
  const size = () => runtime.perform<number>({ do: "size" });
  const before = await size();
  const runs = await runtime.perform<number>({ do: "past", ...past });
  const grown = ((await size()) - before) / runs;
  const { entries, summaries } = await runtime.perform<{
    entries: number;
    summaries: number;
  }>({
    do: "weigh-past",
  });
  const plain = (await runtime.perform<number>({ do: "plain-rows", past })) / runs;
  const bytes = (all: number) => (all / runs).toFixed(1);
  return [
    {
      what: `bytes a run in a sealed hour, of ${number(runs)} runs`,
      measured: `${bytes(entries + summaries)}: ${bytes(entries)} the run, ${bytes(summaries)} its hour's summary`,
      promised: "12",
    },
    {
      what: "… that the database grew by, keys, totals and half-full pages included",
      measured: grown.toFixed(1),
      promised: "",
    },
    {
      what: "… against one row a run",
      measured: `${plain.toFixed(1)}: ${(plain / grown).toFixed(0)} times as much`,
      promised: "",
    },
  ];
};

const shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

/**
 * Real latencies, in microseconds so that they are many: of requests to a site on this
 * machine.
 */
async function percentileError(): Promise<Line> {
  const site = await startSite();
  const sketch = createSketch();
  const exact: number[] = [];
  const worker = async () => {
    while (exact.length < 20_000) {
      const micros = Math.round(
        1000 *
          (await timed(async () =>
            (await fetch(`${site.address}/page/1`)).arrayBuffer(),
          )),
      );
      exact.push(micros);
      addValue(sketch, micros);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  site.close();
  exact.sort((a, b) => a - b);
  const errors = shares.map((share) => {
    const value = exact[Math.ceil(share * exact.length) - 1] as number;
    return Math.abs((quantileOf(sketch, share) ?? 0) - value) / value;
  });
  return {
    what: `p50 to p99.99 of ${number(exact.length)} real latencies, ${exact[0]} to ${exact.at(-1)} µs, against exact ones`,
    measured: `off by ${(100 * Math.max(...errors)).toFixed(2)} % at most`,
    promised: "0.5 %",
  };
}

const scrape: Part = async (runtime) => {
  const now = Date.now();
  await runtime.perform({
    do: "seed",
    count: 1_000,
    site: "http://site.example",
    dueAt: 0,
    anchorAt: now,
  });
  await runtime.perform({ do: "hour", from: now - 3_600_000 });
  const times: number[] = [];
  const scraped = () => runtime.perform<Meter & { bytes: number }>({ do: "metrics" });
  for (let i = 0; i < 21; i++) times.push(await timed(scraped));
  const cost = await scraped();
  return [
    {
      what: "a scrape of 1,000 targets",
      measured: `${cost.rowsRead} rows read, ${median(times).toFixed(0)} ms, ${(cost.bytes / 2 ** 20).toFixed(1)} MB`,
      promised: "50 rows, 30 ms",
    },
  ];
};

const parts: Record<string, Part> = {
  rows,
  list,
  checks,
  bundle,
  stats,
  storage,
  scrape,
  day,
};

const ratio = (a: number, b: number): string => (a / b).toFixed(3);

/**
 * A tick waits for what is due within ten seconds: keep clear of the next minute's slots.
 */
async function earlyInTheMinute(): Promise<void> {
  const second = (Date.now() / 1000) % 60;
  if (second > 40)
    await new Promise((resolve) => setTimeout(resolve, (61 - second) * 1000));
}

const chosen = process.argv.slice(2);
const runtime = await startRuntime();
try {
  for (const [name, part] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    printTable(name, await part(runtime));
  }
} finally {
  await runtime.close();
}
