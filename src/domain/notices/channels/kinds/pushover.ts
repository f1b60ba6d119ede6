// Sends to a user or a group of Pushover.
// https://pushover.net/api

import { cutToChars } from "#domain/cut.ts";
import type {
  ChannelAnswer,
  ChannelConfig,
  ChannelKind,
  Receipt,
} from "#domain/notices/channels/channel-kind.ts";
import { readStatus, refusedBy } from "#domain/notices/channels/receipt.ts";
import { postJson, readFields, textOf } from "#domain/notices/channels/settings.ts";
import { type ByUrgency, byUrgency } from "#domain/notices/channels/urgency.ts";
import { plain, withinChars, writeText } from "#domain/notices/channels/write-text.ts";
import type { Message } from "#domain/notices/message.ts";

const MAX_TITLE_CHARS = 250;
const MAX_MESSAGE_CHARS = 1_024;
const MAX_URL_CHARS = 512;
const MAX_URL_TITLE_CHARS = 100;

/** From -2, which only counts, to 2, which rings until somebody acknowledges it. */
const priorities: ByUrgency<number> = { down: 1, degraded: 0, info: -1, resolved: 0 };

/** Rings each minute for an hour; at least 30 s and at most 10,800 s are allowed. */
const emergency = { priority: 2, retry: 60, expire: 3_600 };

export const pushover: ChannelKind = {
  fields: {
    token: {
      kind: "text",
      secret: true,
      description: "The application's API token.",
      example: "azGDORePK8gMaC0QOYAMyEEuzJnyUi",
    },
    user: {
      kind: "text",
      secret: true,
      description: "The key of the user or the group.",
      example: "uQiRzpo4DXghDmr9QzzfQu27cmVRsG",
    },
    device: {
      kind: "text",
      optional: true,
      description: "One of the user's devices; all without it.",
      example: "phone",
    },
    emergency: {
      kind: "boolean",
      optional: true,
      description: "Whether what is down rings for an hour, until it is acknowledged.",
      example: "true",
    },
  },
  knowsRepeats: false,
  compose(config, message) {
    const device = textOf(config, "device");
    const rings =
      config.emergency === true &&
      message.state === "firing" &&
      message.severity === "down";
    return postJson("https://api.pushover.net/1/messages.json", {
      token: textOf(config, "token"),
      user: textOf(config, "user"),
      ...(device !== "" && { device }),
      title: cutToChars(message.title, MAX_TITLE_CHARS),
      message: writeText(message, plain, {
        title: false,
        links: false,
        ...withinChars(MAX_MESSAGE_CHARS),
      }),
      ...linkOf(message),
      ...(rings ? emergency : { priority: byUrgency(message, priorities) }),
      timestamp: Math.floor(message.at / 1_000),
    });
  },
  readAnswer,
};

function linkOf({ links, url }: Message) {
  const look = links.find(({ name }) => name === "look");
  const address = look?.url ?? url;
  // Half an address leads nowhere.
  if (address === null || address.length > MAX_URL_CHARS) return {};
  const title = look && cutToChars(look.label, MAX_URL_TITLE_CHARS);
  return { url: address, ...(title !== undefined && { url_title: title }) };
}

function readAnswer(answer: ChannelAnswer, config: ChannelConfig): Receipt {
  const { status, errors } = readFields(answer.body);
  const said = Array.isArray(errors) ? errors.join(" ") : answer.body;
  const receipt = readStatus(answer, config, said);
  return receipt.outcome === "sent" && status !== 1 ? refusedBy(said, config) : receipt;
}
