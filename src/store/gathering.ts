// Gathers statements that the requests of one isolate send at once into one batch. A
// database takes one call after the other, and a call costs it more than a statement does.
import type { SQL } from "drizzle-orm";
import type { Clock } from "#domain/time/clock.ts";
import type { Db } from "./db.ts";

/** Runs a statement, alone or beside those of other requests, and gives its rows. */
export type SendTogether = <Row>(query: SQL) => Promise<Row[]>;

type Place = {
  query: SQL;
  isSent: boolean;
  /** Calls the request whose place it is to send what waits. */
  turn: PromiseWithResolvers<void>;
  rows: PromiseWithResolvers<unknown[]>;
};

/** Statements of one batch: with what else a request sends, fewer than an invocation may. */
const mostTogether = 32;

/** Whoever waits longer for a batch to end sends by itself: its invocation may be gone. */
const patienceMs = 1_000;

/** Nobody knows what became of a statement whose batch has had no answer for so long. */
const answerMs = 10_000;

type Sender = {
  db: Db;
  clock: Clock;
  /** Has the invocation go on with work when its client has gone. */
  goOnWith: (work: Promise<unknown>) => void;
};

/**
 * Makes the gathering of an isolate. The first statement goes at once; those that come
 * before its answer go together when that is there. The first of them sends them, on its
 * own connection, and they share their fate.
 */
export function createGathering(): (sender: Sender) => SendTogether {
  const waiting: Place[] = [];
  let busyUntil = Number.NEGATIVE_INFINITY;

  async function sendWaiting({ db, clock }: Sender): Promise<void> {
    const group = waiting.splice(0, mostTogether);
    for (const place of group) place.isSent = true;
    const until = clock.now() + patienceMs;
    busyUntil = until;
    try {
      const results = await db.batch(group.map(({ query }) => query));
      for (const [i, { rows }] of group.entries()) rows.resolve(results[i] as unknown[]);
    } catch (error) {
      for (const { rows } of group) rows.reject(error);
    } finally {
      if (busyUntil === until) busyUntil = Number.NEGATIVE_INFINITY;
      waiting[0]?.turn.resolve();
    }
  }

  async function send(sender: Sender, query: SQL): Promise<unknown[]> {
    const { clock } = sender;
    const place = createPlace(query);
    waiting.push(place);
    if (clock.now() < busyUntil)
      await within(clock, patienceMs, place.turn, ({ resolve }) => resolve());
    while (!place.isSent) void sendWaiting(sender);
    return await within(clock, answerMs, place.rows, ({ reject }) =>
      reject(new Error("The database did not answer.")),
    );
  }

  return (sender) =>
    async <Row>(query: SQL) => {
      const sent = send(sender, query);
      // Statements of others may travel with it.
      sender.goOnWith(sent.catch(() => {}));
      return (await sent) as Row[];
    };
}

/** Sends each statement by itself. */
export const sendAlone =
  (db: Db): SendTogether =>
  (query) =>
    db.all(query);

function createPlace(query: SQL): Place {
  const place = {
    query,
    isSent: false,
    turn: Promise.withResolvers<void>(),
    rows: Promise.withResolvers<unknown[]>(),
  };
  // Who has it sent waits for the rows, no more for a turn.
  const endTurn = () => place.turn.resolve();
  place.rows.promise.then(endTurn, endTurn);
  return place;
}

/** Waits for a promise, and has `late` settle it when it takes longer. */
async function within<T>(
  clock: Clock,
  ms: number,
  awaited: PromiseWithResolvers<T>,
  late: (awaited: PromiseWithResolvers<T>) => void,
): Promise<T> {
  const callOff = clock.after(ms, () => late(awaited));
  try {
    return await awaited.promise;
  } finally {
    callOff();
  }
}
