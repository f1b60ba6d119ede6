// Tests `npm start` as a user meets it: one command on a fresh database, and the crawler
// makes its rounds.

import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort, occupyPort } from "#test/fixtures/net/port.ts";
import { descendantsOf, isAlive, programOf } from "#test/fixtures/programs/processes.ts";
import {
  callApi,
  patienceMs,
  type Started,
  start,
} from "#test/fixtures/programs/start.ts";

/** Whoever starts junkai sees it at work this soon: its first target is due at once. */
const firstRoundMs = 10_000;

/** What the banner tells the user to type, as requests. */
function curlRequests(banner: string): Request[] {
  const commands = banner.match(/^ +curl (?:.*\\\n)*.*$/gm) ?? [];
  return commands.map((command) => {
    const words = [...command.matchAll(/'([^']*)'|[^\s\\]+/g)].map(
      ([word, quoted]) => quoted ?? word,
    );
    const after = (flag: string) =>
      words.flatMap((word, i) => (word === flag ? [words[i + 1] ?? ""] : []));
    const [body] = after("-d");
    const headers = after("-H").map((header) => header.split(": ") as [string, string]);
    return new Request(words[1] ?? "", {
      headers,
      ...(body !== undefined && { method: "POST", body }),
    });
  });
}

/** Where wrangler keeps what it bundled, and where starts note what is theirs there. */
const temporary = join(import.meta.dirname, "../../.wrangler/tmp");
const notes = join(import.meta.dirname, "../../.wrangler/starts");

async function foldersOf(pid: number | string): Promise<string[]> {
  const note = await readFile(join(notes, String(pid)), "utf8").catch(() => "[]");
  return JSON.parse(note);
}

async function foldersOfOthers(pid: number): Promise<string[]> {
  const starts = (await readdir(notes)).filter((name) => name !== String(pid));
  return (await Promise.all(starts.map(foldersOf))).flat();
}

describe("a server that was just started", () => {
  let started: Started;
  beforeAll(async () => {
    started = await start(await freePort());
    await started.sees(/Ctrl-C stops it/);
  }, patienceMs);
  afterAll(() => started.close());

  test("makes its first round within seconds, and the history shows it", {
    timeout: patienceMs,
  }, async () => {
    await started.sees(
      /^\d\d:\d\d:\d\d {2}round {3}shard 1 {2}[1-9]\d* ran {2}0 failed/m,
      firstRoundMs,
    );
    const answer = await fetch(`${started.origin}/api/targets/1/runs`, {
      headers: { authorization: "Bearer dev" },
    });
    const { items } = (await answer.json()) as { items: unknown[] };
    expect(answer.status).toBe(200);
    expect(items.length).toBeGreaterThan(0);
  });

  test("has a key and an address of its own, which nobody else may read", async () => {
    const file = join(started.state, "own.env");
    const { mode } = await stat(file);
    expect(mode & 0o777).toBe(0o600);
    expect((await readFile(file, "utf8")).split("\n")).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEY=[A-Za-z0-9+/]{43}=$/),
      `PUBLIC_URL=${started.origin}`,
      "",
    ]);
    expect(started.said()).not.toContain("own.env");
  });

  test("answers the curl lines that it prints", async () => {
    const [list, add, ...others] = curlRequests(started.said());
    if (!list || !add) throw new Error("The banner has fewer than two curl lines.");
    expect([list.method, add.method, others.length]).toEqual(["GET", "POST", 0]);

    const listed = await fetch(list);
    expect(await listed.json()).toMatchObject({
      items: [{ key: "demo", url: `${started.origin}/demo` }],
    });
    const added = await fetch(add);
    expect(added.status).toBe(201);
    expect(await added.json()).toMatchObject({ id: 2, schedule: { every: "1m" } });
  });

  test("crawls a site, and takes a POST without a body as any shell sends it", {
    timeout: patienceMs,
  }, async () => {
    const ask = async (method: string, path: string, document?: object) => {
      const answer = await fetch(`${started.origin}/api/targets${path}`, {
        method,
        headers: {
          authorization: "Bearer dev",
          ...(document && { "content-type": "application/json" }),
        },
        ...(document && { body: JSON.stringify(document) }),
      });
      return {
        status: answer.status,
        body: (await answer.json()) as Record<string, unknown>,
      };
    };
    const url = `${started.origin}/demo/site/1`;
    const schedule = { every: "1d", startAt: "2100-01-01T00:00:00Z" };
    const site = await ask("POST", "", {
      kind: "site",
      url,
      schedule,
      crawl: { delay: "0s" },
    });
    expect(site.status).toBe(201);
    const begun = await ask("POST", `/${site.body.id}/run`);
    expect([begun.status, begun.body.state]).toEqual([202, "running"]);
    await started.sees(/ {2}slice {3}.* {2}32 fetched .* {2}ended$/m);
    const { body } = await ask("GET", `/${site.body.id}/broken-links`);
    expect(body.items).toMatchObject([
      { page: { title: "House 15 of Junkai" }, status: 404 },
    ]);
  });

  test("serves each slot of a target of every five seconds from its creation on", {
    timeout: patienceMs,
  }, async () => {
    const url = `${started.origin}/demo?often`;
    const document = { url, schedule: { every: "5s" } };
    const { id } = await callApi<{ id: number }>(started, "/api/targets", document);
    const read = () => callApi<{ ran: number }>(started, `/api/targets/${id}/ledger`);
    // Longer than a request's invocation may go on in a deployment.
    const served = expect.poll(async () => (await read()).ran, { timeout: 90_000 });
    await served.toBeGreaterThanOrEqual(7);
    expect(await read()).toMatchObject({ late: 0, missed: 0, skipped: 0 });
  });

  test("serves the documentation where it says", async () => {
    const [, docs = ""] = /docs +(\S+)/.exec(started.said()) ?? [];
    expect((await fetch(docs)).status).toBe(200);
  });
});

