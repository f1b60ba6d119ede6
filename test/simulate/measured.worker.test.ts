// Tests that rounds still ask of the database what the simulator was told when it was
// measured. Measure anew with `npm run simulate -- measure`.
import { describe, expect, it } from "vitest";
import { measured } from "#simulate/measured.ts";
import type { DatabaseCall } from "#simulate/measuring/metered-database.ts";
import worker, { type Command, type Invocation } from "#simulate/measuring/worker.ts";
import { bindings, plainDatabase } from "#test/fixtures/bindings.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");

async function perform<T>(command: Command): Promise<T> {
  const request = new Request<unknown, IncomingRequestCfProperties>("http://simulate/", {
    method: "POST",
    body: JSON.stringify(command),
  });
  return (await (
    await worker.fetch(request, { ...bindings, DB: plainDatabase })
  ).json()) as T;
}

const invoke = (invocation: Partial<Invocation>) =>
  perform<DatabaseCall[]>({
    ...{ do: "invoke", plan: "paid", isQueued: true, now: noon },
    ...invocation,
  });

const rows = ({ rowsRead, rowsWritten }: { rowsRead: number; rowsWritten: number }) => ({
  rowsRead,
  rowsWritten,
});

describe("what was measured of rounds", () => {
  it("is what a message of four shards asks for", async () => {
    const seeding = { count: 160, site: "http://site.example", dueAt: 0 };
    await perform({ do: "seed", ...seeding, anchorAt: noon - 3_600_000 });
    const shards = [1, 2, 3, 4];
    await invoke({ shards });
    const calls = await invoke({ shards, now: noon + 60_000 });
    const { look, claim, record } = measured.database;
    const [looked, claimed, ...others] = calls.map(rows);
    const four = ({ base, each }: typeof look) => ({
      rowsRead: base.rowsRead + 4 * each.rowsRead,
      rowsWritten: base.rowsWritten + 4 * each.rowsWritten,
    });
    expect(looked).toEqual(four(look));
    expect(claimed).toEqual(four(claim));
    expect(others.filter(({ rowsWritten }) => rowsWritten > 0)).toEqual(
      shards.map(() => rows(record)),
    );
  });

  it("is what a tick asks for that hands rounds over", async () => {
    const seeding = { count: 1_000, site: "http://site.example", dueAt: noon };
    await perform({ do: "seed", ...seeding, anchorAt: noon - 3_600_000 });
    await invoke({});
    const [first, look, ...others] = await invoke({ now: noon + 60_000 });
    const { tick, tickLook } = measured.database;
    expect(look?.rowsRead).toBe(tickLook.base.rowsRead + 25 * tickLook.each.rowsRead);
    const written = [first, ...others].reduce(
      (sum, call) => sum + (call?.rowsWritten ?? 0),
      0,
    );
    expect(written).toBe(tick.rowsWritten);
  });
});
