// Tests that secret headers of targets are stored sealed, sent as they were given, and
// shown nowhere.
import { describe, expect, it, vi } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { storedTexts } from "#test/fixtures/stored-texts.ts";
import {
  type Answered,
  addTarget,
  createWorld,
  type World,
} from "#test/fixtures/world.ts";

const minute = 60_000;
const secret = "Bearer very-hidden-1234";
const key = "key-of-nobody-5678";
const request = {
  headers: { Authorization: secret, "X-Mine": key, Accept: "text/html" },
  secretHeaders: ["x-mine"],
};
const masked = { authorization: "***", "x-mine": "***", accept: "text/html" };
const ofTarget = { schedule: { every: "1m" }, request };

const authorizations = (world: World) =>
  world.sent.map(({ headers }) => headers.get("authorization"));

const storedRequest = async (): Promise<Answered> => {
  const row = await DB.prepare("SELECT request FROM targets").first<{
    request: string;
  }>();
  return JSON.parse(row?.request ?? "null");
};

describe("a secret header of a target", () => {
  it("is in no table after creating, editing, running and deleting", async () => {
    const world = await createWorld();
    const id = await addTarget(world, ofTarget);
    await world.call("PATCH", `/api/targets/${id}`, { name: "Other" });
    const edited = { headers: { "x-mine": `${key}-new` } };
    await world.call("PATCH", `/api/targets/${id}`, { request: edited });
    await world.call("POST", `/api/targets/${id}/run`);
    await world.runUntil(world.now() + 2 * minute);
    expect(authorizations(world).length).toBeGreaterThan(2);
    const texts = await storedTexts(DB);
    expect(texts).toContain("site.example.com");
    expect(texts).not.toContain("very-hidden-1234");
    expect(texts).not.toContain("key-of-nobody-5678");
    expect(JSON.stringify([world.logs, world.requestLogs])).not.toContain("very-hidden");
  });

  it("is sent in rounds, runs on demand and trials as it was given", async () => {
    const world = await createWorld();
    const id = await addTarget(world, ofTarget);
    await world.runUntil(world.now() + minute);
    await world.call("POST", `/api/targets/${id}/run`);
    await world.call("POST", "/api/targets/test", {
      url: "https://site.example.com/",
      ...ofTarget,
    });
    await world.call("GET", `/probe?target=${id}`);
    expect(authorizations(world)).toEqual([secret, secret, secret, secret]);
    for (const { headers } of world.sent) expect(headers.get("x-mine")).toBe(key);
  });

  it("is sent by crawls of a site, to its origin and to no other", async () => {
    const world = await createWorld({
      site: ({ host, pathname }) => ({
        headers: { "content-type": "text/html" },
        body:
          host === "site.example.com" && pathname === "/"
            ? '<a href="/b">b</a><a href="https://other.example.com/">c</a>'
            : "",
      }),
    });
    await addTarget(world, {
      ...ofTarget,
      kind: "site",
      schedule: { every: "1h" },
      crawl: { scope: "any" },
    });
    await world.runUntil(world.now() + 2 * minute);
    const sent = world.sent.map(({ url, headers }) => ({
      path: new URL(url).pathname,
      secret: headers.get("authorization"),
    }));
    expect(sent).toContainEqual({ path: "/robots.txt", secret });
    expect(sent).toContainEqual({ path: "/", secret });
    expect(sent).toContainEqual({ path: "/b", secret });
    const elsewhere = world.sent.filter(({ url }) => url.includes("other."));
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const { headers } of elsewhere) expect(headers.get("authorization")).toBeNull();
  });

  it("is masked in answers, and stays when it comes back masked", async () => {
    const world = await createWorld();
    const id = await addTarget(world, ofTarget);
    const { body, headers } = await world.call("GET", `/api/targets/${id}`);
    expect(body.request.headers).toEqual(masked);
    const document = {
      url: body.url,
      ...ofTarget,
      request: { ...request, headers: masked },
    };
    for (const same of [{ url: body.url, ...ofTarget }, document]) {
      const put = await world.call("PUT", `/api/targets/${id}`, same);
      expect(put.status).toBe(200);
      expect(put.headers.get("etag")).toBe(headers.get("etag"));
    }
    const moved = { ...document, url: "https://site.example.com/other" };
    await world.call("PUT", `/api/targets/${id}`, moved);
    await world.call("POST", `/api/targets/${id}/run`);
    expect(authorizations(world)).toEqual([secret]);
  });

  it("goes along when its target moves to another origin", async () => {
    const world = await createWorld();
    const id = await addTarget(world, ofTarget);
    const url = "https://new.example.com/";
    const { body } = await world.call("PATCH", `/api/targets/${id}`, { url });
    expect(body.request.headers).toEqual(masked);
    await world.call("POST", `/api/targets/${id}/run`);
    expect(authorizations(world)).toEqual([secret]);
  });

  it("stays the same for documents put in bulk", async () => {
    const world = await createWorld();
    const documents = [{ url: "https://site.example.com/", key: "home", ...ofTarget }];
    const put = () =>
      world.call("POST", "/api/targets/bulk", { operation: "upsert", documents });
    expect((await put()).body.items[0].outcome).toBe("created");
    expect((await put()).body.items[0].outcome).toBe("unchanged");
    expect(await storedTexts(DB)).not.toContain("very-hidden-1234");
  });

  it("is not asked for twice by an Idempotency-Key", async () => {
    const world = await createWorld();
    const document = { url: "https://site.example.com/", ...ofTarget };
    const post = () =>
      world.call("POST", "/api/targets", document, { "idempotency-key": "one" });
    expect((await post()).body.id).toBe((await post()).body.id);
    expect(await storedTexts(DB)).not.toContain("very-hidden-1234");
  });

  it("does not open for another origin, whoever writes into the database", async () => {
    const world = await createWorld();
    const id = await addTarget(world, ofTarget);
    await DB.prepare("UPDATE targets SET url = 'https://evil.example.com/'").run();
    const { body } = await world.call("POST", `/api/targets/${id}/run`);
    expect(body.failure.class).toBe("internal");
    expect(world.requests).toEqual([]);
  });
});

