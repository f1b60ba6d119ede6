// Tests that a channel which says where it has moved to is followed, unless somebody has
// changed its settings while it was being told.
import { describe, expect, it } from "vitest";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { telegramMoved } from "#test/fixtures/notices/receivers/chats.ts";
import { createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60_000;

/** A group of Telegram that has moved, and says so after five seconds. */
async function build() {
  const chats: string[] = [];
  const world = await createWorld({
    now: start,
    site: (_, __, body = "{}") => {
      const { chat_id } = JSON.parse(body);
      chats.push(chat_id);
      return chat_id === "-42" ? { ...telegramMoved, afterMs: 5 * second } : {};
    },
  });
  await world.call("POST", "/api/channels", {
    kind: "telegram",
    name: "ops",
    token: "123456:s3cretTelegram",
    chat: "-42",
  });
  await happen({ id: "1-a", what: "opened", at: start });
  const channel = async () => (await world.call("GET", "/api/channels/1")).body;
  return { world, chats, channel };
}

describe("a channel that has moved", () => {
  it("is told where it is now, and keeps that", async () => {
    const { world, chats, channel } = await build();
    await world.runUntil(start + 3 * minute);
    const { chat } = await channel();
    expect(chats).toEqual(["-42", chat]);
    expect(chat).not.toBe("-42");
  });

  it("keeps what somebody has changed while it was being told", async () => {
    const { world, chats, channel } = await build();
    world.startTick();
    await world.advanceTo(start + 32 * second);
    expect(chats).toEqual(["-42"]);
    const changed = await world.call("PATCH", "/api/channels/1", {
      chat: "-77",
      name: "night",
    });
    expect(changed.status).toBe(200);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 3 * minute);
    expect(await channel()).toMatchObject({ chat: "-77", name: "night" });
    expect(chats).toEqual(["-42", "-77"]);
  });

  it("keeps what somebody has changed while it was being tested", async () => {
    const { world, channel } = await build();
    const tested = world.call("POST", "/api/channels/1/test");
    await world.settle();
    await world.call("PATCH", "/api/channels/1", { chat: "-77" });
    expect((await tested).status).toBe(200);
    expect(await channel()).toMatchObject({ chat: "-77" });
  });
});
