// Tests that everything is told however much happens at once: D1 takes 2 MB in a value, and
// no more.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { happen, manyIncidents } from "#test/fixtures/notices/incidents.ts";
import { addChannel, createReceivers } from "#test/fixtures/notices/told-hosts.ts";
import { createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
/** Before the first group is told, half a minute after its event. */
const soon = start + 20_000;

async function build(channels: number) {
  const receivers = createReceivers();
  const world = await createWorld({
    now: start,
    vars: { PLAN: "paid" },
    site: receivers.site,
  });
  receivers.clock.now = world.now;
  for (let i = 0; i < channels; i++) await addChannel(world, `c${i}`);
  return { world, receivers };
}

const counted = async (query: string) => (await DB.prepare(query).first("n")) as number;
const waiting = "SELECT count(*) AS n FROM events WHERE routed = 0";
const groups = "SELECT count(*) AS n FROM notice_groups";

/** Three bytes each in UTF-8. */
const wide = "名";
const tag = Array.from({ length: 20 }, (_, i) => `${wide.repeat(48)}${i}`);
const name = wide.repeat(200);

describe("500 incidents at once", () => {
  it("are put into a group of its own for each target and channel", async () => {
    const { world } = await build(12);
    await world.call("PUT", "/api/routes", { groupBy: ["target", "name", "host"] });
    await happen(...manyIncidents(500, "opened", start));
    await world.runUntil(soon);
    expect(await counted(waiting)).toBe(0);
    expect(await counted(groups)).toBe(500 * 12);
  });

  it("are put into the groups of a hundred channels", async () => {
    const { world } = await build(100);
    await happen(...manyIncidents(500, "opened", start));
    await world.runUntil(soon);
    expect(await counted(waiting)).toBe(0);
    const items = `SELECT sum((SELECT count(*) FROM json_each(state -> '$.items'))) AS n
      FROM notice_groups`;
    expect(await counted(items)).toBe(500 * 100);
  });

  it("are put into groups however long their names and tags are", async () => {
    const { world } = await build(1);
    const labels = { tag, name, host: "h".repeat(253), target: "k".repeat(100) };
    await happen(
      ...manyIncidents(500, "opened", start).map((one) => ({ ...one, labels })),
    );
    await world.runUntil(soon);
    expect(await counted(waiting)).toBe(0);
    expect(await counted(groups)).toBe(1);
  });
});

it("many channels are sent the longest messages", async () => {
  const { world, receivers } = await build(20);
  const failure = {
    class: "assertion" as const,
    condition: wide.repeat(200),
    actual: wide.repeat(200),
    detail: wide.repeat(600),
  };
  const facts = { url: `https://x.example/${"a".repeat(1_500)}`, body: name, failure };
  const long = manyIncidents(45, "opened", start).map((one) => ({
    ...one,
    labels: { tag, name },
    facts,
  }));
  await happen(...long);
  await world.runUntil(start + 60_000);
  const got = await receivers.got();
  expect(new Set(got.map(({ host }) => host)).size).toBe(20);
  expect(got.map(({ items, more }) => items.length + more)).toEqual(
    Array.from({ length: 20 }, () => 45),
  );
});
