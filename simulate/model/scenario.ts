// Describes what is simulated: how many targets, how fast they answer, how rounds are
// made, and what is assumed of the platform where nothing measured is at hand.

export type Assumptions = {
  /** How long a question to the database and its answer are on their way, ms. */
  databaseTripMs: number;
  /** What a call that writes takes more than was measured locally: D1 keeps it in several places. */
  databaseWriteMs: number;
  /** How much slower the database is than the one on this machine. */
  databaseSlowness: number;
  /** How long after its minute began a tick begins, ms. */
  tickLateMs: number;
  /** How long sending up to a hundred messages takes, ms. */
  sendMs: number;
  /** How long a message that waits for nothing is on its way, ms. */
  deliveryMs: number;
  /** Invocations that a queue has at once at most. */
  consumers: number;
  /** Which share of runs finds that what its steps read has changed. */
  changing: number;
  /** How unlike each other latencies are: sigma of their lognormal distribution. */
  spread: number;
};

/**
 * No page of the platform gives the times; these are rounded guesses. For writes the page
 * of limits says "several milliseconds".
 */
export const usualAssumptions: Assumptions = {
  databaseTripMs: 20,
  databaseWriteMs: 5,
  databaseSlowness: 1,
  tickLateMs: 500,
  sendMs: 50,
  deliveryMs: 200,
  consumers: 250,
  changing: 0,
  spread: 0.5,
};

export type Scenario = {
  plan: "free" | "paid";
  /** Each of them once a minute. No two are on the same host. */
  targets: number;
  /** The mean time that a host takes to answer. */
  latencyMs: number;
  isQueued: boolean;
  /** Minutes that are looked at, after the first one. */
  minutes: number;
  seed: number;
  assumptions: Assumptions;
};
