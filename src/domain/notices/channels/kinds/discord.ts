// Sends to a Discord channel by its webhook.
// https://docs.discord.com/developers/resources/webhook#execute-webhook

import { cutToChars } from "#domain/cut.ts";
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { readStatus, retryIn } from "#domain/notices/channels/receipt.ts";
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

const MAX_CONTENT_CHARS = 2_000;
/** Of an embed's description. */
const MAX_TEXT_CHARS = 4_096;

const markdown: Markup = {
  escape: (text) =>
    text.replace(/[\\*_~`|>#[\]()<@]/g, "\\$&").replace(/^(\s*)([-+])/gm, "$1\\$2"),
  heading: (text, url) => `**${url === null ? text : markdown.link(text, url)}**`,
  // Brackets around an address keep Discord from opening it for a preview.
  link: (label, url) => `[${label}](<${url.replace(/[<>()]/g, encodeMark)}>)`,
};

const encodeMark = (mark: string): string =>
  `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;

export const discord: ChannelKind = {
  fields: {
    url: hookField("https://discord.com/api/webhooks/123/XXXX"),
    thread: {
      kind: "text",
      optional: true,
      description: "The id of a thread in the channel.",
      example: "1123456789012345678",
    },
  },
  knowsRepeats: false,
  compose(config, message) {
    // Discord would open an address in the content, for a preview of it.
    const title = markdown.escape(message.title).replaceAll("://", "\\://");
    const content = cutToChars(title, MAX_CONTENT_CHARS);
    const description = writeText(message, markdown, {
      title: false,
      links: true,
      ...withinChars(MAX_TEXT_CHARS),
    });
    return postJson(addressOf(textOf(config, "url"), textOf(config, "thread")), {
      content,
      embeds: [
        {
          description,
          color: Number.parseInt(byUrgency(message, colours).slice(1), 16),
          timestamp: new Date(message.at).toISOString(),
        },
      ],
      // Without this a name such as @everyone would call everyone.
      allowed_mentions: { parse: [] },
    });
  },
  readAnswer: (answer, config) =>
    retryIn(readStatus(answer, config), readFields(answer.body).retry_after),
};

function addressOf(address: string, thread: string): string {
  const url = new URL(address);
  // Without it Discord answers before it knows whether it takes the message.
  url.searchParams.set("wait", "true");
  if (thread !== "") url.searchParams.set("thread_id", thread);
  return url.href;
}
