// Writes to the deployment's own log. For `npm start`, and to try routes out.
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { plain, withinBytes, writeText } from "#domain/notices/channels/write-text.ts";
import { hideActions } from "#domain/notices/hide-actions.ts";

// Workers Logs keep 256 KB of a line; a terminal shows this much.
const MAX_TEXT_BYTES = 16_000;

export const log: ChannelKind = {
  fields: {},
  knowsRepeats: false,
  compose(_config, message) {
    const { id, state, severity } = message;
    // Whoever reads the log could act by the links.
    const harmless = hideActions(message);
    const text = writeText(harmless, plain, {
      title: false,
      links: false,
      ...withinBytes(MAX_TEXT_BYTES),
    });
    return { via: "log", fields: { id, state, severity, title: harmless.title, text } };
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};
