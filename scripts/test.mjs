// Checks all that must hold before a change goes in (`npm test`); CI runs the same.
// Passes arguments on to vitest: `npm test -- statistics` runs the tests whose paths have
// that word.
import { rmSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ensureDependencies } from "./install.mjs";
import { onStopSignal, runProgram, stopPrograms } from "./processes.mjs";
import { paint, say } from "./terminal.mjs";
import { root, toolCommand, toolEnv } from "./tools.mjs";

/** @typedef {{ ok: boolean, output?: string, note?: string }} Outcome */

/**
 * The free plan allows 3 MB. A bundle that is much larger than today's contains something
 * that does not belong there. Of today's 900 KiB, by shares of the code, 105 are the words
 * of pages in two languages, 80 messages of zod in other languages, which no bundler leaves
 * out, 47 regular expressions that cannot backtrack (re2js), 28 HTML and selectors
 * (htmlparser2, entities, css-select), and 18 JSONPath (json-p3).
 */
const bundleLimitBytes = 920 * 1024;

onStopSignal(() => void stopPrograms().then(() => process.exit(130)));
await ensureDependencies();
// Only now: what builds them was installed just before.
const { buildAssets } = await import("./build-assets.mjs");
await buildAssets();

const scratch = await mkdtemp(join(tmpdir(), "junkai-test-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const report = join(scratch, "report.json");
const options = { cwd: root, env: toolEnv(join(scratch, "state")) };

const passed =
  (await step("types", () => runQuietly(toolCommand("tsc", [])))) &&
  (await step("browser", () =>
    runQuietly(toolCommand("tsc", ["--project", "src/browser"])),
  )) &&
  (await step("lint", () =>
    runQuietly(toolCommand("biome", ["check", "--error-on-warnings"])),
  )) &&
  (await step("tests", () => runTests(process.argv.slice(2)))) &&
  (await step("bundle", weighBundle));

const counts = await readCounts();
if (counts !== null) say(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = passed ? 0 : 1;

/**
 * @param {string} name
 * @param {() => Promise<Outcome>} run
 */
async function step(name, run) {
  const startedAt = Date.now();
  const { ok, output = "", note = "" } = await run();
  if (!ok && output !== "") say(output.trimEnd());
  const seconds = `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;
  const verdict = ok ? paint.green("ok    ") : paint.red("failed");
  say(
    `${paint.bold(name.padEnd(6))}  ${verdict}  ${seconds.padStart(7)}  ${note}`.trimEnd(),
  );
  return ok;
}

/**
 * @param {string[]} command
 * @returns {Promise<Outcome>} With the output, in case the command failed.
 */
async function runQuietly(command) {
  const { code, output } = await runProgram(command, options);
  return { ok: code === 0, output };
}

/**
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function runTests(args) {
  const shown = args.some((arg) => arg.startsWith("--reporter"))
    ? []
    : ["--reporter=default"];
  const reporters = [...shown, "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runProgram(
    toolCommand("vitest", ["run", ...reporters, ...args]),
    {
      ...options,
      shown: true,
    },
  );
  return { ok: code === 0 };
}

/**
 * Counts the tests that passed and failed. A file that could not even be loaded counts as
 * one failed test.
 */
async function readCounts() {
  const text = await readFile(report, "utf8").catch(() => null);
  if (text === null) return null;
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text);
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = testResults;
  const broken = files.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: Number(numPassedTests),
    failed: Number(numFailedTests) + broken.length,
  };
}

/**
 * Builds what a deployment would upload. That also shows that wrangler accepts the
 * configuration.
 *
 * @returns {Promise<Outcome>}
 */
async function weighBundle() {
  const folder = join(scratch, "bundle");
  const built = await runQuietly(
    toolCommand("wrangler", ["deploy", "--dry-run", "--outdir", folder]),
  );
  if (!built.ok) return built;
  const files = (await readdir(folder)).filter((name) => !/\.map$|^README/.test(name));
  const contents = await Promise.all(files.map((name) => readFile(join(folder, name))));
  const bytes = contents.reduce((sum, content) => sum + gzipSync(content).length, 0);
  const reported =
    /gzip: [\d.]+ \w+/.exec(built.output ?? "")?.[0] ?? "gzip: not reported";
  const note = `${reported}, of ${bundleLimitBytes / 1024} KiB at most`;
  const ok = files.length > 0 && bytes <= bundleLimitBytes;
  return {
    ok,
    note,
    output: ok
      ? ""
      : `The bundle (${files.join(", ") || "no file"}) has ${bytes} bytes with gzip.`,
  };
}
