// npm run bench: measures what the README promises and prints it beside the promise. Ratios are taken within one
// run, since machines differ and are busy. `npm run bench -- rows` (or checks, list, day, bundle) runs one part.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Meter } from "../src/store/db.ts";
import { type Line, median, number, printTable, timed } from "./figures.ts";
import { type Runtime, startRuntime, startSite } from "./runtime.ts";

type Part = (runtime: Runtime) => Promise<Line[]>;

const noon = Date.parse("2026-03-02T12:00:00Z");
const farAway = 8_640_000_000_000_000;

const rows: Part = async (runtime) => {
  const lines: Line[] = [];
  for (const count of [100, 100_000]) {
    await runtime.perform({ do: "seed", count, site: "http://site.example", dueAt: farAway, anchorAt: noon });
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
    const cost = await runtime.perform<typeof total>({ do: "hour", from: noon + hour * 3_600_000 });
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += cost[name];
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
  await runtime.perform({ do: "seed", count, site: site.address, dueAt: 0, anchorAt: noon });
  const bare: number[] = [];
  const ticks: number[] = [];
  const cpus: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await earlyInTheMinute();
    bare.push(await timed(() => runtime.perform({ do: "bare", site: site.address, count })));
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
    { what: "1,000 due targets, one tick", measured: `${number(rate)} checks/s`, promised: "2,500 checks/s" },
    { what: "ratio to the bare loop", measured: (rate / bareRate).toFixed(2), promised: "0.60" },
    { what: "CPU of the runtime a check", measured: `${median(cpus).toFixed(2)} ms`, promised: "0.40 ms" },
  ];
};

const list: Part = async (runtime) => {
  const count = 100_000;
  await runtime.perform({ do: "seed", count, site: "http://site.example", dueAt: farAway, anchorAt: noon });
  const any = { tags: [], status: null, enabled: null, text: null, sort: "-created", limit: 50, after: null };
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
  const profile = wrangler("check", "startup", "--outfile", join(folder, "startup.cpuprofile"));
  rmSync(folder, { recursive: true });
  return [
    { what: "bundle, gzip", measured: `${gzip.toFixed(0)} KB`, promised: "400 KB" },
    { what: "start-up, CPU", measured: `${/Active: ([\d.]+ ms)/.exec(profile)?.[1]}`, promised: "100 ms" },
  ];
};

const parts: Record<string, Part> = { rows, list, checks, bundle, day };

const ratio = (a: number, b: number): string => (a / b).toFixed(3);

/** A tick waits for what is due within ten seconds: keep clear of the next minute's slots. */
async function earlyInTheMinute(): Promise<void> {
  const second = (Date.now() / 1000) % 60;
  if (second > 40) await new Promise((resolve) => setTimeout(resolve, (61 - second) * 1000));
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
