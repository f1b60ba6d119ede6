// Writes the configuration of wrangler with its queues switched on, for `npm run
// start:queues`: wrangler.toml has them behind marks. Messages are served beside each other.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./tools.mjs";

/**
 * Takes the mark away from each line of the blocks that begin as `# [[queues.`. Such a
 * block ends with the first line that is no setting.
 *
 * @param {string} toml
 */
export function withQueues(toml) {
  let isInside = false;
  const lines = toml.split("\n").map((line) => {
    const begins = line.startsWith("# [[queues.");
    isInside = begins || (isInside && /^# \w+ = /.test(line));
    return isInside ? line.slice(2) : line;
  });
  return lines.join("\n");
}

/**
 * Has another entry serve the messages of local queues: what an invocation goes on with does
 * not keep the next message waiting.
 *
 * @param {string} toml
 */
const withMessagesBeside = (toml) =>
  toml.replace(
    /^main = .*$/m,
    `main = "scripts/local-worker.ts"
compatibility_flags = ["queue_consumer_no_wait_for_wait_until"]`,
  );

/** Gives the file's name. It stands beside wrangler.toml, whose paths it has. */
export async function writeQueuesConfig() {
  const file = join(root, "wrangler.queues.toml");
  const toml = await readFile(join(root, "wrangler.toml"), "utf8");
  await writeFile(file, withMessagesBeside(withQueues(toml)));
  return file;
}
