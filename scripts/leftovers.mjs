// Removes the temporary folders that killed servers left in .wrangler/tmp. Each start
// notes which folders came while its server started. A folder goes when no start that
// noted it is alive: other programs' folders are left alone.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @param {string} folder The folder `.wrangler`.
 * @param {number} [own] The id of the process that starts the server.
 */
export function createLeftovers(folder, own = process.pid) {
  const tmp = join(folder, "tmp");
  const notes = join(folder, "starts");
  /** @param {number} pid */
  const noteOf = (pid) => join(notes, String(pid));

  return {
    /** Gives the names of the folders that are there. */
    list: () => readNames(tmp),

    /**
     * Notes the folders that were not there before this start's server.
     *
     * @param {string[]} before
     */
    async note(before) {
      const names = (await readNames(tmp)).filter((name) => !before.includes(name));
      await mkdir(notes, { recursive: true });
      await writeFile(noteOf(own), JSON.stringify(names));
    },

    /** Removes what dead starts left, and this start too: its server must not run. */
    async remove() {
      const starts = (await readNames(notes)).map(Number);
      const alive = starts.filter((pid) => pid !== own && isAlive(pid));
      const dead = starts.filter((pid) => !alive.includes(pid));
      const kept = new Set((await Promise.all(alive.map(readNote))).flat());
      for (const pid of dead) {
        const left = (await readNote(pid)).filter((name) => !kept.has(name));
        const paths = [...left.map((name) => join(tmp, name)), noteOf(pid)];
        await Promise.all(
          paths.map((path) => rm(path, { recursive: true, force: true })),
        );
      }
    },
  };

  /** @param {number} pid */
  async function readNote(pid) {
    const text = await readFile(noteOf(pid), "utf8").catch(() => "[]");
    return readList(text).filter((name) => /^[\w-]+$/.test(name));
  }
}

/**
 * @param {string} text
 * @returns {string[]} Nothing when the note was cut short.
 */
function readList(text) {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

/** @param {string} folder */
const readNames = (folder) => readdir(folder).catch(() => /** @type {string[]} */ ([]));

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled: it is alive.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
