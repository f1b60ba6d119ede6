// Tests that secrets of before, and those of an earlier key, are sealed by themselves.
import { expect, it } from "vitest";
import { prune } from "#jobs/storage/prune.ts";
import { runJobNow } from "#jobs/ticks/tick.ts";
import { sealSecrets } from "#store/storage/seal-secrets.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { storedTexts } from "#test/fixtures/stored-texts.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const hidden = "very-hidden-1234";
const secrets = { headers: { authorization: hidden, accept: "text/html" } };
const webhook = {
  kind: "webhook",
  name: "ops",
  url: "https://hooks.example.com/services/abcdefgh3f2a",
};

/** Stores secrets as they were before there was a vault. */
const unseal = () =>
  DB.prepare(
    "UPDATE targets SET request = json_set(request, '$.headers.authorization', ?)",
  )
    .bind(hidden)
    .run();

const pruned = async (world: World, times = 1) => {
  for (let time = 0; time < times; time++) await runJobNow(world.newDeps(), prune);
};

const cost = async (world: World) => {
  const { db, vault, meter } = world.newDeps();
  const sealed = await sealSecrets(db, vault, world.now(), 10);
  return { sealed, ...meter };
};

const revisions = async () =>
  (await DB.prepare("SELECT revision FROM targets").all()).results;

it("seals what was stored before, and changes nothing that users see", async () => {
  const world = await createWorld();
  for (const key of ["a", "b", "c"]) await addTarget(world, { key, request: secrets });
  await addTarget(world, { key: "d" });
  await unseal();
  const before = await world.call("GET", "/api/targets");
  const revised = await revisions();
  expect(await storedTexts(DB)).toContain(hidden);
  await pruned(world);
  expect(await storedTexts(DB)).not.toContain(hidden);
  expect(await revisions()).toEqual(revised);
  expect((await world.call("GET", "/api/targets")).body).toEqual(before.body);
  await world.call("POST", "/api/targets/key:b/run");
  expect(world.sent.map(({ headers }) => headers.get("authorization"))).toEqual([hidden]);
});

it("goes on where it was, looks once more at the end, and then costs one statement", async () => {
  const world = await createWorld();
  for (let i = 0; i < 15; i++) await addTarget(world, { request: secrets });
  await unseal();
  const counts = [];
  for (let run = 0; run < 5; run++) counts.push((await cost(world)).sealed);
  expect(counts).toEqual([10, 5, 0, 0, 0]);
  expect(await cost(world)).toMatchObject({ sealed: 0, statements: 1, rowsWritten: 0 });
  expect((await cost(world)).rowsRead).toBeLessThan(6);
});

it("seals anew what another key has sealed, so that the earlier key can go", async () => {
  const token = { API_TOKEN: "secret" };
  const first = await createWorld({ vars: token });
  await addTarget(first, { request: secrets });
  await first.call("POST", "/api/channels", webhook);
  await pruned(first, 2);

  const current = "a key of many characters";
  const second = await createWorld({ vars: { ...token, ENCRYPTION_KEY: current } });
  await pruned(second, 2);
  const earlier = { API_TOKEN: "another", ENCRYPTION_KEY: current };
  const third = await createWorld({ vars: earlier });
  const auth = { authorization: "Bearer another" };
  const channel = await third.call("GET", "/api/channels/1", undefined, auth);
  expect(channel.body).toMatchObject({
    problem: null,
    url: "https://hooks.example.com/…3f2a",
    revision: 1,
  });
  await third.call("POST", "/api/targets/1/run", undefined, auth);
  expect(third.sent.map(({ headers }) => headers.get("authorization"))).toEqual([hidden]);
  const texts = await storedTexts(DB);
  for (const secret of [hidden, "abcdefgh3f2a", current])
    expect(texts).not.toContain(secret);
});

it("leaves what it cannot open as it is, and counts it", async () => {
  const first = await createWorld({ vars: { API_TOKEN: "secret" } });
  await addTarget(first, { request: secrets });
  await first.call("POST", "/api/channels", webhook);
  const stored = () => DB.prepare("SELECT request FROM targets").first("request");
  const before = await stored();
  const world = await createWorld({ vars: { API_TOKEN: "other" } });
  await pruned(world);
  expect(await stored()).toBe(before);
  const state = await DB.prepare("SELECT value FROM documents").first<string>("value");
  expect(JSON.parse(state ?? "")).toMatchObject({ unreadable: 2 });
});
