// Writes to the deployment's own log. For `npm start`, and to try routes out.
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { plain, withinBytes, writeText } from "#domain/notices/channels/write-text.ts";

// Workers Logs keep 256 KB of a line; a terminal shows this much.
const MAX_TEXT_BYTES = 16_000;

export const log: ChannelKind = {
  fields: {},
  knowsRepeats: false,
  compose: (_config, message) => ({
    via: "log",
    fields: {
      id: message.id,
      state: message.state,
      severity: message.severity,
      title: message.title,
      text: writeText(message, plain, {
        title: false,
        // Whoever reads the log could act by them.
        links: false,
        ...withinBytes(MAX_TEXT_BYTES),
      }),
    },
  }),
  readAnswer: (answer, config) => readStatus(answer, config),
};
