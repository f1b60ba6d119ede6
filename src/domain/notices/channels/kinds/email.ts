// Sends e-mail by the platform's binding, as plain text.
// https://developers.cloudflare.com/email-service/api/send-emails/workers-api/

import { oneLine } from "#domain/cut.ts";
import type {
  ChannelConfig,
  ChannelKind,
} from "#domain/notices/channels/channel-kind.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { textOf } from "#domain/notices/channels/settings.ts";
import { plain, withinBytes, writeText } from "#domain/notices/channels/write-text.ts";

const MAX_RECIPIENTS = 50;
// Longer subjects are cut by mail programs.
const MAX_SUBJECT_CHARS = 200;
// The binding takes 25 MiB; nobody reads more than this.
const MAX_TEXT_BYTES = 100_000;

/** One address and no more: a header that it stands in ends where a line does. */
const address = /^[^\s@<>",;:]+@[^\s@<>",;:]+$/;

export const email: ChannelKind = {
  needs: "email",
  fields: {
    from: {
      kind: "text",
      description: "The sender: an address of a domain that the account may send from.",
      example: "junkai@example.com",
    },
    to: {
      kind: "text",
      description: `The recipients, with commas between them; at most ${MAX_RECIPIENTS}.`,
      example: "ops@example.com, boss@example.com",
    },
  },
  knowsRepeats: false,
  objectTo(config) {
    const to = recipientsOf(config);
    if (!address.test(textOf(config, "from")))
      return { field: "from", problem: "This is an address such as junkai@example.com." };
    if (to.length === 0 || !to.every((one) => address.test(one)))
      return { field: "to", problem: "These are addresses, with commas between them." };
    return to.length <= MAX_RECIPIENTS
      ? null
      : { field: "to", problem: `There may be at most ${MAX_RECIPIENTS} recipients.` };
  },
  compose: (config, message) => ({
    via: "email",
    from: textOf(config, "from"),
    to: recipientsOf(config),
    subject: oneLine(message.title, MAX_SUBJECT_CHARS),
    text: writeText(message, plain, {
      title: true,
      links: true,
      ...withinBytes(MAX_TEXT_BYTES),
    }),
  }),
  readAnswer: (answer, config) => readStatus(answer, config),
};

const recipientsOf = (config: ChannelConfig): string[] =>
  textOf(config, "to")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
