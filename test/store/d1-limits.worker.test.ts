// Tests that the database of tests is as strict as D1 is where it is deployed.
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { createWorld } from "#test/fixtures/world.ts";

const insert = "INSERT INTO counters (name, counts) VALUES ('one', ?)";
const limit = 2_000_000;

describe("the database of tests", () => {
  it("refuses a parameter of more than 2 MB, counted in UTF-8", async () => {
    const wide = "ü".repeat(limit / 2);
    expect(await DB.prepare("SELECT length(?) AS n").bind(wide).first("n")).toBe(1e6);
    expect(() => DB.prepare("SELECT length(?)").bind(`${wide}.`)).toThrow(/too big/);
  });

  it("gives no value of more than 2 MB", async () => {
    const select = "SELECT hex(zeroblob(1000001)) AS digits";
    await expect(DB.prepare(select).all()).rejects.toThrow(/too big/);
  });

  it("takes back a whole batch that leaves a row of more than 2 MB", async () => {
    await DB.prepare(insert).bind("x".repeat(1_500_000)).run();
    const grow = "UPDATE counters SET counts = counts || counts";
    const batch = DB.batch([DB.prepare("DELETE FROM shards"), DB.prepare(grow)]);
    await expect(batch).rejects.toThrow(/too big/);
    const length = "SELECT length(counts) AS n FROM counters";
    expect(await DB.prepare(length).first("n")).toBe(1_500_000);
  });

  it("refuses more than 100 parameters, and statements of more than 100 KB", () => {
    const parameters = Array.from({ length: 101 }, () => 1);
    const list = parameters.map(() => "?").join();
    const statement = DB.prepare(`SELECT max(${list})`);
    expect(() => statement.bind(...parameters)).toThrow(/too many/);
    expect(() => DB.prepare(`SELECT '${"x".repeat(100_000)}'`)).toThrow(/too long/);
  });

  it.each([
    ["free", 50],
    ["paid", 1_000],
  ])(
    "refuses an invocation's next statement on the %s plan after %i, those of batches counted",
    async (PLAN, most) => {
      const world = await createWorld({ vars: { PLAN } });
      const { db } = world.newDeps();
      await db.batch(Array.from({ length: most }, () => sql`SELECT 1`));
      await expect(db.all(sql`SELECT 1`)).rejects.toThrow(/Too many API requests/);
      expect(await world.newDeps().db.all(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    },
  );
});
