// Finds the project's tools and says how to run them: with the Node that the dependencies
// bring, quietly and without the network.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url).href);
const modules = join(root, "node_modules");

const entries = {
  biome: "@biomejs/biome/bin/biome",
  tsc: "typescript/bin/tsc",
  vitest: "vitest/vitest.mjs",
  wrangler: "wrangler/bin/wrangler.js",
};

/**
 * @param {keyof typeof entries} name
 * @param {string[]} args
 * @returns {string[]} The command that runs a tool.
 */
export function toolCommand(name, args) {
  return [chooseNode(), join(modules, entries[name]), ...args];
}

/**
 * The Node to run tools with. Wrangler needs 22.12; the npm package `node` brings a newer
 * one than the user may have.
 */
function chooseNode() {
  const bundled = join(modules, "node", "bin", "node");
  if (existsSync(bundled)) return bundled;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  throw new Error(
    `The npm package "node" has no binary in node_modules (were install scripts off?), and Node ${process.versions.node} is too old for wrangler. Use Node 22.12 or newer.`,
  );
}

/**
 * @param {string} state The folder of wrangler's local state.
 * @returns {NodeJS.ProcessEnv} Our environment, with the bundled programs first and
 *   wrangler quiet and offline.
 */
export function toolEnv(state) {
  return {
    ...process.env,
    PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter),
    // No telemetry, no crash reports, and no banner, which would look for updates.
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
    // `request.cf` is made up instead of fetched.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    // No log files and no registry of running Workers in the home folder.
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_REGISTRY_PATH: join(state, "registry"),
    // Traces of every request, and a viewer for them, would cost the crawler time.
    X_LOCAL_OBSERVABILITY: "false",
    X_LOCAL_EXPLORER: "false",
  };
}
