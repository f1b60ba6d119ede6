// Tests adding many targets by their addresses, one a line.
import { expect, it } from "vitest";
import { formIn } from "#test/fixtures/pages/form.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const path = "/targets/paste";
const targets = async (world: World) =>
  (await world.call("GET", "/api/targets?sort=created&limit=200")).body.items;
const addresses = (count: number) =>
  Array.from({ length: count }, (_, i) => `https://a.example.com/${i}`).join("\r\n");

it("each line that is pasted has its outcome, and a bad one stays", async () => {
  const world = await createWorld();
  const visitor = await logIn(world);
  const urls = [
    "https://a.example.com/",
    "",
    "  https://b.example.com/  ",
    "http://10.0.0.1/<script>",
    "https://a.example.com/",
  ].join("\r\n");
  const fields = { urls, tags: "web, prod", when: "every", every: "10m" };
  const page = await visitor.send(path, fields, path);
  expect(page.status).toBe(422);
  const text = textOf(page.html);
  expect(text).toContain("2 targets added, 1 refused");
  expect(text).toContain("4 http://10.0.0.1/<script> Refused This address cannot be");
  expect(text).toContain("The same as line 1: added once.");
  expect(page.html).toContain('<a href="/targets/2">https://b.example.com/</a>');
  expect(page.html).not.toContain("<script>\n");
  expect(page.html).not.toContain("/<script>");
  expect(formIn(page.html)).toMatchObject({
    urls: "http://10.0.0.1/<script>",
    tags: "web, prod",
    every: "10m",
  });
  const added = await targets(world);
  expect(added.map(({ url }: { url: string }) => url)).toEqual([
    "https://a.example.com/",
    "https://b.example.com/",
  ]);
  expect(added[1]).toMatchObject({ tags: ["web", "prod"], schedule: { every: "10m" } });
});

it("five hundred lines are added once, however often they are sent", async () => {
  const world = await createWorld();
  const visitor = await logIn(world);
  const fields = { urls: addresses(500), once: "7" };
  const page = await visitor.send(path, fields, path);
  expect(page.status).toBe(200);
  expect(textOf(page.html)).toContain("500 targets added");
  const again = await visitor.send(path, fields, path);
  expect(textOf(again.html)).toContain("500 targets added");
  const last = await world.call("GET", "/api/targets/500");
  expect([last.status, (await world.call("GET", "/api/targets/501")).status]).toEqual([
    200, 404,
  ]);
});

it("more lines than the plan lets through add nothing and stay", async () => {
  const world = await createWorld({ vars: { PLAN: "free" } });
  const visitor = await logIn(world);
  const page = await visitor.send(path, { urls: addresses(51) }, path);
  expect(page.status).toBe(422);
  expect(textOf(page.html)).toContain("a request has at most 50 documents");
  expect(formIn(page.html).urls).toBe(addresses(51));
  expect(await targets(world)).toEqual([]);
});

it("a common field that is refused adds nothing", async () => {
  const world = await createWorld();
  const visitor = await logIn(world);
  const fields = { urls: addresses(2), tags: "<b>", when: "cron", cron: "x" };
  const page = await visitor.send(path, fields, path);
  expect(page.status).toBe(422);
  expect(page.html).toContain('id="tags-wrong"');
  expect(page.html).toContain('id="cron-wrong"');
  expect(await targets(world)).toEqual([]);
});

it("nothing pasted is said to be nothing", async () => {
  const visitor = await logIn(await createWorld());
  const page = await visitor.send(path, { urls: " \r\n " }, path);
  expect(page.status).toBe(422);
  expect(textOf(page.html)).toContain("There is no address yet.");
});
