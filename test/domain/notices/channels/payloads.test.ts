import { describe, expect, test } from "vitest";
import type { ChannelRequest } from "#domain/notices/channels/channel-kind.ts";
import { channelKindNames, channelKinds } from "#domain/notices/channels/kinds.ts";
import type { Message } from "#domain/notices/message.ts";
import { channelConfigs } from "#test/fixtures/notices/channel-configs.ts";
import { aMessage, hostileNews, messages, noon } from "#test/fixtures/notices/events.ts";
import { createReceivers } from "#test/fixtures/notices/receivers.ts";

const compose = (kind: (typeof channelKindNames)[number], message: Message) =>
  channelKinds[kind].compose(channelConfigs[kind], message, noon + 1_000);

/** A request as a text that can be read and compared. */
function print(name: string, request: ChannelRequest): string {
  const { via, ...rest } = request;
  const shown = "body" in rest ? { ...rest, body: JSON.parse(rest.body) } : rest;
  return `== ${name}, via ${via}\n${JSON.stringify(shown, null, 2)}\n`;
}

const golden = [
  "down",
  "degraded",
  "resolved",
  "findings",
  "changed",
  "japanese",
  "hostile",
  "hostileChange",
] as const;

describe("the payload of each kind of channel", () => {
  for (const kind of channelKindNames)
    test(`${kind} sends what golden/${kind}.txt says`, async () => {
      const printed = golden.map((name) => print(name, compose(kind, messages[name])));
      await expect(printed.join("\n")).toMatchFileSnapshot(`golden/${kind}.txt`);
    });

  for (const kind of channelKindNames)
    for (const [name, message] of Object.entries(messages))
      test(`${kind} takes a message that is ${name}`, () => {
        const request = compose(kind, message);
        if (request.via !== "http") {
          const { text = "" } = request.via === "log" ? request.fields : request;
          expect(text.length).toBeGreaterThan(0);
          return;
        }
        const receivers = createReceivers();
        const url = new URL(request.url);
        receivers.site(url, new Request(url, { ...request }), request.body);
        expect(receivers.refused).toEqual([]);
        expect(receivers.taken).toHaveLength(1);
        // Who has no place for all says how many are left out.
        const { length } = message.items;
        const told = message.items.filter(({ title }) => request.body.includes(title));
        if (name === "thirty" && told.length < length)
          expect(request.body).toContain(`${length - told.length} more`);
      });
});

test.each(Object.entries(messages))(
  "the log is told a message that is %s on one line, which no stranger can break",
  (_, message) => {
    const text = "\n\u001b[31m\u2028one\u202e";
    const items = message.items.map((item) => ({ ...item, text: item.text + text }));
    for (const told of [
      message,
      { ...message, items },
      { ...message, text: `a${text}` },
    ]) {
      const request = compose("log", told);
      if (request.via !== "log") throw new Error("the log is no other channel");
      for (const value of Object.values(request.fields))
        expect(value).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
    }
  },
);

const bodyOf = (kind: (typeof channelKindNames)[number], message: Message): string => {
  const request = compose(kind, message);
  return request.via === "http" ? request.body : JSON.stringify(request);
};

