// Sends to a Gotify server.
// https://gotify.net/api-docs#/message/createMessage

import { cutToChars } from "#domain/cut.ts";
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { addressOn, postJson, textOf } from "#domain/notices/channels/settings.ts";
import { type ByUrgency, byUrgency } from "#domain/notices/channels/urgency.ts";
import { plain, withinChars, writeText } from "#domain/notices/channels/write-text.ts";

// Gotify has no limits; a phone shows no more.
const MAX_TITLE_CHARS = 250;
const MAX_MESSAGE_CHARS = 8_000;

/** From 0; the app rings from 8 on. */
const priorities: ByUrgency<number> = { down: 8, degraded: 5, info: 2, resolved: 4 };

export const gotify: ChannelKind = {
  fields: {
    server: {
      kind: "url",
      description: "The server.",
      example: "https://gotify.example.com",
    },
    token: {
      kind: "text",
      secret: true,
      inHeader: true,
      description: "The application's token.",
      example: "AbCdEf123456789",
    },
  },
  knowsRepeats: false,
  compose(config, message) {
    const { url } = message;
    const address = addressOn(textOf(config, "server"), "/message");
    const body = {
      title: cutToChars(message.title, MAX_TITLE_CHARS),
      message: writeText(message, plain, {
        title: false,
        links: true,
        ...withinChars(MAX_MESSAGE_CHARS),
      }),
      priority: byUrgency(message, priorities),
      extras: {
        "client::display": { contentType: "text/plain" },
        ...(url !== null && { "client::notification": { click: { url } } }),
      },
    };
    // In the query, which is taken as well, the token would stand in logs.
    return postJson(address, body, { "x-gotify-key": textOf(config, "token") });
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};
