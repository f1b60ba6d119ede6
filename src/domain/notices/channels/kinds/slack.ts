// Sends to Slack, Mattermost and Rocket.Chat by incoming webhooks: all take this body.
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks

import { cutToChars } from "#domain/cut.ts";
import type {
  ChannelAnswer,
  ChannelConfig,
  ChannelKind,
  Receipt,
} from "#domain/notices/channels/channel-kind.ts";
import { readStatus, refusedBy } from "#domain/notices/channels/receipt.ts";
import {
  hookField,
  postJson,
  readFields,
  textOf,
} from "#domain/notices/channels/settings.ts";
import { byUrgency, colours } from "#domain/notices/channels/urgency.ts";
import {
  type Markup,
  withinChars,
  writeText,
} from "#domain/notices/channels/write-text.ts";

// Slack's limits of a section's and of an attachment title's text.
const MAX_TEXT_CHARS = 3_000;
const MAX_TITLE_CHARS = 1_024;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

/**
 * Slack's three characters make mentions and links
 * (https://docs.slack.dev/messaging/formatting-message-text). Mattermost and Rocket.Chat
 * also take `@all` and Markdown's links and pictures: a space of no width parts these.
 */
const escapeText = (text: string): string =>
  text
    .replace(/[&<>]/g, (char) => entities[char] ?? char)
    .replace(/@(?=\w)/g, "@\u200b")
    .replaceAll("](", "]\u200b(");

const mrkdwn: Markup = {
  escape: escapeText,
  heading: (text, url) => `*${url === null ? text : mrkdwn.link(text, url)}*`,
  link: (label, url) => `<${addressOf(url)}|${label.replaceAll("|", "¦")}>`,
};

const addressOf = (url: string): string => url.replace(/[<>|&]/g, encodeMark);
const encodeMark = (mark: string): string =>
  mark === "&" ? "&amp;" : encodeURIComponent(mark);

export const slack: ChannelKind = {
  fields: {
    url: hookField("https://hooks.slack.com/services/T0000/B0000/XXXX"),
    channel: {
      kind: "text",
      optional: true,
      description:
        "Another channel than the webhook's own; only Mattermost and Rocket.Chat.",
      example: "#ops",
    },
  },
  knowsRepeats: false,
  compose(config, message) {
    const text = writeText(message, mrkdwn, {
      title: false,
      links: true,
      ...withinChars(MAX_TEXT_CHARS),
    });
    const title = cutToChars(escapeText(message.title), MAX_TITLE_CHARS);
    const channel = textOf(config, "channel");
    return postJson(textOf(config, "url"), {
      ...(channel !== "" && { channel }),
      text: title,
      // Whoever previews links would open those of the message.
      unfurl_links: false,
      unfurl_media: false,
      attachments: [
        {
          color: byUrgency(message, colours),
          fallback: title,
          text,
          mrkdwn_in: ["text"],
          ts: Math.floor(message.at / 1_000),
        },
      ],
    });
  },
  readAnswer,
};

function readAnswer(answer: ChannelAnswer, config: ChannelConfig): Receipt {
  const receipt = readStatus(answer, config);
  if (receipt.outcome !== "sent") return receipt;
  // Slack and its likes say "ok", {"success":true}, or by a word what they refuse.
  const isRefusal = /^[a-z]+(?:_[a-z]+)+$/.test(answer.body.trim());
  const { success } = readFields(answer.body);
  return isRefusal || success === false ? refusedBy(answer.body, config) : receipt;
}
