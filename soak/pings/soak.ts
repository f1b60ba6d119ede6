// Soaks the pings of heartbeats in real time: a thousand a second, while the server is
// killed again and again and clients give up. Then holds the ledger against what jobs told.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Chance, createChance } from "#soak/chance.ts";
import { createCall } from "#soak/real/api.ts";
import { accountForPings, type LedgerRun, type PingAccount } from "./account.ts";
import { type Job, playJob, type Tally } from "./job.ts";
import { createSender } from "./send-ping.ts";
import { type PingServer, startPingServer } from "./server.ts";

export type PingsOptions = {
  minutes: number;
  heartbeats: number;
  /** Pings a second of all heartbeats. */
  rate: number;
  seed: number;
};

/** Leases run out, and rounds take what came in. */
const quietMs = 150_000;

/** Gives whether no ping was lost or doubled. */
export async function soakPings(options: PingsOptions): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "junkai-pings-"));
  const server = await startPingServer(folder);
  let holds = false;
  try {
    holds = await soak(server, { ...options, folder });
    return holds;
  } finally {
    await server.close();
    if (holds) await rm(folder, { recursive: true, force: true });
    else console.log(`The server's log and database are in ${folder}.`);
  }
}

async function soak(
  server: PingServer,
  { folder, ...options }: PingsOptions & { folder: string },
): Promise<boolean> {
  const chance = createChance(options.seed);
  await server.beUp();
  const jobs = await makeHeartbeats(server, options.heartbeats);
  const tally: Tally = { sent: 0, answered: 0, unanswered: 0, refused: 0 };
  const up = await ping(server, jobs, { ...options, chance, tally });
  await server.beUp();
  await sleep(quietMs);
  const accounts = [];
  for (const job of jobs) accounts.push(await accountOf(server, job));
  const holds = printAccount(options, { tally, up, accounts });
  if (!holds)
    await writeFile(join(folder, "accounts.json"), JSON.stringify(accounts, null, 1));
  return holds;
}

async function makeHeartbeats(server: PingServer, count: number): Promise<Job[]> {
  const call = createCall(server.origin);
  const jobs: Job[] = [];
  for (let number = 0; number < count; number++) {
    const { body } = await call("PUT", `/targets/by-key/job-${number}`, {
      kind: "heartbeat",
      name: `Job ${number}`,
      schedule: { every: number % 2 === 0 ? "1h" : "1m" },
    });
    jobs.push({ number, pingUrl: body.pingUrl, told: [] });
  }
  return jobs;
}

type Pinging = PingsOptions & { chance: Chance; tally: Tally };

/** Gives for how long the server was up, and how often it was killed. */
async function ping(server: PingServer, jobs: readonly Job[], pinging: Pinging) {
  const { chance, tally } = pinging;
  const sender = createSender();
  const startedAt = Date.now();
  const until = startedAt + pinging.minutes * 60_000;
  const isOver = () => Date.now() >= until;
  let id = 0;
  const around = {
    sender,
    chance,
    tally,
    everyMs: (pinging.heartbeats / pinging.rate) * 1_000,
    beUp: server.beUp,
    nextId: () => ++id,
    isOver,
  };
  const [{ kills, downMs }] = await Promise.all([
    killNowAndThen(server, chance, isOver),
    tellProgress(tally, isOver),
    ...jobs.map((job) => playJob(job, around)),
  ]);
  sender.close();
  return { kills, upMs: Date.now() - startedAt - downMs };
}

async function killNowAndThen(server: PingServer, chance: Chance, isOver: () => boolean) {
  let [kills, downMs] = [0, 0];
  for (;;) {
    await sleep(chance.between(15_000, 40_000));
    if (isOver()) return { kills, downMs };
    const killedAt = Date.now();
    await server.killAndRestart();
    kills++;
    const silentMs = Date.now() - killedAt;
    downMs += silentMs;
    const silence = (silentMs / 1_000).toFixed(1);
    console.log(`${new Date().toISOString()}  killed; up after ${silence} s`);
  }
}

async function tellProgress(tally: Tally, isOver: () => boolean): Promise<void> {
  let before = 0;
  while (!isOver()) {
    await sleep(10_000);
    const rate = (tally.answered - before) / 10;
    before = tally.answered;
    console.log(
      `${new Date().toISOString()}  ${rate} pings a second; ${JSON.stringify(tally)}`,
    );
  }
}

type Account = PingAccount & {
  job: number;
  slots: { all: number; accounted: number; missed: number };
};

async function accountOf(server: PingServer, job: Job): Promise<Account> {
  const path = `${server.origin}/api/targets/job-${job.number}`;
  const ask = async (rest: string): Promise<string> => {
    const answer = await fetch(`${path}${rest}`, {
      headers: {
        authorization: "Bearer dev",
        "cf-connecting-ip": `10.8.${job.number >> 8}.${job.number & 255}`,
      },
    });
    if (!answer.ok) throw new Error(`${path}${rest} answered ${answer.status}`);
    return await answer.text();
  };
  const lines = (await ask("/runs.ndjson")).split("\n").filter((line) => line !== "");
  const runs = lines.map((line): LedgerRun => {
    const { reading } = JSON.parse(line);
    return { id: reading?.numbers.id ?? null };
  });
  const { slots, ran, late, skipped, missed } = JSON.parse(await ask("/ledger"));
  return {
    job: job.number,
    ...accountForPings(job.told, runs),
    slots: { all: slots, accounted: ran + late + skipped + missed, missed },
  };
}

type Found = {
  tally: Tally;
  up: { kills: number; upMs: number };
  accounts: readonly Account[];
};

/** Prints the sums, and each fault by its job. Gives whether there is none. */
function printAccount(
  { minutes, heartbeats }: PingsOptions,
  { tally, up, accounts }: Found,
): boolean {
  const sum = (count: (account: Account) => number) =>
    accounts.reduce((total, account) => total + count(account), 0);
  const table = {
    heartbeats,
    kills: up.kills,
    "pings sent": tally.sent,
    "pings answered with 200": tally.answered,
    "pings a second while up": Math.round((tally.answered / up.upMs) * 1_000),
    "pings without an answer": tally.unanswered,
    "pings refused (429, 5xx)": tally.refused,
    "runs told": sum(({ told }) => told),
    "runs whose end was answered": sum(({ answered }) => answered),
    "runs in the ledger": sum(({ inLedger }) => inLedger),
    lost: sum(({ lost }) => lost.length),
    doubled: sum(({ doubled }) => doubled.length),
    unexplained: sum(({ unexplained }) => unexplained.length),
    "without a number": sum(({ unnamed }) => unnamed),
    slots: sum(({ slots }) => slots.all),
    "slots accounted": sum(({ slots }) => slots.accounted),
    "slots missed": sum(({ slots }) => slots.missed),
  };
  const lines = Object.entries(table).map(
    ([what, count]) => `  ${what.padEnd(28)}${count.toLocaleString("en").padStart(12)}`,
  );
  console.log([`\n${minutes} minutes of pings`, ...lines].join("\n"));
  const faulty = accounts.filter(isFaulty);
  for (const { job, lost, doubled, unexplained, unnamed } of faulty)
    console.log(`job-${job}: ${JSON.stringify({ lost, doubled, unexplained, unnamed })}`);
  return faulty.length === 0;
}

const isFaulty = ({ lost, doubled, unexplained, unnamed, slots }: Account): boolean =>
  lost.length + doubled.length + unexplained.length + unnamed > 0 ||
  slots.all !== slots.accounted;
