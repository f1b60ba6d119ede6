// Tests probes of stored targets.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { explain, pathOf, probe } from "#test/fixtures/net/probes.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

describe("a probe of a target", () => {
  const own = {
    url: `${url}own`,
    key: "site.example.com",
    request: {
      method: "PUT",
      headers: { "x-api-key": "hush-1", "x-own": "shown" },
      body: "hush-2",
    },
    expect: { status: ["503"] },
  };

  it.each([
    [{ target: "1" }],
    [{ target: "site.example.com" }],
    [{ target: "1", module: "target" }],
    [{ target: "site.example.com", module: "target" }],
  ])("%j makes its own request, once, and expects what it expects", async (query) => {
    const bodies: string[] = [];
    const site: Site = (_, request) => {
      bodies.push(`${request.method} ${request.headers.get("x-api-key")}`);
      return { status: 503 };
    };
    const world = await createWorld({ site });
    await world.call("POST", "/api/targets", {
      ...own,
      request: { ...own.request, retries: 3 },
    });
    expect(await probe(world, query)).toMatchObject({
      probe_success: 1,
      probe_http_status_code: 503,
      probe_timeout_seconds: 10,
    });
    await world.call("PATCH", "/api/targets/1", { expect: { status: ["2xx"] } });
    expect(await probe(world, query)).toMatchObject({
      probe_success: 0,
      probe_http_status_code: 503,
    });
    expect(bodies).toEqual(["PUT hush-1", "PUT hush-1"]);
  });

  it("is found by a key of digits with the prefix that paths take", async () => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", { ...own, key: "17" });
    await probe(world, { target: "key:17" });
    expect(world.requests).toEqual([own.url]);
  });

  it.each([
    [{ target: "https://site.example.com" }, url],
    [{ target: "site.example.com", module: "http_2xx" }, "http://site.example.com/"],
  ])("is none when %j says that a URL is meant", async (query, asked) => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", own);
    expect(await probe(world, query)).toMatchObject({ probe_success: 1 });
    expect(world.requests).toEqual([asked]);
  });

  it("that is a site asks for its start alone", async () => {
    const world = await createWorld({ site: () => ({ body: '<a href="/a">a</a>' }) });
    await world.call("POST", "/api/targets", { kind: "site", url });
    expect(await probe(world, { target: "1" })).toMatchObject({ probe_success: 1 });
    expect(world.requests).toEqual([url]);
  });

  it.each([
    [{ target: "7" }],
    [{ target: "key:nobody" }],
    [{ target: "nobody", module: "target" }],
    [{ target: url, module: "target" }],
  ])("that %j does not find is a problem", async (query) => {
    const world = await createWorld();
    const { status, body } = await world.call("GET", pathOf(query));
    expect([status, body.detail]).toEqual([
      404,
      `There is no target with the id or key ${Object.values(query)[0]}.`,
    ]);
    expect(world.requests).toEqual([]);
  });

  it("records nothing", async () => {
    const tables = await DB.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    ).all<{ name: string }>();
    const snapshot = async () =>
      Promise.all(
        tables.results.map(
          async ({ name }) => (await DB.prepare(`SELECT * FROM "${name}"`).all()).results,
        ),
      );
    const world = await createWorld({
      site: () => ({ status: 503, headers: { "retry-after": "3600" } }),
    });
    await world.call("POST", "/api/targets", own);
    const before = await snapshot();
    expect(before.flat().length).toBeGreaterThan(1);
    await probe(world, { target: "1" });
    await probe(world, { target: url });
    expect(await snapshot()).toEqual(before);
  });

  it("shows no secret, to nobody", async () => {
    const vars = { PROBE_TOKEN: "hush-3" };
    const world = await createWorld({
      vars,
      site: ({ pathname }) =>
        pathname === "/own"
          ? { status: 307, headers: { location: "/on", "set-cookie": "session=hush-4" } }
          : {
              status: 503,
              headers: { "x-auth-token": "hush-5", "x-served-by": "cache 7" },
            },
    });
    await world.call("POST", "/api/targets", own);
    const text = await explain(
      world,
      { target: "1" },
      { authorization: "Bearer hush-3" },
    );
    for (const shown of [
      "x-api-key: ***",
      "x-own: shown",
      "set-cookie: ***",
      "x-served-by: cache 7",
    ]) {
      expect(text).toContain(shown);
    }
    expect(world.sent.map(({ headers }) => headers.get("x-api-key"))).toEqual([
      "hush-1",
      "hush-1",
    ]);
    const { body } = await world.call("GET", pathOf({ target: "1" }));
    expect(JSON.stringify([text, body, world.logs])).not.toContain("hush");
  });
});
