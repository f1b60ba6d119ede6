// Tests the export of a target's runs: lines of JSON and CSV.
import { describe, expect, it } from "vitest";
import { packEntries } from "#domain/runs/encoding/block.ts";
import type { Entry } from "#domain/runs/run.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

type Item = Record<string, unknown> & { dueAt: string };

/** A target that runs every ten minutes and fails now and then, three hours on. */
async function worldWithRuns(): Promise<World> {
  let count = 0;
  const world = await createWorld({
    site: () => {
      count += 1;
      if (count % 5 === 0) return new TypeError("Network connection lost.");
      return count % 3 === 0 ? { status: 503 } : {};
    },
  });
  await addTarget(world, {
    key: "home",
    schedule: { every: "10m" },
    request: { retries: 0 },
  });
  await world.runUntil(world.now() + 3 * hourMs);
  return world;
}

const linesOf = (text: string): Item[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("an export of runs", () => {
  it.each(["", "outcome=failed", "from=-1h", "to=-1h&outcome=ok", "to=2026-01-01"])(
    "by [%s] is the list, line by line",
    async (query) => {
      const world = await worldWithRuns();
      const list = await world.call("GET", `/api/targets/1/runs?limit=500&${query}`);
      const { headers, body } = await world.call(
        "GET",
        `/api/targets/home/runs.ndjson?${query}`,
      );
      expect(headers.get("content-type")).toBe("application/x-ndjson");
      expect(linesOf(body ?? "")).toEqual(list.body.items);
    },
  );

  it("as CSV has the same in cells", async () => {
    const world = await worldWithRuns();
    const { body: list } = await world.call("GET", "/api/targets/1/runs?limit=500");
    const { headers, body } = await world.call("GET", "/api/targets/home/runs.csv");
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toContain("target-1-runs.csv");
    const [names = [], ...records] = parseCsv(body);
    const read = records.map((cells) =>
      Object.fromEntries(cells.map((cell, i) => [names[i], cell])),
    );
    expect(read).toHaveLength(list.items.length);
    expect(read).toMatchObject(
      list.items.map((item: Item & { failure: { class: string } | null }) => ({
        dueAt: item.dueAt,
        outcome: item.outcome,
        status: String(item.status ?? ""),
        failure: item.failure?.class ?? "",
        durationMs: String(item.durationMs),
      })),
    );
  });

  it("of a day at five seconds has every run once, with few statements", async () => {
    const noon = Date.parse("2026-03-02T12:00:00Z");
    let statements = 0;
    const db = {
      prepare: (statement: string) => {
        statements += 1;
        return DB.prepare(statement);
      },
      batch: (batch: D1PreparedStatement[]) => DB.batch(batch),
    };
    const world = await createWorld({
      now: noon,
      vars: { DB: db as unknown as D1Database },
    });
    await addTarget(world, { enabled: false });
    const hours = 24;
    for (let hour = hourOf(noon) - hours; hour < hourOf(noon); hour++) {
      const entries = Array.from({ length: 720 }, (_, i): Entry => {
        const dueAt = hour * hourMs + i * 5_000;
        return { kind: "run", run: aRun({ targetId: 1, dueAt, startedAt: dueAt + 3 }) };
      });
      await DB.prepare("INSERT INTO blocks (shard_id, hour, data) VALUES (1, ?, ?)")
        .bind(
          hour,
          packEntries(entries, hour, () => undefined),
        )
        .run();
    }
    statements = 0;
    const { body } = await world.call("GET", "/api/targets/1/runs.ndjson");
    const dueAt = linesOf(body).map((run) => Date.parse(run.dueAt));
    expect(dueAt).toEqual(
      Array.from({ length: hours * 720 }, (_, i) => noon - 5_000 * (i + 1)),
    );
    // 17,280 runs in portions of 5,000, three statements each; the target, the count of
    // requests.
    expect(statements).toBeLessThanOrEqual(4 * 3 + 2);
  });
});
