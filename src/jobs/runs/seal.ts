// Runs the job that seals hours and folds days: an hour that is over becomes one row a
// target, a day that is over gets one summary.
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import { never } from "#domain/time/instants.ts";
import { doAlone, needsCare, setLostAside } from "#jobs/apart/careful.ts";
import { noteApart } from "#jobs/apart/note-apart.ts";
import { bringBackInstants } from "#jobs/bring-back-instants.ts";
import { cron, type Job, type JobContext, statementsLeftByJobs } from "#jobs/job.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { isOutage } from "#store/outage.ts";
import {
  daysAtOnce,
  dayThing,
  foldDay,
  foldDays,
  listFoldable,
  statementsToFold,
} from "#store/runs/folding.ts";
import {
  blockAt,
  listSealable,
  readSealable,
  type Sealable,
} from "#store/runs/sealable.ts";
import { sealBlocks } from "#store/runs/sealing.ts";

/** Bytes of blocks unpacked at a time, so that memory stays small. */
const bytesAtOnce = 250_000;

export const seal: Job = {
  name: "seal",
  description:
    "Packs each finished hour into one row a target, and sums up finished days.",
  schedule: cron("3,23,43 * * * *"),
  async run(context) {
    // At the latest this ends the silence that a clock far ahead has caused.
    await bringBackInstants(context.deps);
    const { blocks, rows, days, setAside } = needsCare(context.losses)
      ? await runCarefully(context)
      : await runUsual(context);
    return { blocks, rows, days, ...(setAside > 0 && { setAside }) };
  },
};

type Done = Sealed & { days: number };

async function runUsual({ deps }: JobContext): Promise<Done> {
  const sealed = await sealHours(deps);
  return { ...sealed, days: await fold(deps) };
}

/** Does the same one part and one day at a time, after runs that were lost. */
async function runCarefully(context: JobContext): Promise<Done> {
  const { deps } = context;
  const { db, clock } = deps;
  const total = { ...nothing(), days: 0 };
  total.setAside += await setLostAside(context);
  for (const place of await listSealable(db, clock.now(), piecesAtOnce)) {
    if (statementsLeft(deps) <= statementsForPiece) break;
    const sealOne = async () => {
      const before = { ...place, part: place.part - 1 };
      add(total, await sealSafely(deps, await readSealable(db, clock.now(), before, 1)));
    };
    await doAlone(context, blockAt(place), sealOne);
  }
  for (const day of await listFoldable(db, clock.now(), piecesAtOnce)) {
    if (statementsLeft(deps) <= statementsForPiece) break;
    total.days += await doAlone(context, dayThing(day), () =>
      foldDay(db, clock.now(), day),
    );
  }
  return total;
}

/** More than a run has statements for. */
const piecesAtOnce = 250;

/** A piece is marked, read, written and unmarked. */
const statementsForPiece = statementsToFold + 3;

const statementsLeft = ({ statements }: Deps): number =>
  statements.left() - statementsLeftByJobs;

/** `setAside` counts parts of blocks that could not be sealed. */
type Sealed = { blocks: number; rows: number; setAside: number };

const nothing = (): Sealed => ({ blocks: 0, rows: 0, setAside: 0 });

async function sealHours(deps: Deps): Promise<Sealed> {
  const { db, clock, settings } = deps;
  const total = nothing();
  let after = { shardId: 0, hour: 0, part: 0 };
  for (
    let left = settings.budget.sealedBytes;
    left > 0 && statementsLeft(deps) > statementsToFold;
  ) {
    const ready = await readSealable(db, clock.now(), after, Math.min(left, bytesAtOnce));
    const last = ready.at(-1);
    if (last === undefined) break;
    add(total, await sealSafely(deps, ready));
    after = last;
    left -= ready.reduce((sum, { size }) => sum + size, 0);
  }
  return total;
}

/**
 * Seals parts of blocks. A part that cannot be sealed does not hold up the others. A part
 * that was sealed, though the answer was lost, is not there to be sealed again.
 */
async function sealSafely(deps: Deps, blocks: readonly Sealable[]): Promise<Sealed> {
  try {
    const rows = await tryAgain(
      deps.clock,
      never,
      () => sealBlocks(deps.db, blocks, statementsLeft(deps) - statementsToFold),
      isOutage,
    );
    if (rows !== null) return { ...nothing(), blocks: blocks.length, rows };
    if (blocks.length > 1) return await sealOneByOne(deps, blocks);
    logNotSealed(deps, blocks, "it takes more statements than are left");
    return nothing();
  } catch (error) {
    if (blocks.length > 1) return await sealOneByOne(deps, blocks);
    return await leaveAlone(deps, blocks, messageOf(error));
  }
}

async function sealOneByOne(deps: Deps, blocks: readonly Sealable[]): Promise<Sealed> {
  const total = nothing();
  for (const one of blocks) add(total, await sealSafely(deps, [one]));
  return total;
}

/** Sets parts apart that cannot be sealed, until they are tried again. */
async function leaveAlone(
  deps: Deps,
  blocks: readonly Sealable[],
  problem: string,
): Promise<Sealed> {
  logNotSealed(deps, blocks, problem);
  const broken = blocks.map((block) => ({ ...blockAt(block), reason: problem }));
  await noteApart(deps, broken, []);
  return { ...nothing(), setAside: blocks.length };
}

function logNotSealed({ log }: Deps, blocks: readonly Sealable[], problem: string): void {
  for (const { shardId, hour, part } of blocks)
    log({ event: "block-not-sealed", shard: shardId, hour, part, problem });
}

function add(total: Sealed, { blocks, rows, setAside }: Sealed): void {
  total.blocks += blocks;
  total.rows += rows;
  total.setAside += setAside;
}

async function fold(deps: Deps): Promise<number> {
  let days = 0;
  for (
    let left = deps.settings.budget.foldedDays;
    left > 0 && statementsLeft(deps) >= statementsToFold;
  ) {
    const folded = await foldDays(deps.db, deps.clock.now(), Math.min(left, daysAtOnce));
    if (folded === 0) break;
    days += folded;
    left -= folded;
  }
  return days;
}
