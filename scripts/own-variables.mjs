// Keeps the variables that a local deployment has of its own: the key that its secrets are
// sealed with, made on the first start, and where it is to be found.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes the variables into the state's folder, for the owner's eyes only.
 *
 * @param {string} state The folder of the local state.
 * @param {string} origin
 * @returns {Promise<string>} The file, in the form of .env.
 */
export async function keepOwnVariables(state, origin) {
  const file = join(state, "own.env");
  const key = (await readKey(file)) ?? randomBytes(32).toString("base64");
  await mkdir(state, { recursive: true });
  // Whoever dies while writing leaves the earlier file: nothing else has the key.
  const draft = `${file}.new`;
  await writeFile(draft, `ENCRYPTION_KEY=${key}\nPUBLIC_URL=${origin}\n`, {
    mode: 0o600,
  });
  await rename(draft, file);
  return file;
}

/** @param {string} file */
async function readKey(file) {
  const kept = await readFile(file, "utf8").catch((error) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return /^ENCRYPTION_KEY=(\S+)$/m.exec(kept)?.[1];
}
