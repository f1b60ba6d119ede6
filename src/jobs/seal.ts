// Turns finished hours from hot blocks into one row a target and hour, and finished days into one summary.
import { foldDays, sealBlocks } from "../store/sealing.ts";
import { cron, type Job } from "./job.ts";

/** Blocks unpacked at a time, so that memory stays small. */
const blocksAtOnce = 8;
const daysAtOnce = 250;
/** What sealing or folding so many takes at most, and what is kept back for the record of the run itself. */
const statementsAtOnce = 10;
const statementsToRecord = 5;

export const seal: Job = {
  name: "seal",
  description: "Packs each finished hour into one row a target, and sums up finished days.",
  schedule: cron("3,23,43 * * * *"),
  async run({ deps }) {
    const total = { blocks: 0, rows: 0, days: 0 };
    const affordable = () =>
      deps.meter.statements + statementsAtOnce + statementsToRecord < deps.settings.budget.statements;
    for (let sealed = Number.POSITIVE_INFINITY; sealed > 0 && affordable(); ) {
      const { blocks, rows } = await sealBlocks(deps.db, deps.clock.now(), blocksAtOnce);
      total.blocks += blocks;
      total.rows += rows;
      sealed = blocks;
    }
    for (let folded = daysAtOnce; folded >= daysAtOnce && affordable(); ) {
      folded = await foldDays(deps.db, deps.clock.now(), daysAtOnce);
      total.days += folded;
    }
    return total;
  },
};
