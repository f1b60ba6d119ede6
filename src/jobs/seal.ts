// Turns finished hours from hot blocks into one row a target and hour.
import { sealBlocks } from "../store/sealing.ts";
import { cron, type Job } from "./job.ts";

/** Blocks unpacked at a time, so that memory and statements stay small. */
const blocksAtOnce = 10;
/** Statements kept back for the record of the run itself. */
const statementsToRecord = 5;

export const seal: Job = {
  name: "seal",
  description: "Packs each finished hour into one row a target.",
  schedule: cron("*/5 * * * *"),
  async run({ deps }) {
    const total = { blocks: 0, rows: 0 };
    const affordable = () =>
      deps.meter.statements + 2 * blocksAtOnce + statementsToRecord < deps.settings.budget.statements;
    while (affordable()) {
      const { blocks, rows } = await sealBlocks(deps.db, deps.clock.now(), blocksAtOnce);
      total.blocks += blocks;
      total.rows += rows;
      if (blocks < blocksAtOnce) break;
    }
    return total;
  },
};
