// Soaks the whole program in real time: a server that is killed again and again, hosts
// that misbehave, users who change things meanwhile. Then holds the ledger against the
// schedules, and the hosts' requests against the runs.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { accountFor } from "#soak/account.ts";
import { type Chance, createChance } from "#soak/chance.ts";
import { type History, type Read, readHistory } from "#soak/history.ts";
import { explainRequests } from "#soak/requests.ts";
import { type Finding, isFaulty, printFindings } from "#soak/table.ts";
import { createCall } from "./api.ts";
import { type Booked, type Books, createBooks } from "./books.ts";
import { type Hosts, startHosts } from "./hosts.ts";
import { type Server, startServer, victims } from "./server.ts";
import { makeTarget, retries } from "./targets.ts";

export type RealOptions = { minutes: number; targets: number; seed: number };

/** Leases run out, what came due is served, and each target runs once more. */
const quietMs = 180_000;
/** A Worker's clock stands still between one I/O and the next. */
const slackMs = 2_000;

/** Gives whether the ledger holds. */
export async function soakInRealTime(options: RealOptions): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "junkai-soak-"));
  const hosts = await startHosts(createChance(options.seed));
  const server = await startServer(folder);
  let holds = false;
  try {
    holds = await soak(server, hosts, { ...options, folder });
    return holds;
  } finally {
    await server.close();
    hosts.close();
    if (holds) await rm(folder, { recursive: true, force: true });
    else console.log(`The server's log and database are in ${folder}.`);
  }
}

async function soak(
  server: Server,
  hosts: Hosts,
  options: RealOptions & { folder: string },
): Promise<boolean> {
  const chance = createChance(options.seed);
  const startedAt = Date.now();
  const until = startedAt + options.minutes * 60_000;
  const books = createBooks(createCall(server.origin));
  await server.beUp();
  for (let number = 0; number < options.targets; number++)
    await books.put(makeTarget(number, hosts, chance));
  const isOver = () => Date.now() >= until;
  await Promise.all([
    killNowAndThen(server, hosts, { chance, isOver }),
    addTicks(server, chance, isOver),
    changeThings(books, { hosts, chance, isOver }),
    tellProgress(books, hosts, isOver),
  ]);
  await server.beUp();
  const end = Date.now();
  await books.resumeAll();
  await sleep(quietMs);

  const call = createCall(server.origin);
  const read: Read = (path) => call("GET", path);
  const findings: Finding[] = [];
  for (const one of books.booked.values()) {
    const history = await readHistory(read, one.id, startedAt);
    const seen = hosts.seenOf(one.target.number);
    const finding = findingOf(one, { history, seen, end });
    findings.push(finding);
    if (isFaulty(finding))
      await keep(options.folder, one.target.key, {
        ...one,
        ...finding,
        ...history,
        seen,
      });
  }
  return printFindings(`${options.minutes} minutes of real time`, findings);
}

/** Keeps what is known of a target that has a fault. */
const keep = async (folder: string, name: string, evidence: object): Promise<void> =>
  await writeFile(join(folder, `${name}.json`), JSON.stringify(evidence, null, 1));

type Seen = {
  history: History;
  seen: readonly number[];
  end: number;
};

function findingOf({ target, stretches }: Booked, { history, seen, end }: Seen): Finding {
  const untilEnd = seen.filter((at) => at <= end);
  return {
    name: `${target.key} (${JSON.stringify(target.document.schedule)})`,
    account: accountFor(target.grid, stretches, history.fates, end),
    // A crawl of a site tells of lost slices, not of each request.
    requests:
      target.kind === "site"
        ? null
        : explainRequests(untilEnd, history.attempts, {
            mostRequests: 1 + retries,
            slackMs,
          }),
  };
}

async function killNowAndThen(
  server: Server,
  hosts: Hosts,
  { chance, isOver }: { chance: Chance; isOver: () => boolean },
): Promise<void> {
  for (;;) {
    await sleep(chance.between(15_000, 90_000));
    if (isOver()) return;
    const victim = chance.oneOf(victims);
    console.log(`${new Date().toISOString()}  kill: ${victim}`);
    await server.kill(victim);
    const killedAt = Date.now();
    // The last requests of the killed process are under way.
    await sleep(200);
    const before = hosts.total();
    await server.beUp();
    while (hosts.total() === before) await sleep(100);
    const silence = ((Date.now() - killedAt) / 1_000).toFixed(1);
    console.log(`${new Date().toISOString()}  the next request came after ${silence} s`);
  }
}

/** Triggers come twice now and then. */
async function addTicks(
  server: Server,
  chance: Chance,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await sleep(chance.between(20_000, 90_000));
    void fetch(`${server.origin}/cdn-cgi/handler/scheduled`).catch(() => {});
  }
}

async function changeThings(
  books: Books,
  { hosts, chance, isOver }: { hosts: Hosts; chance: Chance; isOver: () => boolean },
): Promise<void> {
  let next = books.booked.size;
  while (!isOver()) {
    await sleep(chance.between(2_000, 8_000));
    const one = chance.oneOf([...books.booked.values()]);
    if (!books.isOn(one)) await books.resume(one);
    else if (chance.next() < 0.4) await books.put(one.target);
    else if (chance.next() < 0.6) await books.pause(one);
    else {
      await books.remove(one);
      await books.put(makeTarget(next++, hosts, chance));
    }
  }
}

async function tellProgress(
  books: Books,
  hosts: Hosts,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await sleep(60_000);
    const at = new Date().toISOString();
    console.log(`${at}  ${books.booked.size} targets, ${hosts.total()} requests`);
  }
}
