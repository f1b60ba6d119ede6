// Weighs the bundle, and measures how long the Worker takes to start.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Part } from "./part.ts";

export const bundle: Part = async () => {
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
    { what: "bundle, gzip", measured: `${gzip.toFixed(0)} KB`, aim: "400 KB" },
    {
      what: "start-up, CPU",
      measured: `${/Active: ([\d.]+ ms)/.exec(profile)?.[1]}`,
      aim: "100 ms",
    },
  ];
};
