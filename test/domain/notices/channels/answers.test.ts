import { describe, expect, test } from "vitest";
import type { ChannelConfig, Receipt } from "#domain/notices/channels/channel-kind.ts";
import { hideSecrets } from "#domain/notices/channels/hide-secrets.ts";
import {
  type ChannelKindName,
  channelKindNames,
  channelKinds,
} from "#domain/notices/channels/kinds.ts";
import { channelConfigs } from "#test/fixtures/notices/channel-configs.ts";
import { noon } from "#test/fixtures/notices/events.ts";

const read = (
  kind: ChannelKindName,
  status: number,
  body: string | object = "",
  headers: Record<string, string> = {},
): Receipt =>
  channelKinds[kind].readAnswer(
    {
      at: noon,
      status,
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    },
    channelConfigs[kind],
  );

type Row = {
  kind: ChannelKindName;
  status: number;
  body?: string | object;
  after?: string;
  wanted: Receipt;
};

const sent: Receipt = { outcome: "sent" };
const refused = (why: string): Receipt => ({ outcome: "refused", why });
const retry = (afterMs: number | null, why: string): Receipt => ({
  outcome: "retry",
  afterMs,
  why,
});

const rows: Row[] = [
  { kind: "slack", status: 200, body: "ok", wanted: sent },
  { kind: "slack", status: 200, body: { success: true }, wanted: sent },
  {
    kind: "slack",
    status: 200,
    body: "invalid_payload",
    wanted: refused("It refused: invalid_payload"),
  },
  {
    kind: "slack",
    status: 200,
    body: { success: false, error: "no room" },
    wanted: refused('It refused: {"success":false,"error":"no room"}'),
  },
  {
    kind: "slack",
    status: 404,
    body: "no_service",
    wanted: refused("It answered 404: no_service"),
  },
  { kind: "slack", status: 429, after: "30", wanted: retry(30_000, "It answered 429.") },
  { kind: "slack", status: 408, wanted: retry(null, "It answered 408.") },
  { kind: "slack", status: 500, after: "soon", wanted: retry(null, "It answered 500.") },
  {
    kind: "webhook",
    status: 503,
    after: "Sat, 28 Nov 2026 12:02:00 GMT",
    wanted: retry(120_000, "It answered 503."),
  },
  // A server's mistake silences it for a day at most.
  {
    kind: "webhook",
    status: 503,
    after: "9999999999",
    wanted: retry(86_400_000, "It answered 503."),
  },
  { kind: "webhook", status: 301, wanted: refused("It answered 301.") },
  {
    kind: "webhook",
    status: 410,
    body: "gone\nfor\rgood",
    wanted: refused("It answered 410: gone for good"),
  },
  { kind: "discord", status: 204, wanted: sent },
  {
    kind: "discord",
    status: 429,
    body: { retry_after: 0.529 },
    after: "1",
    wanted: retry(529, 'It answered 429: {"retry_after":0.529}'),
  },
  {
    kind: "discord",
    status: 429,
    body: "<html>",
    after: "2",
    wanted: retry(2_000, "It answered 429: <html>"),
  },
  {
    kind: "discord",
    status: 429,
    body: { retry_after: 1e12 },
    wanted: retry(86_400_000, 'It answered 429: {"retry_after":1000000000000}'),
  },
  {
    kind: "telegram",
    status: 429,
    body: {
      ok: false,
      description: "Too Many Requests",
      parameters: { retry_after: 35 },
    },
    wanted: retry(35_000, "It answered 429: Too Many Requests"),
  },
  {
    kind: "telegram",
    status: 403,
    body: { ok: false, description: "Forbidden: bot was kicked" },
    wanted: refused("It answered 403: Forbidden: bot was kicked"),
  },
  {
    kind: "telegram",
    status: 400,
    body: { ok: false, parameters: { migrate_to_chat_id: -1001234567890 } },
    wanted: {
      outcome: "retry",
      afterMs: 0,
      why: "The chat has another id now: -1001234567890.",
      config: { ...channelConfigs.telegram, chat: "-1001234567890" },
    },
  },
  {
    kind: "telegram",
    status: 400,
    body: { parameters: { migrate_to_chat_id: "x" } },
    wanted: refused('It answered 400: {"parameters":{"migrate_to_chat_id":"x"}}'),
  },
  { kind: "pushover", status: 200, body: { status: 1 }, wanted: sent },
  {
    kind: "pushover",
    status: 200,
    body: { status: 0, errors: ["no devices"] },
    wanted: refused("It refused: no devices"),
  },
  {
    kind: "pushover",
    status: 400,
    body: { status: 0, errors: ["user key is invalid", "x"] },
    wanted: refused("It answered 400: user key is invalid x"),
  },
  {
    kind: "matrix",
    status: 429,
    body: { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 1_500 },
    wanted: retry(
      1_500,
      'It answered 429: {"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1500}',
    ),
  },
  { kind: "teams", status: 202, wanted: sent },
  {
    kind: "teams",
    status: 200,
    body: "Microsoft Teams endpoint returned HTTP error 413",
    wanted: refused("It answered 413: Microsoft Teams endpoint returned HTTP error 413"),
  },
  { kind: "pagerduty", status: 202, body: { status: "success" }, wanted: sent },
  {
    kind: "email",
    status: 429,
    body: "E_RATE_LIMIT_EXCEEDED: slow",
    wanted: retry(null, "It answered 429: E_RATE_LIMIT_EXCEEDED: slow"),
  },
];

