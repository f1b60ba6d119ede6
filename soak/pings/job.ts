// Plays a job that runs elsewhere and reports its runs: by start and end with a rid, by an
// end alone, two runs at once. Repeats what was not answered, as curl and runitor do.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Chance } from "#soak/chance.ts";
import type { ToldRun } from "./account.ts";
import type { Sender } from "./send-ping.ts";

export type Tally = {
  sent: number;
  answered: number;
  /** Pings that had no answer, by their own will or because the server was gone. */
  unanswered: number;
  refused: number;
};

export type Job = {
  number: number;
  pingUrl: string;
  told: ToldRun[];
};

type Around = {
  sender: Sender;
  chance: Chance;
  tally: Tally;
  /** Waits until the server is there. */
  beUp: () => Promise<void>;
  /** Between two pings of the job. */
  everyMs: number;
  /** Counts the runs of all jobs. */
  nextId: () => number;
  isOver: () => boolean;
};

/** How many of a hundred pings are given up, within so many ms. */
const givenUp = 3;
const soonMs = 15;
/** Between two tries of one ping. */
const againMs = 500;

/** Reports runs until it is over, and ends those that it began. */
export async function playJob(job: Job, around: Around): Promise<void> {
  const { chance, everyMs, isOver, nextId } = around;
  let dueAt = Date.now() + chance.below(everyMs);
  const send = async (path: string, body: string, isRepeated = true) => {
    await sleep(Math.max(0, dueAt - Date.now()));
    const isAnswered = await ping(job, around, { path, body, isRepeated });
    dueAt = Math.max(dueAt + everyMs, Date.now());
    return isAnswered;
  };
  const begin = async () => {
    const rid = randomUUID();
    await send(`/start?rid=${rid}`, "");
    return { id: nextId(), rid };
  };
  const end = async ({ id, rid }: { id: number; rid: string }) => {
    const run = { id, isAnswered: false };
    job.told.push(run);
    const status = chance.next() < 0.1 ? `/${1 + chance.below(255)}` : "";
    run.isAnswered = await send(`${status}?rid=${rid}`, `id=${id}`);
  };
  while (!isOver()) {
    const manner = chance.below(10);
    if (manner === 0) {
      // Nobody could tell a repeat from another run.
      const run = { id: nextId(), isAnswered: false };
      job.told.push(run);
      run.isAnswered = await send("", `id=${run.id}`, false);
    } else if (manner === 1) {
      await end({ id: nextId(), rid: randomUUID() });
    } else if (manner === 2) {
      const runs = [await begin(), await begin()];
      for (const run of runs) await end(run);
    } else await end(await begin());
  }
}

/** Gives whether it was answered; always true for what is repeated until it is. */
async function ping(
  { number, pingUrl }: Job,
  { sender, chance, tally, beUp }: Around,
  { path, body, isRepeated }: { path: string; body: string; isRepeated: boolean },
): Promise<boolean> {
  const from = `10.9.${number >> 8}.${number & 255}`;
  for (;;) {
    await beUp();
    tally.sent++;
    const giveUpMs = chance.below(100) < givenUp ? chance.below(soonMs) : null;
    const status = await sender.send({ url: `${pingUrl}${path}`, body, from, giveUpMs });
    if (status === 200) tally.answered++;
    else if (status === null) tally.unanswered++;
    else if (status === 429 || status >= 500) tally.refused++;
    else throw new Error(`${pingUrl}${path} answered ${status}`);
    if (status === 200 || !isRepeated) return status === 200;
    await sleep(againMs);
  }
}
