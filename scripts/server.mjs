// Runs `wrangler`: migrates the embedded database, and serves the Worker with readable
// output.
import { createInterface } from "node:readline";
import { createLineReader } from "./log-lines.mjs";
import { endOf, runProgram, startProgram } from "./processes.mjs";
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

/**
 * Serves the Worker until the program ends, or is ended.
 *
 * @typedef {import("./log-lines.mjs").Entry} Entry
 * @param {{ port: number, state: string, onEntry: (entry: Entry) => void }} options
 * @returns {Promise<number>} The exit code.
 */
export function serve({ port, state, onEntry }) {
  const args = [
    "dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--inspector-port",
    "0",
    "--persist-to",
    state,
  ];
  const output = ["--log-level", "log", "--show-interactive-dev-session=false"];
  const server = startProgram(toolCommand("wrangler", [...args, ...output]), {
    cwd: root,
    env: { ...toolEnv(state), NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [server.stdout, server.stderr]) {
    if (!stream) continue;
    const readLine = createLineReader();
    createInterface({ input: stream }).on("line", (line) => {
      const entry = readLine(line);
      if (entry) onEntry(entry);
    });
  }
  return endOf(server);
}
