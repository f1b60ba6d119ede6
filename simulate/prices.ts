// Lists what Cloudflare charges and allows, with the pages that say so, and what others
// charge. Copies of the pages were read on the day that stands here; prices change.

export const readOn = "2026-11-29";

/** Dollars for a million of something in a month, beyond so many that are included. */
export type Price = { included: number; perMillion: number };

const docs = "https://developers.cloudflare.com";

export const sources = {
  workers: `${docs}/workers/platform/pricing/`,
  workersLimits: `${docs}/workers/platform/limits/`,
  queues: `${docs}/queues/platform/pricing/`,
  queuesLimits: `${docs}/queues/platform/limits/`,
  d1: `${docs}/d1/platform/pricing/`,
  d1Limits: `${docs}/d1/platform/limits/`,
};

export const paid = {
  /** Dollars a month. */
  subscription: 5,
  requests: { included: 10e6, perMillion: 0.3 },
  cpuMs: { included: 30e6, perMillion: 0.02 },
  queueOperations: { included: 1e6, perMillion: 0.4 },
  rowsRead: { included: 25e9, perMillion: 0.001 },
  rowsWritten: { included: 50e6, perMillion: 1 },
  /** Gigabytes of 1,000,000,000 bytes, of all databases. */
  storage: { includedGb: 5, perGb: 0.75 },
  /** Of one invocation: as it is unless it is configured, up to five minutes. */
  invocationCpuMs: 30_000,
  /** Of one database. */
  databaseBytes: 10e9,
} as const;

/** Allowances of a day, but for what an invocation and a database have. */
export const free = {
  requests: 100_000,
  queueOperations: 10_000,
  rowsRead: 5e6,
  rowsWritten: 100_000,
  invocationCpuMs: 10,
  databaseBytes: 500e6,
} as const;

/** Invocations that a queue has at once. */
export const consumersOfQueue = 250;

/** A message is written, read and deleted: messages of up to 64 KB count once each. */
export const operationsPerMessage = 3;

/** Databases that a Worker can be bound to, about: a binding takes 150 bytes of 1 MB. */
export const databasesOfWorker = 5_000;

/** A service that makes checks, by its list prices. */
export type Alternative = {
  name: string;
  source: string;
  /** Plans in the order of their price, dollars a month. */
  plans: { name: string; monthly: number; targets: number }[];
};

/** Monitors that are checked once a minute, each from several regions. */
export const openstatus: Alternative = {
  name: "openstatus",
  source:
    "https://github.com/openstatusHQ/openstatus/blob/main/packages/db/src/schema/plan/config.ts",
  plans: [
    { name: "Starter", monthly: 30, targets: 20 },
    { name: "Pro", monthly: 100, targets: 50 },
  ],
};
