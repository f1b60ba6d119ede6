// Runs the Worker in processes of its own, with a database that outlives them, and kills
// them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#test/fixtures/net/port.ts";
import { descendantsOf } from "#test/fixtures/programs/processes.ts";

export type PingServer = Awaited<ReturnType<typeof startPingServer>>;

const script = join(import.meta.dirname, "serve.ts");
const root = join(import.meta.dirname, "../..");

export async function startPingServer(folder: string) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const log = createWriteStream(join(folder, "server.log"), { flags: "a" });
  let child = launch("new");

  function launch(...more: string[]): ChildProcess {
    const args = [script, String(port), join(folder, "state"), ...more];
    const started = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    return started;
  }

  const answers = async (): Promise<boolean> =>
    await fetch(`${origin}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ status }) => status > 0,
      () => false,
    );

  const kill = async (): Promise<void> => {
    const own = child.pid ?? 0;
    const gone = child.exitCode === null ? once(child, "exit") : null;
    // The runtime first: what it does ends where it stands.
    for (const pid of [...(await descendantsOf(own)), own]) killNow(pid);
    await gone;
  };

  return {
    origin,
    /** Waits until the server answers. */
    async beUp(): Promise<void> {
      while (!(await answers())) {
        if (child.exitCode !== null) throw new Error("the server has ended by itself");
        await sleep(100);
      }
    },
    /** Kills all of it with SIGKILL, and starts it again. */
    async killAndRestart(): Promise<void> {
      await kill();
      child = launch();
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
