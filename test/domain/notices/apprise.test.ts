import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readApprise } from "#domain/notices/apprise.ts";
import { channelKinds } from "#domain/notices/channels/kinds.ts";
import { messages, noon } from "#test/fixtures/notices/events.ts";

const signed =
  "api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=S1gn-ature";

const taken: [string, string, object, string][] = [
  [
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "slack",
    {
      url: "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    },
    "Slack",
  ],
  [
    "slack://A/B/C/%23ops",
    "slack",
    { url: "https://hooks.slack.com/services/A/B/C", channel: "#ops" },
    "Slack",
  ],
  [
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "discord",
    { url: "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js" },
    "Discord",
  ],
  [
    "discord://1/t?thread=99",
    "discord",
    { url: "https://discord.com/api/webhooks/1/t", thread: "99" },
    "Discord",
  ],
  [
    "tgram://123456789:abcdefg_hijklmnop/12315544",
    "telegram",
    { token: "123456789:abcdefg_hijklmnop", chat: "12315544" },
    "Telegram",
  ],
  [
    "tgram://1:ab/-100123:42/",
    "telegram",
    { token: "1:ab", chat: "-100123", thread: 42 },
    "Telegram",
  ],
  [
    "tgram://1:ab/-100123?topic=42",
    "telegram",
    { token: "1:ab", chat: "-100123", thread: 42 },
    "Telegram",
  ],
  ["ntfy://mytopic", "ntfy", { topic: "mytopic" }, "ntfy"],
  [
    "ntfys://ntfy.example.com/alerts",
    "ntfy",
    { topic: "alerts", server: "https://ntfy.example.com" },
    "ntfy.example.com",
  ],
  [
    "ntfy://user:p%40ss@ntfy.example.com:8080/alerts",
    "ntfy",
    {
      topic: "alerts",
      server: "http://ntfy.example.com:8080",
      user: "user",
      password: "p@ss",
    },
    "ntfy.example.com",
  ],
  [
    "ntfys://tk_abc@ntfy.example.com/alerts",
    "ntfy",
    { topic: "alerts", server: "https://ntfy.example.com", token: "tk_abc" },
    "ntfy.example.com",
  ],
  ["pagerduty://R0123@api", "pagerduty", { routingKey: "R0123" }, "PagerDuty"],
  [
    "pagerduty://R0123@api?region=eu",
    "pagerduty",
    { routingKey: "R0123", server: "https://events.eu.pagerduty.com" },
    "PagerDuty",
  ],
  ["pover://uKey@aToken", "pushover", { user: "uKey", token: "aToken" }, "Pushover"],
  [
    "pover://uKey@aToken/phone?priority=emergency",
    "pushover",
    { user: "uKey", token: "aToken", device: "phone", emergency: true },
    "Pushover",
  ],
  [
    "gotifys://gotify.example.com/T0ken",
    "gotify",
    { server: "https://gotify.example.com", token: "T0ken" },
    "gotify.example.com",
  ],
  [
    "gotify://gotify.example.com:81/under/here/T0ken",
    "gotify",
    { server: "http://gotify.example.com:81/under/here", token: "T0ken" },
    "gotify.example.com",
  ],
  [
    "mmosts://mm.example.com/h00k?channel=ops",
    "slack",
    { url: "https://mm.example.com/hooks/h00k", channel: "ops" },
    "mm.example.com",
  ],
  [
    "rockets://webhookA/webhookB@rc.example.com/#ops",
    "slack",
    { url: "https://rc.example.com/hooks/webhookA/webhookB", channel: "#ops" },
    "rc.example.com",
  ],
  [
    "workflows://prod-3.logic.azure.com:443/643e69f83c8944/S1gn-ature/",
    "teams",
    {
      url: `https://prod-3.logic.azure.com:443/workflows/643e69f83c8944/triggers/manual/paths/invoke?${signed}`,
    },
    "Teams",
  ],
  [
    "matrixs://syt_abc@matrix.example.com/!room:example.com",
    "matrix",
    { server: "https://matrix.example.com", token: "syt_abc", room: "!room:example.com" },
    "matrix.example.com",
  ],
  [
    "mailto://junkai:pass@example.com?to=ops@example.org",
    "email",
    { from: "junkai@example.com", to: "ops@example.org" },
    "e-mail",
  ],
  [
    "mailtos://example.com/a@example.org/b@example.org?from=j@example.com",
    "email",
    { from: "j@example.com", to: "a@example.org, b@example.org" },
    "e-mail",
  ],
  [
    "jsons://hook.example.com:8443/a%20b/c",
    "webhook",
    { url: "https://hook.example.com:8443/a%20b/c" },
    "hook.example.com",
  ],
  [
    "json://u:p@hook.example.com",
    "webhook",
    { url: "http://hook.example.com", authorization: "Basic dTpw" },
    "hook.example.com",
  ],
  [
    " SLACK://A/B/C ",
    "slack",
    { url: "https://hooks.slack.com/services/A/B/C" },
    "Slack",
  ],
];

const one =
  "The address begins with one of slack://, discord://, tgram://, ntfy://, pagerduty://, pover://, gotify://, mmost://, rocket://, workflows://, matrix://, mailto://, json://.";

const refused: [string, string][] = [
  ["https://hooks.slack.com/services/S3cret", one],
  ["", one],
  ["slack://S3cret/B", "The address of Slack has three tokens: slack://A/B/C."],
  ["discord://1", "The address has no webhook's token."],
  ["tgram://S3cret/1", "A token has digits, a colon and letters."],
  ["tgram://1:S3cret", "The address has no chat's id."],
  ["tgram://1:S3cret/1:x", "The topic of the chat is a number."],
  ["ntfy://", "The address has no topic."],
  ["ntfy://S3cret topic", "A topic has up to 64 letters, digits, - and _."],
  ["pagerduty://S3cret", "The address has no integration key before the @."],
  ["pover://S3cret", "The address has no user's key before the @."],
  ["gotify://gotify.example.com", "The address has no token."],
  ["gotify:///S3cret", "The address has no host."],
  ["mmost://mm.example.com", "The address has no webhook's token."],
  ["rocket://rc.example.com/S3cret", "The address has no webhook's token before the @."],
  [
    "workflows://a.example.com/S3cret",
    "The address has no signature after the workflow.",
  ],
  [
    "matrix://matrix.example.com/!S3cret",
    "The address has no access token before the @.",
  ],
  [
    "matrix://S3cret@matrix.example.com/%23alias",
    "The room is told by its id, which begins with an exclamation mark.",
  ],
  ["mailto://example.com", "The address has no sender."],
  [
    "json://S3cret%zz.example.com",
    "The address has a percent sign that encodes nothing.",
  ],
  ["json://exa%20mple/S3cret", "The host of the address is not valid."],
  ["json://example.com:S3cret/", "The host of the address is not valid."],
  [
    `json://example.com/${"S3cret".repeat(400)}`,
    "The address is longer than 2048 characters.",
  ],
];

describe("an address of Apprise", () => {
  for (const [address, kind, config, name] of taken)
    test(`is read: ${address}`, () => {
      expect(readApprise(address)).toEqual({ kind, config, name });
    });

  for (const [address, problem] of refused)
    test(`is refused, and not repeated: ${problem} (${address.slice(0, 40)})`, () => {
      expect(readApprise(address)).toEqual({ problem });
      expect(problem).not.toContain("S3cret");
    });

  test("gives a channel that can send, or one sentence, whatever it is", () => {
    const schemes = taken.map(([address]) => address.split("://")[0] ?? "");
    const part = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        "a",
        "1:b",
        "%",
        "%41",
        "@",
        ":",
        "/",
        "?",
        "#",
        "[::1]",
        ":80",
        "!r:h",
        "host.example",
      ),
    );
    const addresses = fc
      .tuple(fc.constantFrom(...schemes), fc.array(part, { maxLength: 8 }))
      .map(([scheme, parts]) => `${scheme}://${parts.join("")}`);
    fc.assert(
      fc.property(fc.oneof(addresses, fc.string({ unit: "binary" })), (address) => {
        const read = readApprise(address);
        if ("problem" in read) {
          expect(read.problem).toMatch(/^The |^A |^There |^This |^These /);
          return;
        }
        const { fields, objectTo } = channelKinds[read.kind];
        for (const [name, field] of Object.entries(fields))
          if (field.optional !== true) expect(read.config[name]).toBeTruthy();
        expect(objectTo?.(read.config) ?? null).toBeNull();
        channelKinds[read.kind].compose(read.config, messages.down, noon);
      }),
      { numRuns: 2_000 },
    );
  });
});
