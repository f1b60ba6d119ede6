import { describe, expect, it } from "vitest";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/page";

describe("a header that its user marks as secret", () => {
  const request = {
    headers: { "X-Customer": "hidden", accept: "text/html" },
    secretHeaders: ["X-Customer"],
  };
  const shown = {
    headers: { "x-customer": "***", accept: "text/html" },
    secretHeaders: ["x-customer"],
  };

  it("is sent, and is masked in every answer", async () => {
    const world = await createWorld();
    const id = await addTarget(world, { url, request });
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.request).toMatchObject(shown);
    await world.call("POST", `/api/targets/${id}/run`);
    expect(world.sent.at(-1)?.headers.get("x-customer")).toBe("hidden");
    const trial = await world.call("POST", "/api/targets/test", { url, request });
    expect(trial.status).toBe(200);
    const probe = await world.call("GET", `/probe?target=${id}&debug=true`);
    expect(probe.status).toBe(200);
    const told = JSON.stringify([trial.body, probe.body, world.logs]);
    expect(told).not.toContain("hidden");
  });

  it("is kept when the answer is written back, and is not shown by unmarking it", async () => {
    const world = await createWorld();
    const id = await addTarget(world, { url, request });
    const path = `/api/targets/${id}`;
    const kept = await world.call("PUT", path, { url, request: shown });
    expect(kept.status).toBe(200);
    const unmarked = await world.call("PATCH", path, { request: { secretHeaders: [] } });
    expect(unmarked.status).toBe(422);
    expect(unmarked.body.errors[0].pointer).toBe("/request/headers/x-customer");
    await world.call("POST", `${path}/run`);
    expect(world.sent.at(-1)?.headers.get("x-customer")).toBe("hidden");
  });
});

it.each([
  `{"url": "${url}", "request": {"headers": {"__proto__": "x"}}}`,
  `{"url": "${url}", "request": {"headers": {"accept": "a", "__proto__": {"b": "c"}}}}`,
])("a header named __proto__ is refused: %s", async (document) => {
  const world = await createWorld();
  const { status, body } = await world.call("POST", "/api/targets", document);
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    { pointer: "/request/headers/__proto__", detail: "There is no such field." },
  ]);
  const id = await addTarget(world, { url });
  const patch = document.replace(`"url": "${url}", `, "");
  const patched = await world.call("PATCH", `/api/targets/${id}`, patch);
  expect(patched.status).toBe(422);
});

describe("a stored target whose address is no longer allowed", () => {
  const privateUrl = "http://10.0.0.1/";
  const stored = async () => {
    const open = await createWorld({ vars: { ALLOW_PRIVATE_NETWORKS: "true" } });
    const id = await addTarget(open, { url: privateUrl, key: "router" });
    return { world: await createWorld(), id };
  };

  it("can be paused, renamed and deleted", async () => {
    const { world, id } = await stored();
    const path = `/api/targets/${id}`;
    const renamed = await world.call("PATCH", path, { name: "Router" });
    expect([renamed.status, renamed.body.name]).toEqual([200, "Router"]);
    const paused = await world.call("PATCH", path, { enabled: false });
    expect([paused.status, paused.body.enabled]).toEqual([200, false]);
    const put = await world.call("PUT", path, { url: privateUrl, tags: ["old"] });
    expect([put.status, put.body.tags]).toEqual([200, ["old"]]);
    expect((await world.call("DELETE", path)).status).toBe(204);
  });

  it("is not fetched, and cannot be pointed at another private address", async () => {
    const { world, id } = await stored();
    const run = await world.call("POST", `/api/targets/${id}/run`);
    expect(run.body.failure.class).toBe("blocked");
    expect(world.requests).toEqual([]);
    const moved = await world.call("PATCH", `/api/targets/${id}`, {
      url: "http://10.0.0.2/",
    });
    expect(moved.status).toBe(422);
    expect(moved.body.errors[0].pointer).toBe("/url");
  });
});
