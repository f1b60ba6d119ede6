// Tests the pages of a heartbeat: what runs, what came in, what a run reported.
import { describe, expect, it } from "vitest";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const rid = "7b2ccbc6-7a3f-4b06-9a3c-31d5a0d6cf9f";
const otherRid = "0f6c9d7e-40a3-4c58-8b3a-9b3f2a51c77d";

async function create() {
  const world = await createWorld({ vars: { API_TOKEN: "secret", READ_TOKEN: "look" } });
  const { body: target } = await world.call("POST", "/api/targets", {
    kind: "heartbeat",
    name: "Backup",
    schedule: { every: "1h" },
    heartbeat: { slug: "backup", description: "Copies the database.", runMax: "30m" },
  });
  const { pathname } = new URL(target.pingUrl);
  const ping = (rest: string, body?: string) =>
    world.call(
      body === undefined ? "GET" : "POST",
      `${pathname}${rest}`,
      body,
      body === undefined ? {} : { "content-type": "text/plain" },
    );
  return { world, target, ping, path: `/targets/${target.id}` };
}

const pass = (world: World, ms: number) => world.runUntil(world.now() + ms);

describe("the page of a heartbeat", () => {
  it("keeps its address from those who may change nothing", async () => {
    const { world, target, path } = await create();
    const reader = await logIn(world, "look");
    const { html } = await reader.open(path);
    expect(html).not.toContain(target.pingUrl.split("/").at(-1));
    expect(textOf(html)).toContain("Only those who may change things see its address.");
    expect(html).not.toContain(`action="${path}/run"`);
  });

  it("shows what runs, until when, and against the usual", async () => {
    const { world, ping, path } = await create();
    const visitor = await logIn(world);
    await ping(`/start?rid=${rid}`);
    await pass(world, 120_000);
    await ping(`/0?rid=${rid}`);
    await ping(`/start?rid=${otherRid}`);
    await pass(world, 300_000);
    const text = textOf((await visitor.open(path)).html);
    expect(text).toContain("Running now");
    expect(text).toContain(otherRid);
    expect(text).toMatch(/2\.5× the usual 2 min/);
    expect(text).toContain("Copies the database.");
  });

  it("lists what came in, also what matched no run", async () => {
    const { world, ping, path } = await create();
    const visitor = await logIn(world);
    await ping(`/start?rid=${rid}`);
    await ping(`/3?rid=${rid}`, "disk full\nitems=12 errors=1");
    await ping("/log", "hello");
    const text = textOf((await visitor.open(path)).html);
    expect(text).toContain("3 pings so far");
    expect(text).toContain("Failure, exit status 3");
    expect(text).toContain("matched no run");
    expect(text).toContain("The job ended with exit status 3.");
    // No round has taken the pings yet.
    expect(text).toContain("1 of 1 runs failed");
  });

  it("says of which slot nothing was heard, and when it last ran", async () => {
    const { world, ping, path } = await create();
    const visitor = await logIn(world);
    await ping("/start");
    await ping("/0");
    await pass(world, 3 * 3_600_000);
    const { html } = await visitor.open(path);
    const text = textOf(html);
    expect(text).toContain("Down for 1 h");
    expect(text).toContain("Nothing was heard for the slot of 01:00:00.");
    expect(text).toContain("The last run began 3 h ago");
    const slot = /\/targets\/\d+\/runs\/2026-03-02T01:00:00\.000Z/.exec(html)?.[0];
    const missed = await visitor.open(String(slot));
    expect(textOf(missed.html)).toContain("No ping came in time.");
  });

  it("leads to the log and the numbers of a run", async () => {
    const { world, ping, path } = await create();
    const visitor = await logIn(world);
    await ping(`/start?rid=${rid}`);
    await ping(`/0?rid=${rid}`, "copied <b>all</b>\nitems=12 errors=1");
    const { html } = await visitor.open(path);
    const [run = ""] = /\/targets\/\d+\/runs\/[^"]+/.exec(html) ?? [];
    const page = await visitor.open(run);
    expect(page.status).toBe(200);
    const text = textOf(page.html);
    expect(text).toContain("What it reported");
    expect(page.html).toContain("copied &lt;b&gt;all&lt;/b&gt;");
    expect(page.html).toMatch(/<dt>items<\/dt><dd><a href="[^"]+">12<\/a>/);
    expect(text).not.toContain("Final address");
  });
});

it("the settings make a ping key, and another one", async () => {
  const { world, path } = await create();
  const visitor = await logIn(world);
  const keyIn = (html: string) => /\/ping\/([\w-]{22})\/backup/.exec(html)?.[1];
  expect(keyIn((await visitor.open("/settings")).html)).toBeUndefined();
  const first = keyIn((await visitor.send("/settings/ping-key/renew", {})).html);
  expect(first).toBeDefined();
  expect(keyIn((await visitor.open(path)).html)).toBe(first);
  const second = keyIn((await visitor.send("/settings/ping-key/renew", {})).html);
  expect(second).not.toBe(first);
  const reader = await logIn(world, "look");
  expect((await reader.open("/settings")).html).not.toContain(second);
});
