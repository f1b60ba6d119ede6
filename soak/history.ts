// Reads what became of a target's slots, and the attempts of its runs, over the API.
import { servesSlot } from "#test/fixtures/history/triggers.ts";
import type { Fate } from "./account.ts";
import type { Attempt } from "./requests.ts";

export type History = { fates: Fate[]; attempts: Attempt[]; slots: number };

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
type Answered = any;

/** Asks the API for what is at a path. */
export type Read = (path: string) => Promise<{ body: Answered }>;

export async function readHistory(
  read: Read,
  id: number,
  from: number,
): Promise<History> {
  const window = new URLSearchParams({ from: new Date(from).toISOString() });
  const { body: ledger } = await read(`/targets/${id}/ledger?${window}`);
  const runs = await readRuns(read, id);
  const drops = ledger.drops.map(({ count, firstAt, lastAt }: Answered) => ({
    kind: "drop",
    firstAt: Date.parse(firstAt),
    lastAt: Date.parse(lastAt),
    count,
  }));
  const fates = runs
    .filter(servesSlot)
    .map(({ dueAt }): Fate => ({ kind: "run", dueAt: Date.parse(dueAt) }));
  const attempts = runs.flatMap(({ tries }) =>
    tries.map(({ startedAt, durationMs }: Answered) => ({
      startedAt: Date.parse(startedAt),
      durationMs,
    })),
  );
  return { fates: [...fates, ...drops], attempts, slots: ledger.slots };
}

async function readRuns(read: Read, id: number): Promise<Answered[]> {
  const runs: Answered[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: "500", ...(cursor && { cursor }) });
    const { body }: Answered = await read(`/targets/${id}/runs?${query}`);
    runs.push(...body.items);
    cursor = body.next;
  } while (cursor !== null);
  return runs;
}
