// Tests that canaries are read, replaced and refused as other documents are.
import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const path = "/api/canaries";
const canary = "https://canary.example/";

describe("canaries", () => {
  it("are a few well-known addresses until somebody names others", async () => {
    const world = await createWorld();
    const { body, headers } = await world.call("GET", path);
    expect([body.urls.length, headers.get("etag")]).toEqual([3, '"canaries-0"']);
    const put = await world.call("PUT", path, { urls: [canary, canary] });
    expect([put.body, put.headers.get("etag")]).toEqual([
      { urls: [canary] },
      '"canaries-1"',
    ]);
    expect((await world.call("GET", path)).body).toEqual({ urls: [canary] });
  });

  it("are changed only by who has read them, and not by the same list again", async () => {
    const world = await createWorld();
    const read = { "if-match": '"canaries-0"' };
    expect((await world.call("PUT", path, { urls: [canary] }, read)).status).toBe(200);
    const stale = await world.call("PUT", path, { urls: [] }, read);
    expect([stale.status, stale.body.detail]).toEqual([
      412,
      "The list of canaries was changed or deleted meanwhile: read it again.",
    ]);
    const again = await world.call("PUT", path, { urls: [canary] });
    expect(again.headers.get("etag")).toBe('"canaries-1"');
  });

  it("may be replaced by two at once: the later list holds", async () => {
    const world = await createWorld();
    const lists = [[], [canary]];
    const answers = await Promise.all(
      lists.map((urls) => world.call("PUT", path, { urls })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { body, headers } = await world.call("GET", path);
    expect(headers.get("etag")).toBe('"canaries-2"');
    expect(lists).toContainEqual(body.urls);
  });

  it("that may not be fetched are refused at their place", async () => {
    const world = await createWorld();
    const urls = [canary, "http://169.254.169.254/"];
    const { status, body } = await world.call("PUT", path, { urls });
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/urls/1" }]]);
  });
});
