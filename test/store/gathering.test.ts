// Checks that statements which come at once go together, each once, and that none waits
// for an invocation that is gone.
import { type SQL, sql } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Db } from "#store/db.ts";
import { createGathering } from "#store/gathering.ts";
import { createVirtualClock } from "#test/fixtures/virtual-clock.ts";

const numberOf = (query: SQL): unknown =>
  new SQLiteAsyncDialect().sqlToQuery(query).params[0];

/** A database that answers when told to, and notes the numbers of each batch. */
function createSlowDatabase() {
  const batches: { numbers: unknown[]; answer: () => void; fail: () => void }[] = [];
  const batch = (queries: readonly SQL[]) =>
    new Promise((resolve, reject) => {
      const numbers = queries.map(numberOf);
      batches.push({
        numbers,
        answer: () => resolve(numbers.map((number) => [{ number }])),
        fail: () => reject(new Error("down")),
      });
    });
  return { db: { batch } as unknown as Db, batches };
}

function gatherOn() {
  const clock = createVirtualClock();
  const { db, batches } = createSlowDatabase();
  const kept: Promise<unknown>[] = [];
  const send = createGathering()({ db, clock, goOnWith: (work) => kept.push(work) });
  const sendNumber = (number: number) => send<{ number: number }>(sql`SELECT ${number}`);
  const numbers = () => batches.map((one) => one.numbers);
  return { clock, batches, numbers, kept, sendNumber };
}

/** Lets everything go on that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("statements that come at once", () => {
  it("go at once when nothing is under way, and together else", async () => {
    const { batches, numbers, sendNumber } = gatherOn();
    const sent = upTo(4).map(sendNumber);
    await settle();
    expect(numbers()).toEqual([[0]]);
    batches[0]?.answer();
    await settle();
    expect(numbers()).toEqual([[0], [1, 2, 3]]);
    batches[1]?.answer();
    expect(await Promise.all(sent)).toEqual(upTo(4).map((number) => [{ number }]));
  });

  it("go in several batches when they are many", async () => {
    const { batches, numbers, sendNumber } = gatherOn();
    const sent = upTo(70).map(sendNumber);
    for (let i = 0; i < 4; i++) {
      await settle();
      batches[i]?.answer();
    }
    await Promise.all(sent);
    expect(numbers().map(({ length }) => length)).toEqual([1, 32, 32, 5]);
  });

  it("share their fate; those that come after do not", async () => {
    const { batches, sendNumber } = gatherOn();
    const sent = upTo(3).map((number) => sendNumber(number).catch(() => "failed"));
    await settle();
    batches[0]?.fail();
    await settle();
    batches[1]?.answer();
    expect(await Promise.all(sent)).toEqual(["failed", [{ number: 1 }], [{ number: 2 }]]);
  });

  it("are all gone on with when their clients leave", async () => {
    const { batches, kept, sendNumber } = gatherOn();
    for (const number of upTo(3)) void sendNumber(number);
    await settle();
    for (const { answer } of batches) answer();
    await settle();
    expect(kept).toHaveLength(3);
  });
});

describe("an invocation that is gone", () => {
  it("does not keep others waiting", async () => {
    const { clock, batches, numbers, sendNumber } = gatherOn();
    const lost = sendNumber(0).catch(String);
    const waiting = sendNumber(1);
    await settle();
    await clock.advanceBy(1_000);
    await settle();
    expect(numbers()).toEqual([[0], [1]]);
    batches[1]?.answer();
    expect(await waiting).toEqual([{ number: 1 }]);
    await clock.advanceBy(10_000);
    expect(await lost).toBe("Error: The database did not answer.");
  });
});

it("each goes once and has its own rows, whatever comes when and fails", async () => {
  const step = fc.constantFrom("send", "send", "send", "answer", "fail");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const { clock, batches, numbers, sendNumber } = gatherOn();
      const sent: Promise<unknown>[] = [];
      const failed = new Set<unknown>();
      const end = (how: "answer" | "fail") => {
        const next = batches[ended];
        if (next === undefined) return;
        ended++;
        next[how]();
        if (how === "fail") for (const number of next.numbers) failed.add(number);
      };
      let ended = 0;
      for (const one of steps) {
        if (one === "send") sent.push(sendNumber(sent.length).catch(() => "failed"));
        else end(one);
        await settle();
      }
      while (ended < batches.length) {
        end("answer");
        await settle();
      }
      const rows = await Promise.all(sent);
      expect(numbers().flat()).toEqual(upTo(sent.length));
      expect(rows).toEqual(
        upTo(sent.length).map((number) => (failed.has(number) ? "failed" : [{ number }])),
      );
      expect(clock.pending()).toBe(0);
    }),
    { numRuns: 100 },
  );
});
