// Writes to the deployment's own log, one line a notice. For `npm start`, and to try routes
// out.

import { oneLine } from "#domain/cut.ts";
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { plain, withinBytes, writeText } from "#domain/notices/channels/write-text.ts";
import { hideActions } from "#domain/notices/hide-actions.ts";
import type { Message } from "#domain/notices/message.ts";

// Workers Logs keep 256 KB of a line; a terminal shows this much.
const MAX_TEXT_BYTES = 16_000;

export const log: ChannelKind = {
  fields: {},
  knowsRepeats: false,
  compose: (_config, message) => {
    // Whoever reads the log could act by the links.
    const harmless = hideActions(message);
    const { id, state, severity, title, url } = harmless;
    const text = textOf(harmless);
    const fields = { id, state, severity, title };
    return {
      via: "log",
      fields: { ...fields, ...(text !== "" && { text }), ...(url !== null && { url }) },
    };
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};

/** The sentences; the line has its time, and the page that `url` leads to has the rest. */
function textOf({ items, ...message }: Message): string {
  const sentences = { ...message, items: items.map((item) => ({ ...item, fields: [] })) };
  const written = writeText(sentences, plain, {
    title: false,
    links: false,
    ...withinBytes(MAX_TEXT_BYTES),
  });
  return oneLine(written.trim().replaceAll(/\s*\n\s*/g, " · "), MAX_TEXT_BYTES);
}
