// Starts everything on this machine (`npm start`): installs what is missing, brings the
// embedded database up to date, serves the Worker and plays the part of its cron trigger.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addDemoTarget } from "./demo-target.mjs";
import { ensureDependencies } from "./install.mjs";
import { writeEntry } from "./log-lines.mjs";
import { ensureFree, readPort, UsageError } from "./port.mjs";
import { onStopSignal, stopPrograms } from "./processes.mjs";
import { migrate, serve } from "./server.mjs";
import { complain, paint, say } from "./terminal.mjs";
import { startTicker } from "./ticker.mjs";
import { root } from "./tools.mjs";

/** @typedef {import("./log-lines.mjs").Entry} Entry */

const state = resolve(process.env.JUNKAI_STATE || join(root, ".wrangler", "state"));

/** Ends the ticker, when there is one. */
let stopTicker = () => {};
let ending = false;

onStopSignal(() => void end(0, `${process.stdout.isTTY ? "\n" : ""}Stopped.`));
try {
  await start();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  complain(error.message);
  process.exitCode = 1;
}

async function start() {
  const port = readPort(process.argv.slice(2), process.env);
  await ensureFree(port);
  await ensureDependencies();

  const problem = await migrate(state);
  if (problem !== null)
    return end(1, `${problem}\nThe embedded database could not be brought up to date.`);

  const origin = `http://localhost:${port}`;
  const log = createLog();
  void serve({ port, state, onEntry: log.take }).then((code) => {
    if (!ending)
      void end(
        1,
        [...log.held(), `The server ended by itself, with code ${code}.`].join("\n"),
      );
  });

  const token = await readToken();
  const trouble = await addDemoTarget({
    origin,
    token,
    call: log.unlogged(callPatiently),
  });
  if (ending) return;
  say(banner(origin, token));
  log.open();
  if (trouble !== null)
    log.take({
      kind: "problem",
      level: "warning",
      text: `No example was added: ${trouble}`,
    });
  stopTicker = startTicker(origin, (failure) =>
    log.take({ kind: "problem", level: "warning", text: `A tick failed: ${failure}` }),
  );
}

/**
 * @param {number} code
 * @param {string} words
 */
async function end(code, words) {
  ending = true;
  stopTicker();
  await stopPrograms();
  (code === 0 ? say : complain)(words);
  process.exit(code);
}

/**
 * Creates the log of what the server writes. Until `open` is called, the log holds lines
 * of no known kind, in case the server ends.
 */
function createLog() {
  /** @type {string[]} */
  const held = [];
  /** @type {string[]} Our own requests whose lines are still to come. */
  const own = [];
  let opened = false;

  /** @param {Entry} entry */
  const isOurs = (entry) => {
    if (entry.kind !== "request") return false;
    if (entry.path === "/demo" || entry.path.startsWith("/cdn-cgi/")) return true;
    const index = own.indexOf(`${entry.method} ${entry.path}`);
    if (index >= 0) own.splice(index, 1);
    return index >= 0;
  };
  return {
    /** @param {Entry} entry */
    take: (entry) => {
      if (ending || isOurs(entry)) return;
      if (!opened && entry.kind === "other") held.push(entry.text);
      else say(writeEntry(entry, new Date(), paint));
    },
    open: () => {
      opened = true;
    },
    held: () => (opened ? [] : held),
    /**
     * @param {typeof fetch} call
     * @returns {typeof fetch} Leaves no lines in the log.
     */
    unlogged: (call) => (input, init) => {
      own.push(`${init?.method ?? "GET"} ${new URL(String(input)).pathname}`);
      return call(input, init);
    },
  };
}

/**
 * Fetches, and tries again while nobody answers: the server is starting.
 *
 * @type {typeof fetch}
 */
async function callPatiently(input, init) {
  for (;;) {
    try {
      return await fetch(input, init);
    } catch {
      await sleep(100);
    }
  }
}

/** The token that wrangler gives the local Worker. */
async function readToken() {
  const variables = await readFile(join(root, ".dev.vars"), "utf8").catch(() => "");
  return /^API_TOKEN\s*=\s*["']?([^"'\s]+)/m.exec(variables)?.[1] ?? "dev";
}

/**
 * @param {string} origin
 * @param {string} token
 */
function banner(origin, token) {
  const curl = `curl ${origin}/api/targets -H 'Authorization: Bearer ${token}'`;
  const example = JSON.stringify({ url: `${origin}/health`, schedule: { every: "1m" } });
  return `
  ${paint.bold("junkai")} is making its rounds at ${paint.cyan(origin)}

  docs   ${origin}/docs
  token  ${token}

  ${paint.dim("# list the targets")}
  ${curl}

  ${paint.dim("# add one")}
  ${curl} \\
    -H 'Content-Type: application/json' -d '${example}'

  ${paint.dim("Ctrl-C stops it.")}
`;
}
