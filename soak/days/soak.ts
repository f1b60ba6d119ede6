// Soaks the rounds in simulated time: days pass in minutes, with a fault at every turn.
// Then holds the ledger against the schedules, and the hosts' requests against the runs.
import { followMessage } from "#jobs/sites/follow.ts";
import { accountFor, type Stretch } from "#soak/account.ts";
import { type Chance, createChance } from "#soak/chance.ts";
import { readToldChanges } from "#soak/changes.ts";
import { readHistory } from "#soak/history.ts";
import { explainRequests } from "#soak/requests.ts";
import type { Finding } from "#soak/table.ts";
import { type Answer, createWorld, type World } from "#test/fixtures/world.ts";
import { drawEvent, happen, type Tally, type Weather } from "./minutes.ts";
import { type DayTarget, makeDayTarget, retries } from "./targets.ts";

export type DaysOptions = { days: number; targets: number; seed: number };
export type DaysResult = { findings: Finding[]; tally: Tally };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const firstDay = Date.parse("2026-03-02T00:00:00Z");
/** Leases run out, and all that came due is served. */
const quietMinutes = 10;
/** Clocks step, and some are far ahead. */
const slackMs = 15 * minuteMs;

type Soaked = { target: DayTarget; id: number; stretch: Stretch };

export async function soakDays(options: DaysOptions): Promise<DaysResult> {
  const chance = createChance(options.seed);
  const weather: Weather = { failUntil: 0, stepMs: 0 };
  const seen = new Map<number, number[]>();
  const tally: Tally = {};
  const world = await createWorld({
    now: firstDay,
    vars: { API_LIMIT: { limit: async () => ({ success: true }) } },
    site: (url) => {
      const [, manner = "", number = "", rest] = url.pathname.split("/");
      // Crawls also ask for robots.txt, which is no target's page.
      if (number !== "" && rest === undefined)
        note(seen, Number(number), world.now() + weather.stepMs);
      return world.now() < weather.failUntil
        ? new Error("connection refused")
        : answerAs(manner, number, { chance, now: world.now() });
    },
  });
  const soaked = await addTargets(world, options.targets, chance);
  const until = firstDay + options.days * dayMs;
  let nextFollow = world.now();
  let nextWord = world.now() + dayMs / 4;
  while (world.now() < until) {
    const event = drawEvent(chance);
    tally[event] = (tally[event] ?? 0) + 1;
    await happen(world, event, { chance, weather });
    if (world.now() >= nextFollow) {
      nextFollow += 60 * minuteMs;
      await redeliver(world, soaked, chance);
    }
    forgetLogs(world);
    if (world.now() >= nextWord) {
      nextWord += dayMs / 4;
      console.log(`… ${new Date(world.now()).toISOString()} of the simulated time`);
    }
  }
  weather.failUntil = 0;
  const end = world.now() + Math.min(0, weather.stepMs);
  for (let i = 0; i < quietMinutes; i++) await happen(world, "tick", { chance, weather });
  const findings: Finding[] = [];
  for (const one of soaked) findings.push(await findingOf(world, one, { seen, end }));
  return { findings, tally };
}

function note(seen: Map<number, number[]>, number: number, at: number): void {
  const times = seen.get(number) ?? [];
  seen.set(number, times);
  times.push(at);
}

function answerAs(
  manner: string,
  number: string,
  { chance, now }: { chance: Chance; now: number },
): Answer {
  const body = `page ${number} of hour ${Math.floor(now / hourMs)}`;
  const page = { headers: { "content-type": "text/html" }, body };
  if (manner === "slow") return { ...page, afterMs: chance.between(100, 8_000) };
  if (manner === "failing" && chance.next() < 0.5) return { status: 500 };
  if (manner === "patient" && chance.next() < 0.05)
    return { status: 503, headers: { "retry-after": String(chance.between(2, 60)) } };
  if (manner !== "site") return page;
  const links = Array.from(
    { length: 6 },
    (_, i) => `<a href="/site/${number}/${i}">x</a>`,
  );
  return { ...page, body: links.join("") };
}

async function addTargets(
  world: World,
  count: number,
  chance: Chance,
): Promise<Soaked[]> {
  const soaked: Soaked[] = [];
  for (let number = 0; number < count; number++) {
    const target = makeDayTarget(number, world.now(), chance);
    const sentAt = world.now();
    const { status, body } = await world.call("POST", "/api/targets", target.document);
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    const always = Number.POSITIVE_INFINITY;
    const stretch = {
      possibleFrom: sentAt,
      dueFrom: world.now(),
      dueTo: always,
      possibleTo: always,
    };
    soaked.push({ target, id: body.id, stretch });
  }
  return soaked;
}

/** A queue may deliver a message twice, while a tick follows the same crawl. */
async function redeliver(
  world: World,
  soaked: readonly Soaked[],
  chance: Chance,
): Promise<void> {
  const sites = soaked.filter(({ target }) => target.kind === "site");
  if (sites.length === 0) return;
  const { id } = chance.oneOf(sites);
  const { body } = await world.call("GET", `/api/targets/${id}/crawls?limit=1`);
  const [crawl] = body.items;
  if (crawl === undefined) return;
  const deliver = () => void followMessage(world.newDeps(), crawl.id).catch(() => {});
  deliver();
  deliver();
}

/** Three days of lines would fill the memory. */
function forgetLogs(world: World): void {
  for (const list of [world.logs, world.requests, world.sent]) list.length = 0;
}

async function findingOf(
  world: World,
  { target, id, stretch }: Soaked,
  { seen, end }: { seen: Map<number, number[]>; end: number },
): Promise<Finding> {
  const read = (path: string) => world.call("GET", `/api${path}`);
  const history = await readHistory(read, id, firstDay);
  const requests = explainRequests(
    (seen.get(target.number) ?? []).filter((at) => at <= end),
    history.attempts,
    { mostRequests: 1 + retries, slackMs },
  );
  return {
    name: `${target.document.key} (${JSON.stringify(target.document.schedule)})`,
    account: accountFor(target.grid, [stretch], history.fates, end),
    requests: target.kind === "site" ? null : requests,
    told: await readToldChanges(read, id),
  };
}
