// Sends to a receiver of one's own, signed as Standard Webhooks has it; or in the form in
// which Alertmanager calls its webhooks, for what takes these.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
import { Webhook } from "standardwebhooks";
import { byteLength } from "#domain/cut.ts";
import { type Alert, toAlert } from "#domain/notices/channels/alert-form.ts";
import type {
  ChannelConfig,
  ChannelKind,
} from "#domain/notices/channels/channel-kind.ts";
import { fitMessage, type Shown } from "#domain/notices/channels/fit-message.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { hookField, postJson, textOf } from "#domain/notices/channels/settings.ts";
import { shortHash } from "#domain/notices/channels/short-hash.ts";
import type { Message, MessageItem } from "#domain/notices/message.ts";

// Receivers take a megabyte and more; some queues behind them take no more than this.
const MAX_BODY_BYTES = 250_000;

export const webhook: ChannelKind = {
  fields: {
    url: hookField("https://ops.example.com/hooks/junkai"),
    secret: {
      kind: "text",
      secret: true,
      optional: true,
      description:
        "Signs each request: 24 to 64 bytes in base64, with whsec_ before it or not.",
      example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    },
    authorization: {
      kind: "text",
      secret: true,
      optional: true,
      inHeader: true,
      description: "The value of the header Authorization.",
      example: "Bearer secret",
    },
    format: {
      kind: "choice",
      choices: ["junkai", "alertmanager"],
      optional: true,
      description: "The form of the body; junkai without it.",
      example: "alertmanager",
    },
  },
  takesTemplate: ({ format }) => format !== "alertmanager",
  knowsRepeats: true,
  objectTo: (config) =>
    config.secret === undefined || isKey(textOf(config, "secret"))
      ? null
      : { field: "secret", problem: "A secret is 24 to 64 bytes in base64." },
  compose(config, message, now) {
    const write = config.format === "alertmanager" ? alertmanagerBody : junkaiBody;
    const body = fitMessage(
      { ...message, text: null },
      (shown) => JSON.stringify(write(message, shown)),
      (made) => byteLength(made) <= MAX_BODY_BYTES,
    );
    const authorization = textOf(config, "authorization");
    return postJson(textOf(config, "url"), body, {
      ...sign(config, message.id, body, now),
      ...(authorization !== "" && { authorization }),
    });
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};

/** The id stays the same over tries; the timestamp is that of the try. */
function sign(config: ChannelConfig, id: string, body: string, now: number) {
  const secret = textOf(config, "secret");
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": `${Math.floor(now / 1_000)}`,
  };
  if (secret === "") return headers;
  const signature = new Webhook(secret).sign(id, new Date(now), body);
  return { ...headers, "webhook-signature": signature };
}

/** The specification's range. */
const isKeyLength = (bytes: number): boolean => bytes >= 24 && bytes <= 64;

function isKey(secret: string): boolean {
  const text = secret.replace(/^whsec_/, "");
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  return isBase64 && isKeyLength(atob(text).length);
}

const junkaiBody = (message: Message, { items, more }: Shown) => ({
  type: `notice.${message.state}`,
  timestamp: new Date(message.at).toISOString(),
  data: {
    ...message,
    more,
    at: new Date(message.at).toISOString(),
    items: items.map((item) => ({
      ...item,
      startedAt: new Date(item.startedAt).toISOString(),
      endedAt: item.endedAt === null ? null : new Date(item.endedAt).toISOString(),
    })),
  },
});

/** What Go writes for an instant that has not come. */
const noInstant = "0001-01-01T00:00:00Z";

function alertmanagerBody(message: Message, { items, more }: Shown) {
  const alerts = items.map((item) => v4Alert(item));
  return {
    version: "4",
    groupKey: message.groupKey,
    truncatedAlerts: more,
    status: message.state === "resolved" ? "resolved" : "firing",
    receiver: "junkai",
    groupLabels: {},
    commonLabels: commonOf(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonOf(alerts.map(({ annotations }) => annotations)),
    externalURL: message.url ?? "",
    alerts,
  };
}

const v4Alert = (item: MessageItem) => {
  const { endsAt, ...alert } = toAlert(item);
  return {
    status: endsAt === null ? "firing" : "resolved",
    ...alert,
    endsAt: endsAt ?? noInstant,
    fingerprint: shortHash(item.key),
  };
};

/** What all have alike. */
function commonOf(all: readonly Alert["labels"][]): Record<string, string> {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      rest.every((other) => other[name] === value),
    ),
  );
}