describe("a server that is killed", () => {
  /**
   * A tick begins at once. The example's second slot is the first one of its grid that
   * comes 30 seconds or more after its first: within a minute.
   */
  const nextRoundMs = 70_000;
  const round = /^\d\d:\d\d:\d\d {2}round .* ran {2}0 failed/m;

  test("dies with `npm start`, whose next start takes the port and ticks at once", {
    timeout: patienceMs,
  }, async () => {
    const port = await freePort();
    const first = await start(port);
    onTestFinished(() => first.close());
    await first.sees(round);
    const programs = await descendantsOf(first.pid);
    const folders = await foldersOf(first.pid);

    process.kill(first.pid, "SIGKILL");
    await expect.poll(() => programs.filter(isAlive), { timeout: 5_000 }).toEqual([]);
    await first.exited;

    const second = await start(port, first.folder);
    onTestFinished(() => second.close());
    await second.sees(round, nextRoundMs);
    // What the killed start left is gone, unless another test's start noted it as well.
    const others = await foldersOfOthers(second.pid);
    const left = folders.filter((name) => existsSync(join(temporary, name)));
    expect(folders).not.toEqual([]);
    expect(left.filter((name) => !others.includes(name))).toEqual([]);
  });

  test("is started again on its port, and ticks at once", {
    timeout: 2 * patienceMs,
  }, async () => {
    const started = await start(await freePort());
    onTestFinished(() => started.close());
    // Killed between two rounds, the server holds no lease.
    await started.sees(round);
    for (const [file, why] of [
      ["bin/workerd", "the Workers runtime crashed"],
      ["wrangler/bin/wrangler.js", "it ended with code 137"],
    ] as const) {
      process.kill(await programOf(started.pid, file), "SIGKILL");
      const death = `The server ended: ${why}. It starts again in`;
      await started.sees(new RegExp(death));
      const afterDeath = () => started.said().slice(started.said().lastIndexOf(death));
      await expect.poll(afterDeath, { timeout: nextRoundMs }).toMatch(round);
      expect((await fetch(`${started.origin}/demo`)).status).toBe(200);
    }
  });
});

describe("the console", () => {
  test("says which port is taken and how to choose another, before anything starts", {
    timeout: patienceMs,
  }, async () => {
    const { port, release } = await occupyPort();
    onTestFinished(() => release());
    const started = await start(port);
    onTestFinished(() => started.close());
    expect(await started.exited).toBe(1);
    expect(started.said()).toBe(
      `Port ${port} is in use by another program. Choose one with \`npm start -- --port 9000\` or \`PORT=9000 npm start\`.\n`,
    );
    expect(existsSync(started.state)).toBe(false);
  });

  test("Ctrl-C ends everything that was started", { timeout: patienceMs }, async () => {
    const started = await start(await freePort());
    onTestFinished(() => started.close());
    await started.sees(/Ctrl-C stops it/);
    const programs = await descendantsOf(started.pid);
    // Wrangler's two processes, the bundler and the runtime.
    expect(programs.length).toBeGreaterThanOrEqual(4);

    started.interrupt();
    expect(await started.exited).toBe(0);
    expect(started.said()).toMatch(/\nStopped\.\n$/);
    expect(programs.filter(isAlive)).toEqual([]);
    await expect(fetch(started.origin)).rejects.toThrow();
  });
});
