// Sends to a topic of ntfy.sh, or of a server of one's own.
// https://docs.ntfy.sh/publish/#publish-as-json

import { cutToBytes } from "#domain/cut.ts";
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import {
  authorize,
  postJson,
  proofFields,
  textOf,
} from "#domain/notices/channels/settings.ts";
import { type ByUrgency, byUrgency } from "#domain/notices/channels/urgency.ts";
import { plain, withinBytes, writeText } from "#domain/notices/channels/write-text.ts";

// A longer message becomes an attachment (https://docs.ntfy.sh/publish/#limitations).
const MAX_MESSAGE_BYTES = 4_096;
const MAX_TITLE_BYTES = 1_024;
const MAX_ACTIONS = 3;

/** From 1, which is silent, to 5, which goes on ringing. */
const priorities: ByUrgency<number> = { down: 5, degraded: 4, info: 2, resolved: 3 };

/** The names of emoji. */
const tags: ByUrgency<string> = {
  down: "rotating_light",
  degraded: "warning",
  info: "information_source",
  resolved: "white_check_mark",
};

export const ntfy: ChannelKind = {
  fields: {
    server: {
      kind: "url",
      optional: true,
      description: "The server; https://ntfy.sh without it.",
      example: "https://ntfy.example.com",
    },
    topic: {
      kind: "text",
      secret: true,
      description: "The topic. On a public server whoever knows it reads along.",
      example: "my-alerts",
    },
    ...proofFields,
  },
  knowsRepeats: false,
  objectTo: (config) =>
    /^[-\w]{1,64}$/.test(textOf(config, "topic"))
      ? null
      : { field: "topic", problem: "A topic has up to 64 letters, digits, - and _." },
  compose(config, message) {
    // A view opens a page and no more; an action of kind http would act at a touch.
    const actions = message.links
      .slice(0, MAX_ACTIONS)
      .map(({ label, url }) => ({ action: "view", label, url }));
    return postJson(
      textOf(config, "server") || "https://ntfy.sh",
      {
        topic: textOf(config, "topic"),
        title: cutToBytes(message.title, MAX_TITLE_BYTES),
        message: writeText(message, plain, {
          title: false,
          links: false,
          ...withinBytes(MAX_MESSAGE_BYTES),
        }),
        priority: byUrgency(message, priorities),
        tags: [byUrgency(message, tags)],
        ...(message.url !== null && { click: message.url }),
        ...(actions.length > 0 && { actions }),
      },
      authorize(config),
    );
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};
