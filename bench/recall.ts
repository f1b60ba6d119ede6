// Crawls the tree of the Debian package python3-doc over loopback and compares the HTML
// pages found with those that `wget --mirror` finds (`npm run bench:recall`). Exits 1
// when the two sets differ, and 0 when they could not be measured.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveTree } from "#bench/sites/html-tree.ts";
import { type Line, number, printTable } from "./figures.ts";
import { startRuntime } from "./runtime.ts";
import { addSite, crawlToEnd } from "./site-crawl.ts";

const debianPackage = "python3-doc";
const mostShown = 20;

type Prepared = { root: string } | { missing: string };

/** Finds the tree and wget; installs what is missing where that is possible. */
function prepare(): Prepared {
  if (findTree() === null || !hasWget()) {
    const refusal = install();
    if (refusal !== null) return { missing: refusal };
  }
  const root = findTree();
  if (root === null)
    return { missing: `the package ${debianPackage} holds no HTML tree` };
  return hasWget() ? { root } : { missing: "wget is not installed" };
}

/** The package's html folder, whichever version of Python it is for. */
function findTree(): string | null {
  const listed = output("dpkg", "-L", debianPackage)?.split("\n") ?? [];
  const folder = listed.find(
    (path) => path.endsWith("/html") && existsSync(join(path, "index.html")),
  );
  return folder === undefined ? null : realpathSync(folder);
}

const hasWget = (): boolean => output("wget", "--version") !== null;

/** Gives why nothing can be installed; null when it was. */
function install(): string | null {
  if (output("apt-get", "--version") === null) return "this is no Debian system";
  if (process.getuid?.() !== 0)
    return `install them first: apt-get install ${debianPackage} wget`;
  console.log(`installing ${debianPackage} and wget`);
  output("apt-get", "update");
  const done = output(
    "apt-get",
    "install",
    "-y",
    "--no-install-recommends",
    debianPackage,
    "wget",
  );
  return done === null ? `apt-get could not install ${debianPackage} and wget` : null;
}

/** Gives what a program prints; null when it is missing or fails. */
function output(program: string, ...args: string[]): string | null {
  try {
    return execFileSync(program, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      maxBuffer: 2 ** 26,
    });
  } catch {
    return null;
  }
}

/**
 * Mirrors the site. Without --delete-after wget would take two pages for one if it stored
 * them under the same name, such as / and /index.html.
 */
async function mirror(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "junkai-recall-"));
  const args = [
    "--mirror",
    "--delete-after",
    "--no-parent",
    "--quiet",
    "--no-config",
    "--no-proxy",
  ];
  try {
    const wget = spawn(
      "wget",
      [...args, "--execute=robots=off", `--directory-prefix=${folder}`, url],
      {
        stdio: "inherit",
      },
    );
    const code = await new Promise((resolve, reject) =>
      wget.once("error", reject).once("exit", resolve),
    );
    // 8: some answers were errors, which on a site with broken links is to be expected
    // (wget(1), exit status).
    if (code !== 0 && code !== 8) throw new Error(`wget ended with ${code}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Gives the HTML pages that a crawl says it found, by links alone: no sitemaps, no feeds.
 */
async function crawl(url: string): Promise<Set<string>> {
  const runtime = await startRuntime();
  try {
    const id = await addSite(runtime, url, {
      crawl: { robots: false, sitemaps: false, feeds: false },
      // The table of contents has 2.5 MB, more than is read unless asked for.
      request: { maxBodyBytes: 10_485_760 },
    });
    await crawlToEnd(runtime, id);
    return htmlPages(await runtime.call("GET", `/api/targets/${id}/pages.ndjson`));
  } finally {
    await runtime.close();
  }
}

type PageLine = { url: string; status: number | null; contentType: string | null };

function htmlPages(ndjson: string): Set<string> {
  const lines = ndjson.split("\n").filter((line) => line !== "");
  const pages = lines.map((line) => JSON.parse(line) as PageLine);
  const isHtml = ({ status, contentType }: PageLine) =>
    status === 200 && /^text\/html\s*(;|$)/i.test(contentType ?? "");
  return new Set(pages.filter(isHtml).map(({ url }) => new URL(url).href));
}

function show(what: string, urls: ReadonlySet<string>): void {
  if (urls.size === 0) return;
  console.log(`\n${what}:`);
  for (const url of [...urls].sort().slice(0, mostShown)) console.log(`  ${url}`);
  if (urls.size > mostShown) console.log(`  … and ${number(urls.size - mostShown)} more`);
}

async function compare(root: string): Promise<boolean> {
  const tree = await serveTree(root);
  try {
    await mirror(`${tree.address}/`);
    const mirrored = tree.takeServed();
    if (mirrored.size === 0) throw new Error("wget found no page at all");
    const crawled = await crawl(`${tree.address}/`);
    const served = tree.takeServed();
    const missed = mirrored.difference(crawled);
    const extra = crawled.difference(mirrored);
    const lines: Line[] = [
      {
        what: "wget --mirror",
        measured: `${number(mirrored.size)} HTML pages`,
      },
      {
        what: "a crawl, by its own account",
        measured: `${number(crawled.size)}`,
        aim: number(mirrored.size),
      },
      {
        what: "a crawl, as the server saw it",
        measured: `${number(served.size)}`,
      },
      { what: "only wget found", measured: number(missed.size), aim: "0" },
      { what: "only the crawl found", measured: number(extra.size), aim: "0" },
    ];
    printTable(`recall on ${root}`, lines);
    show("only wget found", missed);
    show("only the crawl found", extra);
    return missed.size + extra.size === 0;
  } finally {
    tree.close();
  }
}

const prepared = prepare();
if ("missing" in prepared) console.log(`not measured: ${prepared.missing}`);
else if (!(await compare(prepared.root))) process.exitCode = 1;
