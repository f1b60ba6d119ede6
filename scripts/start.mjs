// Starts everything on this machine (`npm start`): installs what is missing, brings the
// embedded database up to date, serves the Worker, plays the part of its cron trigger, and
// starts the server again when it dies.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addDemoTarget } from "./demo-target.mjs";
import { ensureDependencies } from "./install.mjs";
import { createLeftovers } from "./leftovers.mjs";
import { writeEntry } from "./log-lines.mjs";
import { askLoginLink } from "./login-link.mjs";
import { keepOwnVariables } from "./own-variables.mjs";
import { ensureFree, readPort, UsageError } from "./port.mjs";
import { onStopSignal, stopPrograms } from "./processes.mjs";
import { writeQueuesConfig } from "./queues-config.mjs";
import { migrate, serve } from "./server.mjs";
import { keepAlive, watchAnswers } from "./supervisor.mjs";
import { complain, paint, say } from "./terminal.mjs";
import { startTicker } from "./ticker.mjs";
import { root } from "./tools.mjs";

/** @typedef {import("./log-lines.mjs").Entry} Entry */

const state = resolve(process.env.JUNKAI_STATE || join(root, ".wrangler", "state"));
const leftovers = createLeftovers(join(root, ".wrangler"));

/** Makes rounds and goes on with crawls through local queues. */
const queuesSwitch = "--queues";

/** How often a start notes which folders its server made. */
const noteEveryMs = 100;

/** Ends the ticker, when there is one. */
let stopTicker = () => {};
let ending = false;
let isWelcomed = false;
/** @type {Promise<never>} For those who are not to go on, because the process is about to end. */
const forever = new Promise(() => {});

onStopSignal(() => void end(0, `${process.stdout.isTTY ? "\n" : ""}Stopped.`));
try {
  await start();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  complain(error.message);
  process.exitCode = 1;
}

async function start() {
  const given = process.argv.slice(2);
  const port = readPort(
    given.filter((one) => one !== queuesSwitch),
    process.env,
  );
  await ensureFree(port);
  await ensureDependencies();

  await leftovers.remove();
  const problem = await migrate(state);
  if (problem !== null)
    return end(1, `${problem}\nThe embedded database could not be brought up to date.`);

  const variables = await keepOwnVariables(state, originAt(port));
  const config = given.includes(queuesSwitch) ? await writeQueuesConfig() : null;
  const log = createLog();
  const why = await keepAlive({
    live: () => live({ port, variables, config, log }),
    now: Date.now,
    wait: sleep,
    onDeath: log.warn,
  });
  await end(1, [...log.held(), why].join("\n"));
}

/** @param {number} port */
function originAt(port) {
  return `http://localhost:${port}`;
}

/**
 * One life of the server and its ticks, from its start to its end.
 *
 * @param {{ port: number, variables: string, config: string | null,
 *   log: ReturnType<typeof createLog> }} options
 */
async function live({ port, variables, config, log }) {
  const origin = originAt(port);
  log.hold();
  const foldersBefore = await leftovers.list();
  if (ending) return forever;
  const server = serve({ port, state, variables, config, onEntry: log.take });
  const over = new AbortController();
  let answered = false;
  // Whoever kills us before the server answers leaves its folders behind as well. The
  // server holds requests while it builds, so this does not wait for an answer.
  const noteFolders = async () => {
    while (!answered && !over.signal.aborted) {
      await leftovers.note(foldersBefore);
      await sleep(noteEveryMs);
    }
  };
  void noteFolders();
  void watchAnswers({
    ask: (signal) => fetch(`${origin}/demo`, { signal }),
    ended: over.signal,
    now: Date.now,
    wait: sleep,
    onUp: async () => {
      answered = true;
      // The example is there before the first tick looks for work.
      await welcome(origin, log);
      log.open();
      if (ending || over.signal.aborted) return;
      stopTicker = startTicker(origin, (failure) =>
        log.warn(`A tick failed: ${failure}`),
      );
    },
    onSilence: server.stop,
  });
  const why = await server.ended;
  over.abort();
  stopTicker();
  // Whoever asked us to end says so, and nothing is started again.
  if (ending) return forever;
  await leftovers.remove();
  return { why, answered };
}

/**
 * Tells the user where everything is, once, and adds the example to an empty database.
 *
 * @param {string} origin
 * @param {ReturnType<typeof createLog>} log
 */
async function welcome(origin, log) {
  if (isWelcomed) return;
  isWelcomed = true;
  const token = await readToken();
  const call = log.unlogged(fetch);
  const trouble = await addDemoTarget({ origin, token, call }).catch(String);
  const link = await askLoginLink({ origin, token, call });
  if (ending) return;
  say(banner(origin, token, link));
  if (trouble !== null) log.warn(`No example was added: ${trouble}`);
}

/**
 * @param {number} code
 * @param {string} words
 */
async function end(code, words) {
  ending = true;
  stopTicker();
  await stopPrograms();
  await leftovers.remove();
  (code === 0 ? say : complain)(words);
  process.exit(code);
}

/**
 * Creates the log of what the server writes. From `hold` to `open` the log holds lines of
 * no known kind, in case the server ends.
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
  /** @param {Entry} entry */
  const take = (entry) => {
    if (ending || isOurs(entry)) return;
    if (!opened && entry.kind === "other") held.push(entry.text);
    else say(writeEntry(entry, new Date(), paint));
  };
  return {
    take,
    /** @param {string} text */
    warn: (text) => take({ kind: "problem", level: "warning", text }),
    hold: () => {
      held.length = 0;
      opened = false;
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
      const { pathname, search } = new URL(String(input));
      own.push(`${init?.method ?? "GET"} ${pathname}${search}`);
      return call(input, init);
    },
  };
}

/** The token that wrangler gives the local Worker. */
async function readToken() {
  const variables = await readFile(join(root, ".dev.vars"), "utf8").catch(() => "");
  return /^API_TOKEN\s*=\s*["']?([^"'\s]+)/m.exec(variables)?.[1] ?? "dev";
}

/**
 * @param {string} origin
 * @param {string} token
 * @param {string} link Logs a browser in, once.
 */
function banner(origin, token, link) {
  const curl = `curl ${origin}/api/targets -H 'Authorization: Bearer ${token}'`;
  const example = JSON.stringify({ url: `${origin}/health`, schedule: { every: "1m" } });
  return `
  ${paint.bold("junkai")} is making its rounds. See it, logged in with one click:

  ${paint.cyan(link)}

  page   ${origin}
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