describe("an answer", () => {
  for (const { kind, status, body, after, wanted } of rows)
    test(`${status} of ${kind} with ${JSON.stringify(body ?? after ?? "")} is ${wanted.outcome}`, () => {
      const headers: Record<string, string> =
        after === undefined ? {} : { "retry-after": after };
      expect(read(kind, status, body, headers)).toEqual(wanted);
    });

  for (const kind of channelKindNames)
    test(`of ${kind} that repeats the settings is told without what is secret in them`, () => {
      const config = channelConfigs[kind];
      const { fields } = channelKinds[kind];
      const secrets = Object.entries(config)
        .filter(([name]) => fields[name]?.secret === true)
        .map(([, value]) => String(value));
      const { why } = {
        why: "",
        ...read(kind, 400, `we do not know ${secrets.join(" or ")}`),
      };
      expect(why).toContain("we do not know");
      for (const secret of secrets) {
        expect(why).not.toContain(secret);
        expect(why).not.toMatch(/s3cret/);
      }
    });

  test("is told in at most 300 characters", () => {
    const { why } = { why: "", ...read("slack", 400, "x".repeat(4_096)) };
    expect(why).toHaveLength("It answered 400: ".length + 300);
  });
});

test("parts of an address are hidden wherever they stand", () => {
  const config = { url: "https://hooks.example.com/services/abcdefgh1?sig=ijklmnop2" };
  expect(hideSecrets("no abcdefgh1, no ijklmnop2, hooks.example.com", config)).toBe(
    "no …, no …, hooks.example.com",
  );
  expect(hideSecrets(`GET ${config.url}`, config)).toBe("GET …");
});

test.each([
  ["of a password", { user: "ops", password: "hunter2" }, "hunter2"],
  ["of a proof", { user: "ops", password: "hunter2" }, btoa("ops:hunter2")],
  ["in an address", { token: "a/b+c=d?e" }, "a%2Fb%2Bc%3Dd%3Fe"],
  ["of a query", { url: "https://a.example.com/?sig=ab%2Bcdefgh" }, "ab%2Bcdefgh"],
  [
    "of a query that is decoded",
    { url: "https://a.example.com/?sig=ab%2Bcdefgh" },
    "ab+cdefgh",
  ],
  ["in a page", { token: "abc&defgh" }, "abc&amp;defgh"],
])("a secret %s is hidden as it may be repeated", (_, config, repeated) => {
  expect(hideSecrets(`You sent ${repeated}.`, config)).toBe("You sent ….");
});

describe("settings that have the right form", () => {
  const objections: [ChannelKindName, ChannelConfig, string | null][] = [
    ["webhook", { secret: "not base64!" }, "secret"],
    ["webhook", { secret: "whsec_c2hvcnQ=" }, "secret"],
    ["webhook", channelConfigs.webhook, null],
    ["webhook", { url: "https://ops.example.com/" }, null],
    ["telegram", { token: "abc", chat: "1" }, "token"],
    ["ntfy", { topic: "a b" }, "topic"],
    ["matrix", { room: "#alias:example.com" }, "room"],
    ["email", { from: "junkai", to: "a@example.com" }, "from"],
    ["email", { from: "a@example.com\nBcc: b", to: "a@example.com" }, "from"],
    ["email", { from: "a@example.com", to: " , " }, "to"],
    ["email", { from: "a@example.com", to: "b@example.com, c" }, "to"],
    [
      "email",
      { from: "a@example.com", to: Array(51).fill("b@example.com").join() },
      "to",
    ],
  ];
  for (const [kind, config, field] of objections)
    test(`of ${kind} are ${field === null ? "taken" : `refused at ${field}`}: ${JSON.stringify(config).slice(0, 60)}`, () => {
      expect(channelKinds[kind].objectTo?.(config)?.field ?? null).toBe(field);
    });

  for (const kind of channelKindNames)
    test(`of ${kind} have an example that fits their kinds`, () => {
      const { fields } = channelKinds[kind];
      for (const { kind, example, choices = [] } of Object.values(fields)) {
        if (kind === "url") expect(URL.canParse(example)).toBe(true);
        if (kind === "choice") expect(choices).toContain(example);
        if (kind === "number") expect(Number(example)).not.toBeNaN();
      }
      const names = Object.keys(channelConfigs[kind]);
      expect(names.filter((name) => !(name in fields))).toEqual([]);
    });
});
