// Tests how the server of `npm start` is kept alive, in time that the test moves, and what
// is done with the folders that killed servers leave.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort } from "#test/fixtures/net/port.ts";
import { createLeftovers } from "../../scripts/leftovers.mjs";
import { keepAlive, watchAnswers } from "../../scripts/supervisor.mjs";

const root = join(import.meta.dirname, "../..");

/** Keeps a server alive that lives for so long each time, in seconds. */
async function keepAliveThrough(lives: { seconds: number; answered?: boolean }[]) {
  let now = 0;
  const said: string[] = [];
  const why = await keepAlive({
    live: async () => {
      const life = lives.shift();
      if (life === undefined) throw new Error("It was started once too often.");
      now += life.seconds * 1_000;
      return { why: "it ended with code 1", answered: life.answered ?? true };
    },
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
    onDeath: (words) => said.push(words.replace(/.*again in /, "")),
  });
  return { why, said };
}

describe("a server that is kept alive", () => {
  test("is given up after five deaths in a row, each new start a little later", async () => {
    const lives = Array.from({ length: 5 }, () => ({ seconds: 3 }));
    expect(await keepAliveThrough(lives)).toEqual({
      why: "The server ended 5 times in a row, at last because it ended with code 1.",
      said: ["0.5 s.", "1 s.", "2 s.", "4 s."],
    });
  });

  test("may die any number of times when it serves for a minute in between", async () => {
    const short = Array.from({ length: 4 }, () => ({ seconds: 3 }));
    const lives = [...short, { seconds: 60 }, ...short];
    const { said } = await keepAliveThrough(lives);
    expect(said.slice(4)).toEqual(["0.5 s.", "1 s.", "2 s.", "4 s."]);
  });

  test("that never answered is not started again", async () => {
    expect(await keepAliveThrough([{ seconds: 3, answered: false }])).toEqual({
      why: "The server did not start: it ended with code 1.",
      said: [],
    });
  });

  test("is up at its first answer, and stopped when it is silent for 30 seconds", async () => {
    let now = 0;
    const seen: string[] = [];
    await watchAnswers({
      ask: async () => {
        if (now < 2_000 || (now > 60_000 && now < 80_000) || now > 120_000)
          throw new Error("nobody answers");
      },
      ended: new AbortController().signal,
      now: () => now,
      wait: async (ms) => {
        now += ms;
      },
      onUp: () => seen.push(`up after ${now / 1_000} s`),
      onSilence: (words) => seen.push(`${words}, at ${now / 1_000} s`),
    });
    expect(seen).toEqual(["up after 2 s", "it did not answer for 30 s, at 147 s"]);
  });
});

describe("the folders that servers leave", () => {
  test("are noted before the server answers: a start may be killed by then", {
    timeout: 120_000,
  }, async () => {
    const state = await mkdtemp(join(tmpdir(), "junkai-e2e-"));
    const port = await freePort();
    const { PATH, HOME, TMPDIR } = process.env;
    const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
      env: { PATH, HOME, TMPDIR, PORT: String(port), JUNKAI_STATE: state },
      stdio: "ignore",
    });
    const exited = new Promise((resolve) => child.once("exit", resolve));
    onTestFinished(async () => {
      child.kill("SIGTERM");
      await exited;
      await rm(state, { recursive: true });
    });
    const note = join(root, ".wrangler/starts", String(child.pid));
    const notedAtFirstAnswer = async (): Promise<string | null> => {
      const answer = await fetch(`http://localhost:${port}/demo`).catch(() => null);
      if (answer === null) return null;
      return existsSync(note) ? readFileSync(note, "utf8") : "[]";
    };
    const noted = await vi.waitUntil(notedAtFirstAnswer, {
      timeout: 100_000,
      interval: 20,
    });
    expect(JSON.parse(noted)).not.toEqual([]);
  });

  /** No process has an id so large. */
  const dead = 2 ** 30;

  test("go when no living start noted them; other programs' folders stay", async () => {
    const folder = await mkdtemp(join(tmpdir(), "junkai-leftovers-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const tmp = join(folder, "tmp");
    const make = (name: string) => mkdir(join(tmp, name), { recursive: true });
    await make("dev-others");
    await make("dev-shared");
    // It started at the same time as the next, so neither can tell whose folder came.
    await createLeftovers(folder, process.ppid).note(["dev-others"]);
    await make("dev-dead");
    await createLeftovers(folder, dead).note(["dev-others"]);
    await make("dev-own");
    const own = createLeftovers(folder);
    await own.note(["dev-others", "dev-shared", "dev-dead"]);

    await own.remove();
    const left = ["dev-others", "dev-shared", "dev-dead", "dev-own"].filter((name) =>
      existsSync(join(tmp, name)),
    );
    expect(left).toEqual(["dev-others", "dev-shared"]);
  });
});
