import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

describe("the API's entrance", () => {
  it.each([
    [{ authorization: "" }, 401],
    [{ authorization: "Bearer wrong" }, 401],
    [{ authorization: "Basic c2VjcmV0" }, 401],
    [{ authorization: "bearer secret" }, 200],
  ])("takes %j for %i", async (headers, status) => {
    const world = await createWorld();
    const answer = await world.call("GET", "/api/targets", undefined, headers);
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  it("lets nobody in without a secret, and says how to set one", async () => {
    const world = await createWorld({ vars: { API_TOKEN: undefined } as never });
    const { status, body } = await world.call("GET", "/api/targets");
    expect(status).toBe(403);
    expect(body.detail).toContain("wrangler secret put API_TOKEN");
    expect(
      (await world.call("GET", "/health", undefined, { authorization: "" })).status,
    ).toBe(503);
  });

  it("names a variable that is not valid", async () => {
    const world = await createWorld();
    const broken = createWorld({ vars: { PLAN: "golden" } });
    await expect(broken).rejects.toThrow(/PLAN/);
    const same = createWorld({ vars: { API_TOKEN: "secret", READ_TOKEN: "secret" } });
    await expect(same).rejects.toThrow(/READ_TOKEN/);
    expect(world.logs).toEqual([]);
  });

  it.each([
    ["GET", "/api/nothing", undefined, {}, 404],
    ["GET", "/api/targets/999", undefined, {}, 404],
    ["GET", "/api/targets/-one", undefined, {}, 422],
    ["GET", "/api/targets/1/runsXcsv", undefined, {}, 404],
    ["PUT", "/api/targets", { url }, {}, 405],
    ["DELETE", "/health", undefined, {}, 405],
    ["POST", "/api/targets", '{"url": ', {}, 400],
    [
      "POST",
      "/api/targets",
      "url=x",
      { "content-type": "application/x-www-form-urlencoded" },
      415,
    ],
    ["POST", "/api/targets", `{"url":"${"x".repeat(256 * 1024)}"}`, {}, 413],
    ["GET", "/api/jobs/nothing", undefined, {}, 404],
  ])("%s %s is a problem", async (method, path, body, headers, status) => {
    const world = await createWorld();
    const answer = await world.call(
      method,
      path,
      body,
      headers as Record<string, string>,
    );
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      status,
      type: expect.stringMatching(/^\/docs#problem-/),
      instance: path,
    });
    if (status === 405) expect(answer.headers.get("allow")).toMatch(/GET, HEAD/);
  });

  it("answers 429 when the limit is reached", async () => {
    const world = await createWorld({
      vars: { API_LIMIT: { limit: async () => ({ success: false }) } },
    });
    const { status, headers } = await world.call("GET", "/api/targets");
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe("60");
  });
});

describe("health", () => {
  it("is bad before the first tick, good after it, and bad again three minutes after the last", async () => {
    const world = await createWorld();
    const health = async () =>
      (await world.call("GET", "/health", undefined, { authorization: "" })).status;
    expect(await health()).toBe(503);
    await world.runUntil(world.now() + 60_000);
    expect(await health()).toBe(200);
    await world.advanceTo(world.now() + 180_001);
    const late = await world.call("GET", "/health");
    expect(late.status).toBe(503);
    expect(late.body.reason).toMatch(/minutes ago/);
  });
});

describe("health without a database", () => {
  it("is bad and names the database", async () => {
    const prepare = () => {
      throw new Error("D1 is away");
    };
    const world = await createWorld({
      vars: { DB: { prepare } as unknown as D1Database },
    });
    const { status, body } = await world.call("GET", "/health");
    expect(status).toBe(503);
    expect(body.reason).toBe("The database does not answer.");
  });
});

describe("the description", () => {
  it("is OpenAPI 3.1 with an example of every document and the errors of every operation", async () => {
    const world = await createWorld();
    const { body: document } = await world.call("GET", "/openapi.json");
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.values(document.paths).flatMap((item) =>
      Object.values(item as object),
    );
    expect(operations.length).toBeGreaterThan(18);
    const { schemas } = document.components;
    for (const name of [
      "TargetDocument",
      "TargetPatch",
      "Target",
      "Run",
      "Trial",
      "Ledger",
      "Job",
      "JobRun",
      "Health",
      "Problem",
    ]) {
      expect(schemas[name].example, name).toBeDefined();
    }
    for (const operation of operations) {
      expect(operation.summary).toBeTruthy();
      if (operation.security.length > 0)
        expect(Object.keys(operation.responses)).toEqual(
          expect.arrayContaining(["401", "403", "429"]),
        );
    }
  });

  it("is also a page that loads nothing", async () => {
    const world = await createWorld();
    const { status, body } = await world.call("GET", "/docs");
    expect(status).toBe(200);
    expect(body).toContain("/api/targets/{id}/runs");
    expect(body).not.toMatch(/(src|href)="https?:/);
  });

  it("has each of its anchors once, and one for each link", async () => {
    const world = await createWorld();
    const { body } = await world.call("GET", "/docs");
    const all = (pattern: RegExp) => [...body.matchAll(pattern)].map((match) => match[1]);
    const ids = all(/ id="([^"]*)"/g);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toEqual(expect.arrayContaining(all(/href="#([^"]*)"/g)));
    expect(ids).toContain("document-Target");
    expect(body.split("The URL&#39;s host and path unless given.")).toHaveLength(2);
  });
});