describe("a stranger's text", () => {
  test("calls nobody at Slack, and makes no link of its own", () => {
    const { text, attachments } = JSON.parse(bodyOf("slack", messages.hostile));
    for (const part of [text, attachments[0].text]) {
      expect(part).not.toMatch(/<!|<@|@everyone|@here/);
      expect(part).toContain("&lt;!channel&gt; @\u200beveryone");
      expect(part).not.toContain("](");
    }
  });

  test("calls nobody at Discord, and makes no link of its own", () => {
    const body = JSON.parse(bodyOf("discord", messages.hostile));
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.content).toContain("\\@everyone");
    expect(body.content).toContain("\\[x\\]\\(https\\://evil.example\\)");
    expect(body.content).not.toMatch(/(?<!\\)[*`[\]]/);
  });

  test("is no mark-up at Telegram, Matrix and Teams", () => {
    expect(JSON.parse(bodyOf("telegram", messages.hostile)).text).toContain(
      "&quot;&gt;&lt;!channel&gt; @everyone",
    );
    const matrix = JSON.parse(bodyOf("matrix", messages.hostile));
    expect(matrix.formatted_body).toContain("&lt;b&gt;&amp;amp;&lt;/b&gt;");
    expect(matrix["m.mentions"]).toEqual({});
    expect(bodyOf("teams", messages.hostile)).not.toContain('"TextBlock"');
  });

  test("stays within one subject of an e-mail", () => {
    const request = compose("email", messages.hostile);
    expect(request.via === "email" && request.subject).not.toMatch(/[\r\n]/);
  });
});

describe("links that act", () => {
  test("are opened by ntfy, never called", () => {
    const { actions } = JSON.parse(bodyOf("ntfy", messages.down));
    expect(actions.map(({ action }: { action: string }) => action)).toEqual([
      "view",
      "view",
      "view",
    ]);
  });

  test("are previewed neither by Slack, nor by Discord, nor by Telegram", () => {
    expect(JSON.parse(bodyOf("slack", messages.down)).unfurl_links).toBe(false);
    expect(JSON.parse(bodyOf("discord", messages.down)).embeds[0].description).toContain(
      "[Acknowledge](<https://junkai.example.com/act/ack?k=A.B&s=C>)",
    );
    expect(
      JSON.parse(bodyOf("telegram", messages.down)).link_preview_options.is_disabled,
    ).toBe(true);
  });

  test("do not stand in the log", () => {
    expect(bodyOf("log", messages.down)).not.toContain("act/ack");
  });
});

describe("what a repeat is known by", () => {
  test("is the notice's id at a webhook and in Matrix, whenever it is tried", () => {
    const request = (now: number) =>
      channelKinds.webhook.compose(channelConfigs.webhook, messages.down, now);
    const headers = [request(noon), request(noon + 3_600_000)].map((one) =>
      one.via === "http" ? one.headers : {},
    );
    expect(headers.map((one) => one["webhook-id"])).toEqual(["n-1", "n-1"]);
    expect(headers.map((one) => one["webhook-timestamp"])).toEqual([
      `${noon / 1_000}`,
      `${noon / 1_000 + 3_600}`,
    ]);
    const matrix = compose("matrix", messages.down);
    expect(matrix.via === "http" && matrix.url).toMatch(/\/n-1$/);
  });

  test("is the group at PagerDuty, from the first trigger to the end", () => {
    const keyOf = (message: Message) => {
      const { dedup_key, event_action } = JSON.parse(bodyOf("pagerduty", message));
      return [dedup_key, event_action];
    };
    expect(keyOf(messages.down)).toEqual(["3/default/shop", "trigger"]);
    expect(keyOf(messages.resolved)).toEqual(["3/default/shop", "resolve"]);
    // Nothing would ever resolve what only informs.
    expect(keyOf(messages.findings)).toEqual(["n-1", "trigger"]);
    const long = aMessage({ groupKey: "g".repeat(400) });
    const other = aMessage({ groupKey: `${"g".repeat(399)}h` });
    expect(keyOf(long)[0]).toHaveLength(255);
    expect(keyOf(long)[0]).not.toBe(keyOf(other)[0]);
  });

  test("are the labels at Alertmanager, where a severity that is not told ends", () => {
    const alerts = JSON.parse(bodyOf("alertmanager", messages.down));
    const severities = alerts.map(
      ({ labels }: { labels: { severity: string } }) => labels,
    );
    expect(severities.map(({ severity }: { severity: string }) => severity)).toEqual([
      "down",
      "degraded",
    ]);
    expect(alerts[0].endsAt > alerts[0].startsAt).toBe(true);
    expect(alerts[1].endsAt).toBe(alerts[1].startsAt);
  });
});

describe("a template that quotes strangers", () => {
  const message = aMessage({
    news: hostileNews,
    template: {
      title: "[{{severity}}] {{#items}}{{name}}{{/items}}",
      text: "{{#items}}*{{name}}*\n<b>{{text}}</b>\n{{/items}}{{#links}}{{url}}\n{{/links}}",
    },
  });

  test("makes text and no mark-up, as golden/templates.txt says", async () => {
    const kinds = ["slack", "discord", "telegram", "matrix", "email", "log"] as const;
    const printed = kinds.map((kind) => print(kind, compose(kind, message)));
    await expect(printed.join("\n")).toMatchFileSnapshot("golden/templates.txt");
  });
});

test("a channel's own text stands in place of the items", () => {
  const message = aMessage({ template: { text: "just this" } });
  for (const kind of ["slack", "telegram", "ntfy", "teams", "email"] as const) {
    expect(bodyOf(kind, message)).toContain("just this");
    expect(bodyOf(kind, message)).not.toContain("502");
  }
});

describe("a webhook", () => {
  const bodyIn = (config: Record<string, string>) => {
    const settings = { ...channelConfigs.webhook, ...config };
    const request = channelKinds.webhook.compose(settings, messages.resolved, noon);
    if (request.via !== "http") throw new Error("a webhook goes by HTTP");
    return request;
  };

  test("has Alertmanager's form where it is asked for", () => {
    const body = JSON.parse(bodyIn({ format: "alertmanager" }).body);
    expect(body).toMatchObject({
      version: "4",
      groupKey: "3/default/shop",
      status: "resolved",
      truncatedAlerts: 0,
      commonLabels: { alertname: "Incident", target: "shop", severity: "down" },
      alerts: [
        {
          status: "resolved",
          startsAt: "2026-11-28T11:48:00.000Z",
          endsAt: "2026-11-28T12:00:00.000Z",
          generatorURL: "https://junkai.example.com/incidents/17-a",
        },
      ],
    });
  });

  test("goes unsigned without a secret, and authorized where that is set", () => {
    const { secret: _, ...config } = channelConfigs.webhook;
    const request = channelKinds.webhook.compose(
      { ...config, authorization: "Bearer x" },
      messages.down,
      noon,
    );
    const headers = request.via === "http" ? request.headers : {};
    expect(headers.authorization).toBe("Bearer x");
    expect(headers["webhook-signature"]).toBeUndefined();
  });
});
