// Runs the Worker in processes of its own, with a database that outlives them, and kills
// them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { freePort } from "#test/fixtures/net/port.ts";
import { descendantsOf } from "#test/fixtures/programs/processes.ts";

export type PingServer = Awaited<ReturnType<typeof startPingServer>>;

const script = join(import.meta.dirname, "serve.ts");
const root = join(import.meta.dirname, "../..");

export async function startPingServer(folder: string) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const log = createWriteStream(join(folder, "server.log"), { flags: "a" });
  /** Until the server is ready. */
  let readiness = Promise.resolve();
  let child = launch("new");

  function launch(...more: string[]): ChildProcess {
    const args = [script, String(port), join(folder, "state"), ...more];
    const started = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    readiness = new Promise((resolve, reject) => {
      started.stdout?.once("data", () => resolve());
      started.once("exit", () => reject(new Error("the server has ended by itself")));
    });
    // Whoever waits sees it: nobody may be waiting when it is killed.
    readiness.catch(() => {});
    return started;
  }

  const kill = async (): Promise<void> => {
    const own = child.pid ?? 0;
    const gone = child.exitCode === null ? once(child, "exit") : null;
    // The runtime first: what it does ends where it stands.
    for (const pid of [...(await descendantsOf(own)), own]) killNow(pid);
    await gone;
  };

  return {
    origin,
    /** Waits until the server is ready for pings. */
    beUp: async (): Promise<void> => await readiness,
    /** Kills all of it with SIGKILL while it is at work, and starts it again. */
    async killAndRestart(): Promise<void> {
      await kill();
      child = launch();
      await readiness;
    },
    close: async () => {
      await kill();
      log.end();
    },
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has gone by itself.
  }
}
