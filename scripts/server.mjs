// Runs `wrangler`: migrates the embedded database, and serves the Worker with readable
// output.
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createLineReader } from "./log-lines.mjs";
import { endOf, runProgram, startProgram, stopPrograms } from "./processes.mjs";
import { root, toolCommand, toolEnv } from "./tools.mjs";

/**
 * Brings the embedded database up to date.
 *
 * @param {string} state
 * @returns {Promise<string | null>} What wrangler said when that failed.
 */
export async function migrate(state) {
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", state];
  const { code, output } = await runProgram(toolCommand("wrangler", args), {
    cwd: root,
    env: toolEnv(state),
  });
  return code === 0 ? null : output.trim();
}

/** What wrangler says when workerd died. The proxy that it starts instead is deaf. */
const crashLine = /The Workers runtime crashed unexpectedly/;

/**
 * Serves the Worker until the program ends, or is stopped.
 *
 * @typedef {import("./log-lines.mjs").Entry} Entry
 * @typedef {{ port: number, state: string, variables: string, config: string | null }} Place
 *   `variables` is a file of variables; those of .dev.vars come before them. `config` is
 *   wrangler's configuration; null for wrangler.toml.
 * @param {Place & { onEntry: (entry: Entry) => void }} options
 */
export function serve({ onEntry, ...place }) {
  const { state } = place;
  const server = startProgram(serveCommand(place), {
    cwd: root,
    env: { ...toolEnv(state), NO_COLOR: "1" },
    output: "pipe",
  });
  /** @type {string | null} */
  let reason = null;
  /** @param {string} why */
  const stop = (why) => {
    reason ??= why;
    void stopPrograms(server.pid);
  };
  for (const stream of [server.stdout, server.stderr]) {
    if (!stream) continue;
    const readLine = createLineReader();
    createInterface({ input: stream }).on("line", (line) => {
      if (crashLine.test(line)) return stop("the Workers runtime crashed");
      const entry = readLine(line);
      if (entry) onEntry(entry);
    });
  }
  return {
    stop,
    /** Says why the server ended, once it did. */
    ended: endOf(server).then((code) => reason ?? `it ended with code ${code}`),
  };
}

/** @param {Place} options */
function serveCommand({ port, state, variables, config }) {
  const files = ["--env-file", variables, "--env-file", join(root, ".dev.vars")];
  const place = ["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  const output = ["--log-level", "log", "--show-interactive-dev-session=false"];
  return toolCommand("wrangler", [
    "dev",
    ...(config === null ? [] : ["--config", config]),
    ...place,
    "--persist-to",
    state,
    ...files,
    ...output,
  ]);
}
