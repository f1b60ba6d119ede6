import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  ChannelAnswer,
  ChannelFault,
} from "#domain/notices/channels/channel-kind.ts";
import { channelKinds } from "#domain/notices/channels/kinds.ts";
import { readFault } from "#domain/notices/channels/receipt.ts";
import type { Clock } from "#domain/time/clock.ts";
import { type SendDeps, sendNotice } from "#net/notices/send.ts";
import { channelConfigs } from "#test/fixtures/notices/channel-configs.ts";
import { aMessage, messages, noon } from "#test/fixtures/notices/events.ts";
import {
  createReceivers,
  type ReceiverKind,
  receiverKinds,
} from "#test/fixtures/notices/receivers.ts";
import { serveSite } from "#test/fixtures/notices/serve-site.ts";

let receivers = createReceivers();
let server: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  server = await serveSite((url, request, body) => receivers.site(url, request, body));
});
afterAll(() => server.close());

function setUp(changes: Partial<SendDeps> = {}) {
  receivers = createReceivers();
  const logs: Record<string, unknown>[] = [];
  const timers: (() => void)[] = [];
  const clock: Clock = {
    now: () => noon,
    after(_ms, wake) {
      timers.push(wake);
      return () => timers.splice(timers.indexOf(wake), 1);
    },
  };
  const deps: SendDeps = {
    fetch: server.fetch,
    clock,
    policy: { allowPrivate: false, ports: [] },
    userAgent: "junkai/0.1 (scheduled checks)",
    email: null,
    log: (event) => logs.push(event),
    ...changes,
  };
  return { deps, logs, timers };
}

const send = (deps: SendDeps, kind: keyof typeof channelKinds, message = messages.down) =>
  sendNotice(deps, channelKinds[kind].compose(channelConfigs[kind], message, noon));

/** What the kind reads in the answer. */
const receiptOf = (kind: ReceiverKind, answer: ChannelAnswer | ChannelFault) =>
  "fault" in answer
    ? readFault(answer)
    : channelKinds[kind].readAnswer(answer, channelConfigs[kind]);

describe("a message", () => {
  for (const kind of receiverKinds)
    test(`reaches ${kind}, which takes it`, async () => {
      const { deps, timers } = setUp();
      const answer = await send(deps, kind);
      expect(receiptOf(kind, answer)).toEqual({ outcome: "sent" });
      expect(receivers.seen(kind)).toHaveLength(1);
      expect(timers).toEqual([]);
    });

  for (const kind of receiverKinds)
    test(`that ${kind} has no time for is tried again after seven seconds`, async () => {
      const { deps } = setUp();
      receivers.spoil(kind, "busy");
      const receipt = receiptOf(kind, await send(deps, kind));
      const afterMs = kind === "discord" ? 6_500 : 7_000;
      expect(receipt).toMatchObject({ outcome: "retry", afterMs });
      expect(receiptOf(kind, await send(deps, kind))).toEqual({ outcome: "sent" });
    });

  for (const kind of receiverKinds)
    test(`at which ${kind} breaks is tried again`, async () => {
      const { deps } = setUp();
      receivers.spoil(kind, "broken");
      const receipt = receiptOf(kind, await send(deps, kind));
      expect(receipt).toMatchObject({ outcome: "retry", afterMs: null });
      expect(receipt).toHaveProperty("why", "It answered 500: Internal Server Error");
    });

  for (const kind of receiverKinds)
    test(`that ${kind} took without a word is there once or twice, as it knows repeats or not`, async () => {
      const { deps, timers } = setUp();
      receivers.spoil(kind, "lost");
      const first = send(deps, kind);
      await expect.poll(() => receivers.taken.length).toBe(1);
      timers[0]?.();
      expect(await first).toEqual({
        fault: "timeout",
        why: "No answer came within 10 s; it may have been taken.",
      });
      expect(receiptOf(kind, await first)).toMatchObject({ outcome: "retry" });
      expect(receiptOf(kind, await send(deps, kind))).toEqual({ outcome: "sent" });
      expect(receivers.seen(kind)).toHaveLength(channelKinds[kind].knowsRepeats ? 1 : 2);
    });

  test("goes to the chat's new id, once Telegram has told it", async () => {
    const { deps } = setUp();
    receivers.spoil("telegram", "moved");
    const receipt = receiptOf("telegram", await send(deps, "telegram"));
    const config = "config" in receipt ? (receipt.config ?? {}) : {};
    expect(config.chat).toBe("-1001234567890");
    await sendNotice(deps, channelKinds.telegram.compose(config, messages.down, noon));
    expect(JSON.parse(receivers.taken[0]?.body ?? "").chat_id).toBe("-1001234567890");
  });

  test("that a channel refuses is not tried again", async () => {
    const { deps } = setUp();
    const request = channelKinds.ntfy.compose({ topic: "t" }, messages.down, noon);
    const answer = await sendNotice(deps, request);
    expect(receiptOf("ntfy", answer)).toEqual({
      outcome: "refused",
      why: 'It answered 403: {"code":40301,"http":403,"error":"forbidden"}',
    });
  });
});

