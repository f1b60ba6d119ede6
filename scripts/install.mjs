// Installs what package-lock.json says, when node_modules lacks it.
import { readFile } from "node:fs/promises";
import { delimiter, join, sep } from "node:path";
import { runProgram } from "./processes.mjs";
import { complain, say } from "./terminal.mjs";
import { root } from "./tools.mjs";

/**
 * @typedef {{
 *   version: string,
 *   integrity?: string,
 *   optional?: boolean,
 *   os?: string[],
 *   cpu?: string[],
 * }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

const modules = join(root, "node_modules");

/**
 * Installs when needed. When that fails, shows npm's output and ends the process with
 * npm's code.
 */
export async function ensureDependencies() {
  if (await isInstalled()) return;
  say("Installing dependencies, once…");
  const startedAt = Date.now();
  // Only our tools need a newer Node than the user may have: they run with the Node that
  // the dependencies bring.
  const command = ["npm", "ci", "--no-audit", "--no-fund", "--engine-strict=false"];
  const { code, output } = await runProgram(command, {
    cwd: root,
    env: { ...process.env, PATH: pathOfUser() },
  });
  if (code !== 0) {
    complain(`${output}\nInstalling failed: npm ended with code ${code}.`);
    process.exit(code);
  }
  say(`Installed in ${Math.round((Date.now() - startedAt) / 1_000)} s.`);
}

/**
 * Whether npm's own record of node_modules agrees with the lock file. The record's date
 * alone would not tell.
 */
async function isInstalled() {
  const wanted = await readPackages(join(root, "package-lock.json"));
  const present = await readPackages(join(modules, ".package-lock.json"));
  if (wanted === null || present === null) return false;
  const names = new Set([...Object.keys(wanted), ...Object.keys(present)]);
  names.delete("");
  return [...names].every((name) => fits(wanted[name], present[name]));
}

/**
 * @param {LockedPackage | undefined} wanted
 * @param {LockedPackage | undefined} present
 */
function fits(wanted, present) {
  // Optional packages belong to one platform: not all are installed.
  if (wanted === undefined || present === undefined)
    return (wanted ?? present)?.optional === true;
  return (
    wanted.version === present.version &&
    wanted.integrity === present.integrity &&
    runsHere(present)
  );
}

/**
 * False for packages that were installed on another kind of machine and came along in a
 * copied folder.
 *
 * @param {LockedPackage} installed
 */
function runsHere({ os, cpu }) {
  return (
    (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true)
  );
}

/**
 * @param {string} path
 * @returns {Promise<LockedPackages | null>}
 */
async function readPackages(path) {
  try {
    return JSON.parse(await readFile(path, "utf8")).packages;
  } catch {
    return null;
  }
}

/**
 * The PATH without node_modules/.bin, which npm put first: npm must not run with the Node
 * that it is about to replace.
 */
function pathOfUser() {
  const ours = modules + sep;
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.startsWith(ours))
    .join(delimiter);
}
