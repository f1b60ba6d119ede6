import { expect, it } from "vitest";
import { shownQuery } from "#http/requests/request-log.ts";
import { createWorld } from "#test/fixtures/world.ts";

it("each request is one line with its route, query, status and time", async () => {
  const world = await createWorld({ site: () => ({ afterMs: 70 }) });
  await world.call("POST", "/api/targets/test", { url: "https://site.example.com/" });
  await world.call("GET", "/api/targets/7/runs?limit=3&outcome=failed");
  await world.call("GET", `/${"x".repeat(1_000)}?${"y".repeat(1_000)}`);
  expect(world.requestLogs).toEqual([
    {
      event: "request",
      method: "POST",
      route: "/api/targets/test",
      path: "/api/targets/test",
      query: "",
      status: 200,
      ms: 70,
    },
    {
      event: "request",
      method: "GET",
      route: "/api/targets/{id}/runs",
      path: "/api/targets/7/runs",
      query: "limit=3&outcome=failed",
      status: 404,
      ms: 0,
    },
    expect.objectContaining({
      route: "other",
      path: `/${"x".repeat(299)}`,
      query: "y".repeat(300),
      status: 404,
    }),
  ]);
});

it.each([
  ["token=abc&limit=3", "token=***&limit=3"],
  [
    `target=${encodeURIComponent("https://user:pw@site.example.com/a?key=hush")}`,
    "target=https://site.example.com/a",
  ],
  [
    `target=${encodeURIComponent("user:pw@site.example.com/a?key=hush")}`,
    "target=site.example.com/a",
  ],
  [
    `target=${encodeURIComponent("http:\\\\user:pw@site.example.com/@a#key=hush")}`,
    "target=http:\\\\site.example.com/@a",
  ],
  ["text=a%20b", "text=a b"],
])("no secret of the query %s is logged", (query, shown) => {
  expect(shownQuery(new URLSearchParams(query))).toBe(shown);
});

it("a fault of our own tells where it is", async () => {
  const prepare = () => {
    throw new Error("D1 is away");
  };
  const world = await createWorld({ vars: { DB: { prepare } as unknown as D1Database } });
  expect((await world.call("GET", "/api/targets/7")).status).toBe(500);
  expect(world.logs).toMatchObject([
    {
      event: "request-failed",
      method: "GET",
      route: "/api/targets/{id}",
      problem: "D1 is away",
    },
  ]);
  const { at } = world.logs[0] as { at: string[] };
  expect(at.length).toBeGreaterThan(0);
  expect(at[0]).toMatch(/^at .*:\d+:\d+/);
});
