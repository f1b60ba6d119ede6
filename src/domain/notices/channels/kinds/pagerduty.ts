// Sends to a service of PagerDuty by the Events API v2. One alert stands for the whole
// group of a message: what repeats is added to it, and it is resolved with the last item.
// https://developer.pagerduty.com/docs/send-alert-event

import { byteLength, cutToBytes, cutToChars } from "#domain/cut.ts";
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { fitMessage } from "#domain/notices/channels/fit-message.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { addressOn, postJson, textOf } from "#domain/notices/channels/settings.ts";
import { shortHash } from "#domain/notices/channels/short-hash.ts";
import type { Severity } from "#domain/notices/event.ts";
import type { Message, MessageItem } from "#domain/notices/message.ts";
import { wordsOf } from "#domain/notices/words/words.ts";

const MAX_SUMMARY_CHARS = 1_024;
const MAX_KEY_CHARS = 255;
// An event may have 512 KB; nobody reads more than this.
const MAX_DETAILS_BYTES = 64_000;
const MAX_TEXT_BYTES = 32_000;

const severities: Readonly<Record<Severity, string>> = {
  down: "critical",
  degraded: "warning",
  info: "info",
};

export const pagerduty: ChannelKind = {
  fields: {
    routingKey: {
      kind: "text",
      secret: true,
      description: "The integration key of an Events API v2 integration.",
      example: "R0123456789ABCDEFGHIJKLMNOPQRSTU",
    },
    server: {
      kind: "url",
      optional: true,
      description:
        "Where events go; https://events.pagerduty.com without it, another in Europe.",
      example: "https://events.eu.pagerduty.com",
    },
  },
  knowsRepeats: true,
  compose(config, message) {
    const server = textOf(config, "server") || "https://events.pagerduty.com";
    const { language, links, url, state } = message;
    return postJson(addressOn(server, "/v2/enqueue"), {
      routing_key: textOf(config, "routingKey"),
      event_action: state === "resolved" ? "resolve" : "trigger",
      dedup_key: keyOf(message),
      client: "junkai",
      ...(url !== null && { client_url: url }),
      payload: {
        summary: cutToChars(message.title, MAX_SUMMARY_CHARS),
        source: cutToChars(message.items[0]?.labels.host || "junkai", MAX_KEY_CHARS),
        severity: severities[message.severity],
        timestamp: new Date(message.at).toISOString(),
        custom_details: fitMessage(
          message,
          ({ items, more }) => ({
            ...(message.text !== null && {
              text: cutToBytes(message.text, MAX_TEXT_BYTES),
            }),
            ...detailsOf(items),
            ...(more > 0 && { "…": wordsOf(language).more(more) }),
          }),
          (details) => byteLength(JSON.stringify(details)) <= MAX_DETAILS_BYTES,
        ),
      },
      links: links.map(({ label, url }) => ({ href: url, text: label })),
    });
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};

/** Nothing ends what only informs, so that each such message is an alert of its own. */
function keyOf({ state, id, groupKey }: Message): string {
  const key = state === "info" ? id : groupKey;
  if (key.length <= MAX_KEY_CHARS) return key;
  const hash = `~${shortHash(key)}`;
  return `${key.slice(0, MAX_KEY_CHARS - hash.length)}${hash}`;
}

/** By the items' titles, which may be alike. */
const detailsOf = (items: readonly MessageItem[]) =>
  Object.fromEntries(
    items.map(({ title, text, fields }, place) => [
      `${place + 1}. ${title}`,
      [text, ...fields.map(({ name, value }) => `${name}: ${value}`)]
        .filter((line) => line !== "")
        .join("\n"),
    ]),
  );
