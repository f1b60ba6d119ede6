// Runs the job that seals hours and folds days: an hour that is over becomes one row a
// target, a day that is over gets one summary.
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import { bringBackInstants } from "#jobs/bring-back-instants.ts";
import { cron, type Job, statementsLeftByJobs } from "#jobs/job.ts";
import { daysAtOnce, foldDays, statementsToFold } from "#store/runs/folding.ts";
import { readSealable, type Sealable, sealBlocks } from "#store/runs/sealing.ts";

/** Bytes of blocks unpacked at a time, so that memory stays small. */
const bytesAtOnce = 250_000;

export const seal: Job = {
  name: "seal",
  description:
    "Packs each finished hour into one row a target, and sums up finished days.",
  schedule: cron("3,23,43 * * * *"),
  async run({ deps }) {
    // At the latest this ends the silence that a clock far ahead has caused.
    await bringBackInstants(deps);
    const { blocks, rows } = await sealHours(deps);
    return { blocks, rows, days: await fold(deps) };
  },
};

const statementsLeft = ({ statements }: Deps): number =>
  statements.left() - statementsLeftByJobs;

type Sealed = { blocks: number; rows: number };

async function sealHours(deps: Deps): Promise<Sealed> {
  const { db, clock, settings } = deps;
  const total = { blocks: 0, rows: 0 };
  let after = { shardId: 0, hour: 0 };
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

/** Seals blocks. A block that cannot be sealed does not hold up the others. */
async function sealSafely(deps: Deps, blocks: readonly Sealable[]): Promise<Sealed> {
  let problem = "it takes more statements than are left";
  try {
    const rows = await sealBlocks(
      deps.db,
      blocks,
      statementsLeft(deps) - statementsToFold,
    );
    if (rows !== null) return { blocks: blocks.length, rows };
  } catch (error) {
    problem = messageOf(error);
  }
  const total = { blocks: 0, rows: 0 };
  const [block, ...others] = blocks;
  if (others.length > 0)
    for (const one of blocks) add(total, await sealSafely(deps, [one]));
  else if (block)
    deps.log({
      event: "block-not-sealed",
      shard: block.shardId,
      hour: block.hour,
      problem,
    });
  return total;
}

function add(total: Sealed, { blocks, rows }: Sealed): void {
  total.blocks += blocks;
  total.rows += rows;
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
