// Names what was measured of rounds, and reads it. `npm run simulate -- measure` measures
// and writes it anew; times stay where the machine is much busier than before.
import figures from "./measured.json" with { type: "json" };

/** What one thing asks of the database: rows are counted, the time is a mean. */
export type DatabaseCost = { rowsRead: number; rowsWritten: number; ms: number };

export type Measured = {
  /** When, as YYYY-MM-DD. */
  on: string;
  /** How often this machine hashes 8 KB with SHA-256 in a second. */
  machineSpeed: number;
  database: {
    /** A tick that hands rounds over, without its look. */
    tick: DatabaseCost & { statements: number };
    /** A look of a tick: by itself, and more for each shard that is due. */
    tickLook: { base: DatabaseCost; each: DatabaseCost };
    /** A look of an invocation that has shards: by itself, and more for each of them. */
    look: { base: DatabaseCost; each: DatabaseCost };
    /** Claiming shards, each with its 40 targets. */
    claim: { base: DatabaseCost; each: DatabaseCost };
    /** Recording a round of 40 in which nothing is new. */
    record: DatabaseCost;
    /** What a round asks for more for each change of what steps read. */
    change: DatabaseCost;
    /** Sealing an hour of a target's runs and summing up its statistics. */
    sealing: DatabaseCost;
  };
  /** By how much the database grows for a run, in bytes, and what of it is kept how long. */
  bytesPerRun: { all: number; inDetail: number; byTheHour: number };
  /** ms of CPU time in JavaScript, in a warm isolate. */
  javaScript: { tick: number; tickPerShard: number; message: number; round: number };
  /** ms of CPU time of the whole runtime for a check on loopback, embedded database included. */
  runtimePerCheck: number;
};

export const measured: Measured = figures;
