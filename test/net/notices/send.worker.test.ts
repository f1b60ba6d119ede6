import { describe, expect, test } from "vitest";
import { channelKinds } from "#domain/notices/channels/kinds.ts";
import { renderTemplate } from "#domain/notices/templates/template.ts";
import { sendNotice } from "#net/notices/send.ts";
import { channelConfigs } from "#test/fixtures/notices/channel-configs.ts";
import { messages, noon } from "#test/fixtures/notices/events.ts";
import {
  createReceivers,
  type ReceiverKind,
  receiverKinds,
} from "#test/fixtures/notices/receivers.ts";
import { createWorld } from "#test/fixtures/world.ts";

async function setUp() {
  const receivers = createReceivers();
  const world = await createWorld({ now: noon, site: receivers.site });
  const { deps } = world;
  const send = (kind: ReceiverKind) => {
    const request = channelKinds[kind].compose(
      channelConfigs[kind],
      messages.hostile,
      noon,
    );
    const { fetch, clock, log, settings } = deps;
    const { userAgent, addresses: policy } = settings;
    return sendNotice({ fetch, clock, log, userAgent, policy, email: null }, request);
  };
  return { receivers, world, send };
}

describe("in the Worker's own runtime", () => {
  test("each kind of channel takes a message", async () => {
    const { receivers, world, send } = await setUp();
    const answers = receiverKinds.map(send);
    await world.advanceTo(noon + 1_000);
    for (const answer of await Promise.all(answers))
      expect(answer).toHaveProperty(
        "status",
        expect.toSatisfy((n) => n >= 200 && n < 300),
      );
    expect(receivers.taken.map(({ kind }) => kind).sort()).toEqual(
      [...receiverKinds].sort(),
    );
  });

  test("a channel that hangs is given up after ten seconds", async () => {
    const { receivers, world, send } = await setUp();
    receivers.spoil("slack", "hangs");
    let told: unknown = null;
    void send("slack").then((answer) => {
      told = answer;
    });
    await world.advanceTo(noon + 9_999);
    expect(told).toBeNull();
    await world.advanceTo(noon + 10_000);
    await world.settle();
    expect(told).toMatchObject({ fault: "timeout" });
  });

  test("a channel that is gone is told by its host", async () => {
    const { receivers, world, send } = await setUp();
    receivers.spoil("slack", "gone");
    const answer = send("slack");
    await world.advanceTo(noon + 1_000);
    const why = "No connection to hooks.slack.com.";
    expect(await answer).toEqual({ fault: "connect", why });
  });

  test("templates are rendered without making code", () => {
    expect(
      renderTemplate("{{#items}}{{name}} {{/items}}", { items: [{ name: "a" }] }),
    ).toBe("a ");
  });
});
