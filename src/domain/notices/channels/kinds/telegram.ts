// Sends to a Telegram chat by a bot.
// https://core.telegram.org/bots/api#sendmessage
import { isObject } from "#domain/json.ts";
import type {
  ChannelAnswer,
  ChannelConfig,
  ChannelKind,
  Receipt,
} from "#domain/notices/channels/channel-kind.ts";
import { readStatus, retryIn } from "#domain/notices/channels/receipt.ts";
import {
  addressOn,
  postJson,
  readFields,
  textOf,
} from "#domain/notices/channels/settings.ts";
import { html, withinChars, writeText } from "#domain/notices/channels/write-text.ts";

// Telegram counts what is left without its tags: with them the text is surely short
// enough.
const MAX_TEXT_CHARS = 4_096;

export const telegram: ChannelKind = {
  fields: {
    token: {
      kind: "text",
      secret: true,
      description: "The bot's token, from @BotFather.",
      example: "123456:ABC-DEF1234ghIkl",
    },
    chat: {
      kind: "text",
      description: "The id of a chat, or the name of a public channel.",
      example: "-1001234567890",
    },
    thread: {
      kind: "number",
      optional: true,
      description: "The id of a topic in the chat.",
      example: "42",
    },
    server: {
      kind: "url",
      optional: true,
      description: "A Bot API server of your own; https://api.telegram.org without it.",
      example: "https://telegram.example.com",
    },
  },
  knowsRepeats: false,
  objectTo: (config) =>
    /^\d+:[\w-]+$/.test(textOf(config, "token"))
      ? null
      : { field: "token", problem: "A token has digits, a colon and letters." },
  compose(config, message) {
    const server = textOf(config, "server") || "https://api.telegram.org";
    const { thread } = config;
    return postJson(addressOn(server, `/bot${textOf(config, "token")}/sendMessage`), {
      chat_id: textOf(config, "chat"),
      ...(thread !== undefined && { message_thread_id: Number(thread) }),
      // Buttons would be refused, and the message with them, where an address has no
      // public name; links are not.
      text: writeText(message, html, {
        title: true,
        links: true,
        ...withinChars(MAX_TEXT_CHARS),
      }),
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      disable_notification: message.state === "info",
    });
  },
  readAnswer,
};

function readAnswer(answer: ChannelAnswer, config: ChannelConfig): Receipt {
  const { description, parameters } = readFields(answer.body);
  const said = typeof description === "string" ? description : answer.body;
  const receipt = readStatus(answer, config, said);
  const hints = isObject(parameters) ? parameters : {};
  const chat = hints.migrate_to_chat_id;
  if (receipt.outcome === "sent" || !isChatId(chat))
    return retryIn(receipt, hints.retry_after);
  // A group that grew has another id from then on.
  const why = `The chat has another id now: ${chat}.`;
  return { outcome: "retry", afterMs: 0, why, config: { ...config, chat: `${chat}` } };
}

const isChatId = (value: unknown): value is number => Number.isSafeInteger(value);
