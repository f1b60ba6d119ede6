// Tests the API of incidents: what is listed, what one tells, and what people do to it.
import { describe, expect, it } from "vitest";
import { acknowledgeByLink } from "#store/notices/outbox/acted.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { isoAt, minute, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { type Answered, addTarget, type World } from "#test/fixtures/world.ts";

const bad = { status: 500, body: "out of order" };

/** A world in which targets fail until they are mended. */
async function failingWorld(documents: readonly object[]) {
  const mended = new Set<string>();
  const { world } = await watch({
    site: ({ pathname }) => (mended.has(pathname) ? {} : bad),
  });
  for (const [i, document] of documents.entries())
    await addTarget(world, {
      url: `https://site.example.com/${i + 1}`,
      schedule: { every: "1m", startAt: isoAt(0) },
      request: { retries: 0 },
      ...document,
    });
  await world.runUntil(start + minute);
  return { world, mend: (id: number) => mended.add(`/${id}`) };
}

const list = async (world: World, query = ""): Promise<Answered> =>
  (await world.call("GET", `/api/incidents${query}`)).body;
const idsOf = async (world: World, query: string): Promise<number[]> =>
  (await list(world, query)).items.map(({ targetId }: Answered) => targetId);
const firstOf = async (world: World): Promise<Answered> =>
  (await list(world)).items.at(-1);

describe("GET /api/incidents", () => {
  it("lists incidents, what they cost so far, and what their target says of them", async () => {
    const { world } = await failingWorld([{ name: "Shop", key: "shop", tags: ["web"] }]);
    await world.runUntil(start + 3 * minute);
    const { items, next } = await list(world);
    expect(next).toBeNull();
    expect(items).toMatchObject([
      {
        targetId: 1,
        target: "shop",
        name: "Shop",
        tags: ["web"],
        severity: "down",
        startedAt: isoAt(0),
        openedAt: isoAt(20_010),
        closedAt: null,
        runsFailed: 4,
        lastGoodAt: null,
        failure: { class: "status" },
        acknowledged: null,
      },
    ]);
    const { body } = await world.call("GET", "/api/targets/shop");
    expect(body.incident).toEqual({ id: items[0].id, severity: "down", since: isoAt(0) });
    const { body: row } = await world.call("GET", "/metrics");
    expect(row).toContain('junkai_incidents_open{severity="down"} 1');
  });

  it("finds them by what they are", async () => {
    const { world, mend } = await failingWorld([{ tags: ["web"] }, { key: "two" }, {}]);
    mend(1);
    await world.runUntil(start + 3 * minute);
    expect((await idsOf(world, "")).sort()).toEqual([1, 2, 3]);
    expect(await idsOf(world, "?open=true&tag=web")).toEqual([]);
    expect((await idsOf(world, "?open=true")).sort()).toEqual([2, 3]);
    expect(await idsOf(world, "?open=false")).toEqual([1]);
    expect(await idsOf(world, "?tag=web")).toEqual([1]);
    expect(await idsOf(world, "?target=two")).toEqual([2]);
    await world.call("DELETE", "/api/targets/two");
    expect(await idsOf(world, "?target=2")).toEqual([2]);
    expect(await idsOf(world, "?severity=degraded")).toEqual([]);
    expect(await idsOf(world, `?from=${isoAt(2 * minute)}`)).toHaveLength(2);
    expect(await idsOf(world, `?to=${isoAt(0)}`)).toEqual([]);
  });

  it("gives page after page", async () => {
    const { world } = await failingWorld([{}, {}, {}, {}, {}]);
    const seen: number[] = [];
    let cursor = "";
    do {
      const { items, next } = await list(world, `?limit=2${cursor}`);
      seen.push(...items.map(({ targetId }: Answered) => targetId));
      cursor = next === null ? "" : `&cursor=${next}`;
    } while (cursor !== "");
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ["?open=maybe", "open"],
    ["?target=nobody", "target"],
    ["?severity=bad", "severity"],
    ["?cursor=x", "cursor"],
  ])("says what is wrong with %s", async (query, field) => {
    const { world } = await failingWorld([]);
    const { status, body } = await world.call("GET", `/api/incidents${query}`);
    expect([status, body.errors]).toMatchObject([422, [{ parameter: field }]]);
  });
});

