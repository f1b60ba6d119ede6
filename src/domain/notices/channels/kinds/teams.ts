// Sends to Microsoft Teams by a workflow that takes webhook requests.
// https://learn.microsoft.com/power-automate/teams/teams-app-create

import { byteLength, cutToBytes } from "#domain/cut.ts";
import type {
  ChannelAnswer,
  ChannelConfig,
  ChannelKind,
  Receipt,
} from "#domain/notices/channels/channel-kind.ts";
import { fitMessage, type Shown } from "#domain/notices/channels/fit-message.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import { postJson, textOf } from "#domain/notices/channels/settings.ts";
import { type ByUrgency, byUrgency } from "#domain/notices/channels/urgency.ts";
import { headingsOf } from "#domain/notices/channels/write-text.ts";
import type { Message, MessageItem } from "#domain/notices/message.ts";
import { wordsOf } from "#domain/notices/words/words.ts";

// Teams takes 28 KB, of which its own envelope takes a part.
const MAX_BODY_BYTES = 20_000;
// JSON writes a byte of a template's text, at most, in six.
const MAX_TEMPLATE_BYTES = 3_000;

const colours: ByUrgency<string> = {
  down: "Attention",
  degraded: "Warning",
  info: "Accent",
  resolved: "Good",
};

export const teams: ChannelKind = {
  fields: {
    url: {
      kind: "url",
      secret: true,
      description:
        'The address of the workflow "When a Teams webhook request is received".',
      example:
        "https://prod-01.westeurope.logic.azure.com/workflows/XX/triggers/manual/paths/invoke?sig=XX",
    },
  },
  knowsRepeats: false,
  compose: (config, message) =>
    postJson(
      textOf(config, "url"),
      fitMessage(
        message,
        (shown) => JSON.stringify(envelopeOf(message, shown)),
        (made) => byteLength(made) <= MAX_BODY_BYTES,
      ),
    ),
  readAnswer,
};

const envelopeOf = (message: Message, shown: Shown) => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      contentUrl: null,
      content: cardOf(message, shown),
    },
  ],
});

const cardOf = (message: Message, { items, more }: Shown) => ({
  $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
  type: "AdaptiveCard",
  version: "1.2",
  fallbackText: message.title,
  msteams: { width: "Full" },
  body: [
    line([
      {
        text: message.title,
        size: "Medium",
        weight: "Bolder",
        color: byUrgency(message, colours),
      },
    ]),
    ...(message.text === null ? [] : linesOf(message.text)),
    ...items.flatMap((item) => itemLines(message, item)),
    ...(more > 0 ? [line([{ text: wordsOf(message.language).more(more) }])] : []),
  ],
  actions: message.links.map(({ label, url }) => ({
    type: "Action.OpenUrl",
    title: label,
    url,
  })),
});

type Run = { text: string } & Readonly<Record<string, string | boolean>>;

/** Text blocks read Markdown; runs of text do not, so nothing needs escaping. */
const line = (runs: readonly Run[], spacing = "Default") => ({
  type: "RichTextBlock",
  spacing,
  inlines: runs.map((run) => ({ type: "TextRun", ...run })),
});

const linesOf = (text: string) =>
  cutToBytes(text, MAX_TEMPLATE_BYTES)
    .split("\n")
    .filter((one) => one.trim() !== "")
    .slice(0, MAX_TEMPLATE_LINES)
    .map((one) => line([{ text: one }], "Small"));

// Each line has some 70 bytes of JSON around it.
const MAX_TEMPLATE_LINES = 40;

const itemLines = (message: Message, item: MessageItem) => [
  ...headingsOf(message, item).map((text) => line([{ text, weight: "Bolder" }])),
  ...(item.text === "" ? [] : [line([{ text: item.text }], "Small")]),
  ...item.fields.map(({ name, value }) =>
    line([{ text: `${name}  `, isSubtle: true }, { text: value }], "None"),
  ),
];

/** Connectors, which are retired, answered 200 and told the real status in words. */
function readAnswer(answer: ChannelAnswer, config: ChannelConfig): Receipt {
  const [, told] = /HTTP error (\d{3})/.exec(answer.body) ?? [];
  const status = told === undefined ? answer.status : Number(told);
  return readStatus({ ...answer, status }, config);
}
