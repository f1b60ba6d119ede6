// Starts programs, each in a process group of its own and under a guard, so that
// everything that a program starts ends with it, and with us.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** How long a program may take to end by itself. */
const graceMs = 4_000;
/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const echoMs = 500;
const parentCheckMs = 1_000;
const guard = fileURLToPath(new URL("guard.mjs", import.meta.url).href);

/** @type {Set<number>} The ids of the groups that may still be alive. */
const groups = new Set();
let ending = false;

// The last resort, for a crash of our own process.
process.on("exit", killPrograms);

/**
 * @param {string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, output: "pipe" | "inherit" }} options
 */
export function startProgram(command, { output, ...options }) {
  const child = spawn(process.execPath, [guard, ...command], {
    ...options,
    stdio: ["pipe", output, output],
    detached: true,
  });
  if (child.pid !== undefined) groups.add(child.pid);
  return child;
}

/**
 * Runs a program to its end. What it writes goes to our own output when `shown`, else
 * into the result.
 *
 * @param {string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, shown?: boolean }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runProgram(command, { cwd, env, shown = false }) {
  const child = startProgram(command, { cwd, env, output: shown ? "inherit" : "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const code = await endOf(child);
  // A program that was stopped has no result, and nobody should act on one.
  return ending ? new Promise(() => {}) : { code, output };
}

/**
 * Waits until a program and everything that it started has ended, and all its output was
 * read.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>} The program's code, as a shell gives it: 128 plus the
 *   signal's number for a program that was killed.
 */
export async function endOf(child) {
  const closed = new Promise((resolve) => child.once("close", resolve));
  /** @type {number} */
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]),
    );
  });
  await stopPrograms(child.pid);
  await closed;
  return code;
}

/**
 * Ends all programs, or one of them. Asks first, and kills the programs that go on.
 * Returns when they are gone.
 *
 * @param {number} [only]
 */
export async function stopPrograms(only) {
  const chosen = [...groups].filter((group) => only === undefined || group === only);
  await Promise.all(chosen.map(stopGroup));
}

/** @param {number} group */
async function stopGroup(group) {
  const gone =
    (await signalAndWait(group, "SIGTERM", graceMs)) ||
    (await signalAndWait(group, "SIGKILL", graceMs));
  if (gone) groups.delete(group);
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 * @param {number} waitMs
 * @returns {Promise<boolean>} Whether nothing is left of the group.
 */
async function signalAndWait(group, signal, waitMs) {
  const deadline = Date.now() + waitMs;
  let alive = signalGroup(group, signal);
  while (alive && Date.now() < deadline) {
    await sleep(20);
    alive = signalGroup(group, 0);
  }
  return !alive;
}

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} Whether there was anything to signal.
 */
function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

function killPrograms() {
  for (const group of groups) signalGroup(group, "SIGKILL");
}

/**
 * Calls `stop` once, when the user or the system asks us to end. A second request kills
 * everything at once.
 *
 * @param {() => void} stop
 */
export function onStopSignal(stop) {
  let firstAt = 0;
  const stopOnce = () => {
    if (ending) return;
    firstAt = Date.now();
    ending = true;
    stop();
  };
  for (const signal of /** @type {NodeJS.Signals[]} */ ([
    "SIGINT",
    "SIGTERM",
    "SIGHUP",
  ])) {
    process.on(signal, () => {
      if (ending && Date.now() - firstAt > echoMs)
        process.exit(128 + constants.signals[signal]);
      stopOnce();
    });
  }
  // npm has no time to tell us when it is killed.
  const npm = process.env.npm_lifecycle_event === undefined ? null : process.ppid;
  setInterval(
    () => npm !== null && npm !== process.ppid && stopOnce(),
    parentCheckMs,
  ).unref();
}