describe("what is in the way", () => {
  const webhook = (url: string) =>
    channelKinds.webhook.compose({ url }, aMessage(), noon);

  const blocked: [string, string][] = [
    [
      "http://10.0.0.1/t0ken",
      "10.0.0.1 must not be called: 10.0.0.1 is a private address.",
    ],
    [
      "https://nas.local/t0ken",
      "nas.local must not be called: nas.local is a local name.",
    ],
    [
      "https://example.com:8443/t0ken",
      "example.com:8443 must not be called: port 8443 is not allowed.",
    ],
    [
      "https://u:t0ken@example.com/",
      "example.com must not be called: it carries a user name or password.",
    ],
    [
      "ftp://example.com/t0ken",
      "example.com must not be called: only http and https are fetched, not ftp.",
    ],
    ["t0ken", "The address must not be called: it is not a valid URL."],
  ];
  for (const [url, why] of blocked)
    test(`is told: ${why}`, async () => {
      let calls = 0;
      const { deps } = setUp({
        fetch: () => {
          calls += 1;
          return Promise.reject(new Error("called"));
        },
      });
      const answer = await sendNotice(deps, webhook(url));
      expect(answer).toEqual({ fault: "blocked", why });
      expect(readFault(answer as ChannelFault).outcome).toBe("refused");
      expect(calls).toBe(0);
    });

  const thrown: [string, Error, string][] = [
    ["lost", new Error("Network connection lost."), "No connection to example.com."],
    [
      "unresolved",
      new Error("internal error; reference = x"),
      "No connection to example.com.",
    ],
    [
      "quoting the address",
      new Error("connect to https://example.com/hooks/t0ken failed"),
      "No connection to example.com.",
    ],
    [
      "quoting a header",
      new TypeError('"Bearer t0ken" is an invalid header value.'),
      "The request to example.com could not be sent.",
    ],
  ];
  for (const [name, error, why] of thrown)
    test(`is told without secrets, whatever was thrown: ${name}`, async () => {
      const { deps, timers } = setUp({ fetch: () => Promise.reject(error) });
      const answer = await sendNotice(deps, webhook("https://example.com/hooks/t0ken"));
      expect(answer).toEqual({ fault: "connect", why });
      expect(timers).toEqual([]);
    });

  test("is a channel that never answers", async () => {
    const { deps, timers } = setUp({ fetch: () => new Promise<Response>(() => {}) });
    const answer = sendNotice(deps, webhook("https://example.com/"));
    await Promise.resolve();
    timers[0]?.();
    expect(await answer).toMatchObject({ fault: "timeout" });
  });

  for (const status of [200, 400])
    test(`is no answer of ${status} that goes on for ever: its status counts`, async () => {
      const body = new ReadableStream({ pull: () => new Promise(() => {}) });
      const fetch = () => Promise.resolve(new Response(body, { status }));
      const { deps, timers } = setUp({ fetch });
      const answer = sendNotice(deps, webhook("https://example.com/"));
      await expect.poll(() => timers.length).toBe(2);
      timers[1]?.();
      expect(await answer).toMatchObject({ status, body: "" });
      expect(timers).toEqual([]);
    });

  test("is no redirect: it is told, and not followed", async () => {
    const urls: string[] = [];
    const { deps } = setUp({
      fetch: (url, init) => {
        urls.push(`${url} ${init?.redirect}`);
        const headers = { location: "https://elsewhere.example.com/" };
        return Promise.resolve(new Response(null, { status: 302, headers }));
      },
    });
    const answer = await sendNotice(deps, webhook("https://example.com/a"));
    expect(answer).toMatchObject({ status: 302 });
    expect(urls).toEqual(["https://example.com/a manual"]);
  });

  test("is told in at most 4,096 characters of what the channel says", async () => {
    const { deps } = setUp({
      fetch: () => Promise.resolve(new Response("ナ".repeat(100_000), { status: 400 })),
    });
    const answer = await sendNotice(deps, webhook("https://example.com/a"));
    expect(answer).toHaveProperty("body", "ナ".repeat(4_096));
  });
});

describe("an e-mail", () => {
  test("goes by the binding", async () => {
    const mails: unknown[] = [];
    const { deps } = setUp({ email: { send: async (mail) => mails.push(mail) } });
    expect(await send(deps, "email")).toMatchObject({ status: 202 });
    expect(mails).toEqual([
      {
        from: "junkai@example.com",
        to: ["ops@example.com", "boss@example.com"],
        subject: "Down: shop.example.com",
        text: expect.stringContaining("The status is 502; expected 2xx."),
      },
    ]);
  });

  test("is refused where there is no binding", async () => {
    const { deps } = setUp();
    expect(await send(deps, "email")).toMatchObject({ fault: "blocked" });
  });

  const codes: [string | null, string][] = [
    ["E_RATE_LIMIT_EXCEEDED", "retry"],
    ["E_DELIVERY_FAILED", "retry"],
    ["E_SENDER_NOT_VERIFIED", "refused"],
    [null, "retry"],
  ];
  for (const [code, outcome] of codes)
    test(`that ends with ${code ?? "no code"} is ${outcome}`, async () => {
      const error = Object.assign(new Error("because"), code === null ? {} : { code });
      const { deps } = setUp({ email: { send: () => Promise.reject(error) } });
      const answer = await send(deps, "email");
      const receipt = channelKinds.email.readAnswer(answer as ChannelAnswer, {});
      expect(receipt.outcome).toBe(outcome);
      expect(receipt).toHaveProperty("why", expect.stringContaining("because"));
    });
});

test("a notice to the log is one event of it", async () => {
  const { deps, logs } = setUp();
  expect(await send(deps, "log")).toMatchObject({ status: 200 });
  expect(logs).toEqual([
    expect.objectContaining({
      event: "notice",
      id: "n-1",
      title: "Down: shop.example.com",
    }),
  ]);
});