describe("an incident", () => {
  it("is acknowledged, noted and told in order", async () => {
    const { world, mend } = await failingWorld([{}]);
    const { id } = await firstOf(world);
    const path = `/api/incidents/${id}`;
    const { headers } = await world.call("GET", path);
    const etag = headers.get("etag") ?? "";
    const acknowledged = { acknowledged: true, by: "Ada", note: "On it." };
    const { status, body } = await world.call("PATCH", path, acknowledged, {
      "if-match": etag,
    });
    expect([status, body.acknowledged]).toEqual([200, { at: isoAt(minute), by: "Ada" }]);
    const stale = await world.call("PATCH", path, { note: "x" }, { "if-match": etag });
    expect(stale.status).toBe(412);
    await world.call("PATCH", path, { note: "The disk is full." });
    mend(1);
    await world.runUntil(start + 3 * minute);
    const { body: after } = await world.call("GET", path);
    expect(after.timeline.map(({ kind, text }: Answered) => [kind, text])).toEqual([
      ["opened", null],
      ["closed", null],
      ["acknowledged", "On it."],
      ["note", "The disk is full."],
    ]);
    expect(after).toMatchObject({ closeReason: "recovered", revision: 3 });
  });

  it("shows on public status pages those notes that are marked so, and no others", async () => {
    const { world } = await failingWorld([{ name: "Inside", key: "shop" }]);
    const { id } = await firstOf(world);
    const page = {
      title: "Shop",
      groups: [{ name: "All", targets: [{ target: "shop", name: "Checkout" }] }],
    };
    expect((await world.call("PUT", "/api/status-pages/shop", page)).status).toBe(201);
    const path = `/api/incidents/${id}`;
    await world.call("PATCH", path, { note: "The disk of db1 is full.", by: "Ada" });
    const note = { note: "We are on it.", by: "Ada", public: true };
    const { body } = await world.call("PATCH", path, note);
    expect(body.notes).toMatchObject([
      { text: "The disk of db1 is full.", by: "Ada" },
      { text: "We are on it.", by: "Ada", public: true },
    ]);
    expect(body.notes[0]).not.toHaveProperty("public");
    const shown = await world.call("GET", "/status/shop", undefined, {
      authorization: "",
    });
    expect(shown.body).toContain("We are on it.");
    expect(shown.body).not.toMatch(/db1|Ada/);
    const empty = await world.call("PATCH", path, { acknowledged: true, public: true });
    expect([empty.status, empty.body.errors[0].pointer]).toEqual([422, "/note"]);
  });

  it("that a link of a message acknowledged says so in its timeline", async () => {
    const { world } = await failingWorld([{}]);
    const { id } = await firstOf(world);
    await acknowledgeByLink(world.deps.db, id, "somebody", start + minute);
    const { body } = await world.call("GET", `/api/incidents/${id}`);
    expect(body.timeline.at(-1)).toEqual({
      at: isoAt(minute),
      kind: "acknowledged",
      text: null,
      by: "somebody",
    });
  });

  it("that somebody closed stays quiet until the target has recovered", async () => {
    const { world, mend } = await failingWorld([{}]);
    const { id } = await firstOf(world);
    const { body } = await world.call("PATCH", `/api/incidents/${id}`, { closed: true });
    expect(body).toMatchObject({
      closeReason: "closed",
      closedAt: isoAt(minute),
      runsFailed: 2,
    });
    await world.runUntil(start + 3 * minute);
    expect((await list(world)).items).toHaveLength(1);
    mend(1);
    await world.runUntil(start + 5 * minute);
    const { results } = await DB.prepare("SELECT kind FROM events ORDER BY at").all();
    expect(results).toEqual([{ kind: "incident-opened" }, { kind: "incident-closed" }]);
  });

  it("is not closed by a request that came too late", async () => {
    const { world } = await failingWorld([{}]);
    const { id } = await firstOf(world);
    const path = `/api/incidents/${id}`;
    const etag = (await world.call("GET", path)).headers.get("etag") ?? "";
    const answers = await Promise.all(
      [{ note: "On it." }, { closed: true }].map((change) =>
        world.call("PATCH", path, change, { "if-match": etag }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { body } = await world.call("GET", path);
    const hasClosed = answers[1]?.status === 200;
    expect(body.closedAt !== null).toBe(hasClosed);
    expect(body.notes.map(({ kind }: Answered) => kind)).toEqual([
      hasClosed ? "closed" : "note",
    ]);
  });

  it("takes both of two changes at once that do not say what they read", async () => {
    const { world } = await failingWorld([{}]);
    const { id } = await firstOf(world);
    const path = `/api/incidents/${id}`;
    const answers = await Promise.all([
      world.call("PATCH", path, { note: "On it." }),
      world.call("PATCH", path, { closed: true }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await world.call("GET", path);
    expect(body.closedAt).not.toBeNull();
    expect(body.notes.map(({ kind }: Answered) => kind).sort()).toEqual([
      "closed",
      "note",
    ]);
  });

  it("has so many notes at most, each of a bounded length", async () => {
    const { world } = await failingWorld([{}]);
    const { id } = await firstOf(world);
    const path = `/api/incidents/${id}`;
    const long = await world.call("PATCH", path, { note: "x".repeat(2_001) });
    expect(long.status).toBe(422);
    const notes = JSON.stringify(
      Array(200).fill({ at: 0, by: null, kind: "note", text: "x" }),
    );
    await DB.prepare("UPDATE incidents SET notes = ?").bind(notes).run();
    expect((await world.call("PATCH", path, { note: "one more" })).status).toBe(409);
  });

  it("that is not there is not found", async () => {
    const { world } = await failingWorld([]);
    expect((await world.call("GET", "/api/incidents/9-abc")).status).toBe(404);
    expect((await world.call("PATCH", "/api/incidents/9-abc", {})).status).toBe(404);
    expect((await world.call("GET", "/api/incidents/_")).status).toBe(422);
  });

  it("opens only after the maintenance of its target", async () => {
    const { world } = await watch({ site: () => bad });
    await addTarget(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    await world.call("POST", "/api/maintenance", {
      name: "deploy",
      all: true,
      for: "3m",
    });
    await world.runUntil(start + 3 * minute);
    expect((await list(world)).items).toEqual([]);
    await world.runUntil(start + 5 * minute);
    expect((await list(world)).items).toMatchObject([{ startedAt: isoAt(0) }]);
  });
});
