import { describe, expect, it } from "vitest";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const links = `<a href="/b">b</a><a href="/c">c</a>`;

/** A site under the key "home" with a finished crawl and a manual run. */
async function worldWithSite(): Promise<World> {
  const world = await createWorld({
    site: () => ({ body: links, headers: { "content-type": "text/html" } }),
  });
  await addTarget(world, { url: "https://a.example.com/", key: "other" });
  await addTarget(world, {
    url: "https://site.example.com/",
    kind: "site",
    key: "home",
    badges: true,
  });
  await world.runUntil(world.now() + 120_000);
  return world;
}

/** What stands for the other parameters of paths. */
const examples: Record<string, string> = {
  crawlId: "1",
  pageId: "1",
  at: "2026-03-02T00:00:00Z",
  hash: "00".repeat(16),
};

const bodies: Record<string, object> = {
  put: { url: "https://site.example.com/", kind: "site", key: "home", badges: true },
  patch: { tags: ["a"] },
};

/** A problem without the path that was asked for. */
const withoutInstance = (body: unknown) =>
  typeof body === "object" && body !== null && "instance" in body
    ? { ...body, instance: null }
    : body;

const steps = { extract: [{ text: true }] };

type Parameter = { name: string; description?: string };
type Operation = { method: string; path: string };

/** The operations of the API whose path names a target; those that delete come last. */
async function operationsOfTargets(world: World): Promise<Operation[]> {
  const { body } = await world.call("GET", "/openapi.json");
  const operations = Object.entries<Record<string, { parameters?: Parameter[] }>>(
    body.paths,
  ).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { parameters = [] }]) =>
        parameters.some(({ description = "" }) => description.includes("its key")),
      )
      .map(([method]) => ({ method, path })),
  );
  const isLast = ({ method }: Operation) => (method === "delete" ? 1 : 0);
  return operations.sort((a, b) => isLast(a) - isLast(b));
}

const fill = (path: string, name: string, dueAt: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const isTarget =
      path.startsWith(`/api/targets/{${parameter}}`) ||
      path.startsWith(`/api/heartbeats/{${parameter}}`) ||
      parameter === "target";
    if (isTarget) return encodeURIComponent(name);
    const value = parameter === "dueAt" ? dueAt : examples[parameter];
    if (value === undefined) throw new Error(`nothing stands for ${parameter}`);
    return value;
  });

describe("a target's key", () => {
  it("stands for its id in every operation that the OpenAPI document names", async () => {
    const world = await worldWithSite();
    const operations = await operationsOfTargets(world);
    expect(operations.length).toBeGreaterThan(25);
    const { body } = await world.call("GET", "/api/targets/2/runs");
    const [{ dueAt }] = body.items;
    const call = async ({ method, path }: Operation, name: string) => {
      const given = await world.call(
        method.toUpperCase(),
        fill(path, name, dueAt),
        path.endsWith("/replay") ? steps : bodies[method],
      );
      const { status, body } = given;
      return { operation: `${method} ${path}`, status, body: withoutInstance(body) };
    };
    for (const operation of operations.filter(({ method }) => method !== "delete")) {
      const byId = await call(operation, "2");
      // A site's pages are compared, their contents are not kept.
      const isOfContents = /\/(diff|seen)$/.test(operation.path);
      expect(byId.status, byId.operation).toBeLessThan(isOfContents ? 423 : 410);
      if (operation.path.endsWith("/run")) {
        expect((await call(operation, "home")).status, byId.operation).toBe(409);
        continue;
      }
      expect(await call(operation, "home")).toEqual(byId);
      expect(await call(operation, "key:home")).toEqual(byId);
    }
    const removed = await world.call("DELETE", "/api/targets/key:home");
    expect(removed.status).toBe(204);
    expect((await world.call("GET", "/api/targets/2")).status).toBe(404);
    expect((await world.call("GET", "/api/targets/home")).status).toBe(404);
  });

  it("of digits alone is told from an id by the prefix", async () => {
    const world = await createWorld();
    await addTarget(world, { key: "2", name: "First" });
    await addTarget(world, { name: "Second" });
    const nameOf = async (name: string) =>
      (await world.call("GET", `/api/targets/${name}`)).body.name;
    expect(await nameOf("2")).toBe("Second");
    expect(await nameOf("key:2")).toBe("First");
  });

  it("stays with the target that a document without a key replaces by it", async () => {
    const world = await createWorld();
    await addTarget(world, { key: "home" });
    const put = (document: object) =>
      world.call("PUT", "/api/targets/home", {
        url: "https://site.example.com/",
        ...document,
      });
    expect((await put({ name: "A" })).body).toMatchObject({ name: "A", key: "home" });
    expect((await put({ key: "house" })).body.key).toBe("house");
    expect((await put({})).status).toBe(404);
  });

  it.each(["0", "01", "key:", "-a", "a%20b"])(
    "is refused where it is neither an id nor a key: %s",
    async (name) => {
      const world = await createWorld();
      const { status, body } = await world.call("GET", `/api/targets/${name}`);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([
        { parameter: "id", detail: expect.stringMatching(/id of a target.*key/) },
      ]);
    },
  );

  it("in a path is refused beside another one in the document", async () => {
    const world = await createWorld();
    const put = (key: string | null) =>
      world.call("PUT", "/api/targets/by-key/home", {
        url: "https://site.example.com/",
        key,
      });
    const { status, body } = await put("house");
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: "/key", detail: "This is another key than that of the path." }],
    ]);
    expect([(await put(null)).status, (await put("home")).status]).toEqual([201, 200]);
  });

  it("that nothing has is named in the answer", async () => {
    const world = await createWorld();
    const { status, body } = await world.call("GET", "/api/targets/nowhere/runs");
    expect(status).toBe(404);
    expect(body.detail).toBe("There is no target with the key nowhere.");
  });
});