describe("a quiet round", () => {
  const decryptsOf = async (document: object) => {
    const world = await createWorld();
    await addTarget(world, { schedule: { every: "1m" }, ...document });
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    const tick = world.startTick();
    await world.advanceTo(world.now() + minute);
    await tick.ended;
    const first = decrypt.mock.calls.length;
    world.startTick();
    await world.advanceTo(world.now() + minute);
    const calls = decrypt.mock.calls.length;
    decrypt.mockRestore();
    return { first, later: calls - first, statements: tick.meter.statements };
  };

  it("opens nothing where nothing is secret, and each secret once an isolate", async () => {
    const plain = await decryptsOf({ request: { headers: { accept: "text/html" } } });
    expect(plain).toMatchObject({ first: 0, later: 0 });
    const { statements } = plain;
    expect(await decryptsOf({ request })).toEqual({ first: 2, later: 0, statements });
  });
});

describe("when the key is lost", () => {
  it("runs fail with what to do, and nothing is asked without its header", async () => {
    const before = await createWorld();
    const id = await addTarget(before, ofTarget);
    const auth = { authorization: "Bearer other" };
    const world = await createWorld({ vars: { API_TOKEN: "other" } });
    const { status, body } = await world.call(
      "POST",
      `/api/targets/${id}/run`,
      undefined,
      auth,
    );
    expect(status).toBe(201);
    expect(body.failure).toMatchObject({ class: "internal" });
    expect(JSON.stringify(body.failure)).toContain(
      "the header authorization cannot be read: it was sealed with a key that is gone. Set ENCRYPTION_KEY_PREVIOUS",
    );
    await world.runUntil(world.now() + minute);
    expect(world.requests).toEqual([]);
    const sealed = await storedRequest();

    const renamed = await world.call(
      "PATCH",
      `/api/targets/${id}`,
      { name: "Other" },
      auth,
    );
    expect(renamed.status).toBe(200);
    expect(await storedRequest()).toEqual(sealed);

    const url = "https://new.example.com/";
    const moved = await world.call("PATCH", `/api/targets/${id}`, { url }, auth);
    expect(moved.status).toBe(422);
    expect(moved.body.errors[0].pointer).toBe("/request/headers/authorization");

    const anew = { request: { headers: { authorization: secret, "x-mine": key } } };
    await world.call("PATCH", `/api/targets/${id}`, anew, auth);
    await world.call("POST", `/api/targets/${id}/run`, undefined, auth);
    expect(authorizations(world)).toEqual([secret]);
  });

  it("a crawl of a site fails so as well, and asks for nothing", async () => {
    const before = await createWorld();
    const site = { ...ofTarget, kind: "site", schedule: { every: "1h" } };
    const id = await addTarget(before, site);
    const world = await createWorld({ vars: { API_TOKEN: "other" } });
    await world.runUntil(world.now() + 3 * minute);
    const auth = { authorization: "Bearer other" };
    const { body } = await world.call("GET", `/api/targets/${id}`, undefined, auth);
    expect(world.requests).toEqual([]);
    expect(body).toMatchObject({
      status: "down",
      lastRun: { failure: { class: "internal" } },
    });
  });
});
