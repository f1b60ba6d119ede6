// What the API takes besides the one form that its examples show.
import { describe, expect, it } from "vitest";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

type Parameter = { in: string; name: string; description?: string };
type Operations = Record<string, { parameters?: Parameter[] }>;

const examples: Record<string, string> = {
  id: "1",
  target: "1",
  name: "prune",
  crawlId: "1",
  pageId: "1",
  page: "1",
  key: "home",
  slug: "shop",
  month: "2026-03",
  dueAt: "2026-03-02T00:00:00Z",
  at: "2026-03-02T00:00:00Z",
  hash: "00".repeat(16),
};

/** The operations of a method in the OpenAPI document, and their paths filled in. */
async function operationsOf(world: World, method: string) {
  const { body } = await world.call("GET", "/openapi.json");
  return Object.entries<Operations>(body.paths).flatMap(([pattern, methods]) => {
    const operation = methods[method];
    if (operation === undefined) return [];
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = examples[name];
      if (value === undefined) throw new Error(`nothing stands for ${name}`);
      return value;
    });
    return [{ path, parameters: operation.parameters ?? [] }];
  });
}

describe("a slash at the end of a path", () => {
  it("changes nothing, for every path that is read", async () => {
    const world = await createWorld();
    await addTarget(world, { badges: true });
    await world.runUntil(world.now() + 120_000);
    for (const { path } of await operationsOf(world, "get")) {
      if (path === "/metrics" || path.startsWith("/admin")) continue;
      const plain = await world.call("GET", path);
      const slashed = await world.call("GET", `${path}/`);
      expect([path, slashed.status, slashed.body]).toEqual([
        path,
        plain.status,
        plain.body,
      ]);
    }
  });

  it("opens nothing to those without a token", async () => {
    const world = await createWorld();
    const withoutToken = { authorization: "" };
    for (const { path } of await operationsOf(world, "get")) {
      const plain = await world.call("GET", path, undefined, withoutToken);
      const slashed = await world.call("GET", `${path}/`, undefined, withoutToken);
      expect([path, slashed.status]).toEqual([path, plain.status]);
    }
  });

  it("keeps the body of a request", async () => {
    const world = await createWorld();
    const document = { url: "https://site.example.com/", name: "Home" };
    const posted = await world.call("POST", "/api/targets/", document);
    expect([posted.status, posted.body.name]).toEqual([201, "Home"]);
    const patched = await world.call("PATCH", "/api/targets/1/", { name: "House" });
    expect([patched.status, patched.body.name]).toEqual([200, "House"]);
    expect((await world.call("POST", "/api/targets/1/pause/")).status).toBe(200);
    expect((await world.call("GET", "/api/targets//")).status).toBe(404);
  });
});

describe("a parameter that nobody knows", () => {
  it("is refused wherever there are parameters", async () => {
    const world = await createWorld();
    await addTarget(world);
    // Whoever links to a status page may add what their own counting needs. A feed's
    // address that is none is not found, whatever else it says.
    const operations = (await operationsOf(world, "get")).filter(
      ({ path, parameters }) =>
        !path.startsWith("/status/") &&
        !path.startsWith("/feeds/") &&
        parameters.some((parameter) => parameter.in === "query"),
    );
    expect(operations.length).toBeGreaterThan(20);
    for (const { path } of operations) {
      const { status, body } = await world.call("GET", `${path}?unheardOf=1`);
      expect([path, status]).toEqual([path, 422]);
      expect(body.errors).toContainEqual({
        parameter: "unheardOf",
        detail: "There is no such field.",
      });
    }
  });
});

describe("a moment in a query", () => {
  it("may be relative, a day or an instant, for every parameter that is one", async () => {
    const world = await createWorld();
    await addTarget(world);
    await world.advanceTo(world.now() + 7_200_000);
    const operations = await operationsOf(world, "get");
    const moments = operations.flatMap(({ path, parameters }) =>
      parameters
        .filter(({ description = "" }) => description.includes('"-24h"'))
        .map(({ name }) => ({ path, name })),
    );
    expect(moments.length).toBeGreaterThan(15);
    for (const { path, name } of moments) {
      const ask = async (moment: string) => {
        const other = name === "to" ? "from=-10d&" : "";
        return await world.call("GET", `${path}?${other}${name}=${moment}`);
      };
      for (const moment of ["-1h", "2026-03-01", "2026-03-01T00:00:00+01:00"]) {
        const { status } = await ask(moment);
        expect(`${path} ${name}=${moment} ${status}`).toMatch(/ (200|404)$/);
      }
      const { status, body } = await ask("yesterday");
      expect([path, status]).toEqual([path, 422]);
      expect(body.errors).toEqual([
        { parameter: name, detail: expect.stringMatching(/instant.*day.*now.*-24h/) },
      ]);
    }
  });

  it("counts from now: -1h is what the instant an hour ago is", async () => {
    const world = await createWorld();
    await addTarget(world, { schedule: { every: "10m" } });
    await world.runUntil(world.now() + 3 * 3_600_000);
    const ask = async (query: string) =>
      (await world.call("GET", `/api/targets/1/runs?${query}`)).body.items;
    const hourAgo = new Date(world.now() - 3_600_000).toISOString();
    const relative = await ask("from=-1h&to=now");
    expect(relative).toHaveLength(6);
    expect(relative).toEqual(await ask(`from=${hourAgo}`));
    expect(await ask("from=2026-03-02&to=2026-03-03")).toHaveLength(19);
    expect(await ask("to=2026-03-02")).toEqual([]);
  });
});
