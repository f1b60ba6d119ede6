// Holds costs for tests of the simulator: rows as they are counted, times in round figures.
import type { Measured } from "#simulate/measured.ts";

const nothing = { rowsRead: 0, rowsWritten: 0, ms: 0 };

export const theMeasured: Measured = {
  on: "2026-11-29",
  machineSpeed: 100_000,
  database: {
    tick: { rowsRead: 3, rowsWritten: 1, ms: 1, statements: 3 },
    tickLook: { base: nothing, each: { rowsRead: 1, rowsWritten: 0, ms: 0.005 } },
    look: { base: nothing, each: { rowsRead: 4, rowsWritten: 0, ms: 0.01 } },
    claim: { base: nothing, each: { rowsRead: 49, rowsWritten: 1, ms: 0.3 } },
    record: { rowsRead: 4, rowsWritten: 3, ms: 0.5 },
    change: { rowsRead: 2, rowsWritten: 4, ms: 0.1 },
    sealing: { rowsRead: 20, rowsWritten: 2, ms: 0.1 },
  },
  bytesPerRun: { all: 16, inDetail: 11, byTheHour: 5 },
  javaScript: { tick: 2, tickPerShard: 0.001, message: 2, round: 8 },
  runtimePerCheck: 0.4,
};
