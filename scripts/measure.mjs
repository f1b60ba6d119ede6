// Prints how the code of src is cut into folders, files and functions, and where it
// repeats itself (`npm run measure`). Exits with 1 when a figure is out of the bounds
// that docs/contributing.md sets. Another folder may be named. `--names` lists the
// functions that are longer than nine in ten may be.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./install.mjs";
import { findRepeats } from "./repeats.mjs";
import { say } from "./terminal.mjs";
import { root } from "./tools.mjs";

await ensureDependencies();
const { glob } = await import("node:fs/promises");
const { parseSync, Visitor } = await import("oxc-parser");

// A reader such as `head` may close the pipe early, which is no error.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== "EPIPE") throw error;
});

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { names: { type: "boolean", default: false } },
});
const folder = positionals[0] ?? "src";
/** The most lines of nine in ten functions, and of any function. */
const functionLines = { p90: 20, most: 60 };
/** Files that hold a language's words, one file each, however many words there are. */
const wordLists = /\/words\/(\w+-)?(en|ja)\.ts$/;
/** @type {Map<string, string>} */
const sources = new Map();
for await (const file of glob(`${folder}/**/*.{ts,tsx}`, { cwd: root })) {
  sources.set(file, await readFile(join(root, file), "utf8"));
}

const folders = Map.groupBy(sources.keys(), dirname);
const functions = [...sources].flatMap(([file, source]) => functionsOf(file, source));
const lines = [...sources.values()].flatMap((source) =>
  source.split("\n").filter((line) => line.trim() !== ""),
);
const repeats = findRepeats(sources);

/** @typedef {{ median?: number, p90?: number, most?: number }} Bounds */
/** @type {[name: string, values: number[], bounds: Bounds][]} */
const figures = [
  [
    "files a folder",
    [...folders.values()].map((files) => files.length),
    { median: 10, most: 14 },
  ],
  [
    "lines a file",
    [...sources]
      .filter(([file]) => !wordLists.test(file))
      .map(([, source]) => source.trimEnd().split("\n").length),
    { most: 250 },
  ],
  ["lines a function", functions.map(({ lines }) => lines), functionLines],
  ["characters a line", lines.map((line) => line.length), { p90: 80 }],
];

const inFolders = `${sources.size} files in ${folders.size} folders`;
say(`${folder}: ${inFolders}, ${functions.length} functions, ${lines.length} lines\n`);
say(row("", "median", "p90", "most"));
const broken = figures.flatMap(([name, values, bounds]) => {
  const { median, p90, most } = spread(values);
  say(row(name, median, p90, most));
  return [
    ...over(name, "median", median, bounds.median),
    ...over(name, "p90", p90, bounds.p90),
    ...over(name, "most", most, bounds.most),
  ];
});
say(`\nplaces where six lines or more stand twice, names aside: ${repeats.length}`);
for (const { lines, a, b } of repeats)
  say(`  ${String(lines).padStart(3)} lines  ${a}  ${b}`);
if (options.names) {
  say(`\nfunctions of more than ${functionLines.p90} lines:`);
  for (const { place, lines } of functions.toSorted((a, b) => b.lines - a.lines))
    if (lines > functionLines.p90) say(`  ${String(lines).padStart(3)} lines  ${place}`);
}
if (broken.length > 0) say(`\nout of bounds:\n  ${broken.join("\n  ")}`);
process.exitCode = broken.length > 0 && folder === "src" ? 1 : 0;

/**
 * Every function with the number of its lines, inner functions included.
 *
 * @param {string} file
 * @param {string} source
 */
function functionsOf(file, source) {
  const { program } = parseSync(file, source);
  /** @type {{ place: string, lines: number }[]} */
  const found = [];
  /** @param {{ start: number, end: number }} node */
  const take = ({ start, end }) => {
    const line = source.slice(0, start).split("\n").length;
    found.push({
      place: `${file}:${line}`,
      lines: source.slice(start, end).split("\n").length,
    });
  };
  new Visitor({
    FunctionDeclaration: take,
    FunctionExpression: take,
    ArrowFunctionExpression: take,
  }).visit(program);
  return found;
}

/** @param {number[]} values */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p90: at(0.9), most: sorted.at(-1) ?? 0 };
}

/**
 * @param {string} name
 * @param {string} part
 * @param {number} value
 * @param {number | undefined} bound
 */
function over(name, part, value, bound) {
  return bound !== undefined && value > bound
    ? [`${name}, ${part}: ${value}, ${bound} at most`]
    : [];
}

/** @param {(string | number)[]} cells */
function row(...cells) {
  const [name, ...numbers] = cells.map(String);
  return `${name?.padEnd(20)}${numbers.map((cell) => cell.padStart(8)).join("")}`;
}
