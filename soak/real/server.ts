// Runs `npm start` on a folder and a port of its own, and kills it, or parts of it.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#test/fixtures/net/port.ts";
import { descendantsOf, programOf } from "#test/fixtures/programs/processes.ts";

export const victims = ["runtime", "wrangler", "start", "everything", "ticker"] as const;
export type Victim = (typeof victims)[number];

export type Server = Awaited<ReturnType<typeof startServer>>;

const script = join(import.meta.dirname, "../../scripts/start.mjs");

/** The part of a process's command line that says what it is. */
const commands = { runtime: "bin/workerd", wrangler: "wrangler-dist/cli.js" };

/** Long enough for a minute to begin. */
const silentTickerMs = 70_000;

export async function startServer(folder: string) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const log = createWriteStream(join(folder, "server.log"), { flags: "a" });
  let child = launch();

  function launch(): ChildProcess {
    const { PATH, HOME, TMPDIR } = process.env;
    const state = join(folder, "state");
    const started = spawn(process.execPath, [script], {
      env: { PATH, HOME, TMPDIR, PORT: String(port), JUNKAI_STATE: state },
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    return started;
  }

  const isOver = () => child.exitCode !== null || child.signalCode !== null;

  const answers = async (): Promise<boolean> => {
    const signal = AbortSignal.timeout(2_000);
    return await fetch(`${origin}/demo`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
  };

  return {
    origin,
    /** Waits until the server answers; starts it again where it was killed as a whole. */
    async beUp(): Promise<void> {
      while (!(await answers())) {
        if (isOver()) child = launch();
        await sleep(500);
      }
    },
    /** Kills with SIGKILL; the ticker is only stopped, so that a minute has no tick. */
    async kill(victim: Victim): Promise<void> {
      const own = child.pid ?? 0;
      if (victim === "ticker") {
        process.kill(own, "SIGSTOP");
        await sleep(silentTickerMs);
        return void process.kill(own, "SIGCONT");
      }
      if (victim === "start") killNow(own);
      else if (victim === "everything")
        [own, ...(await descendantsOf(own))].forEach(killNow);
      else killNow(await programOf(own, commands[victim]).catch(() => own));
    },
    async close(): Promise<void> {
      if (isOver()) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
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
