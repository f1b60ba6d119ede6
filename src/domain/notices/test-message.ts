// Words the message that shows whether a channel works.
import type { Standpoint } from "./kinds/event-kind.ts";
import type { Message, NoticeLanguage } from "./message.ts";
import { applyTemplate } from "./templates/apply-template.ts";
import type { Template } from "./templates/template-fields.ts";
import { wordsOf } from "./words/words.ts";

type TestInput = {
  /** Another one for each test: receivers take a repeated one for the same. */
  id: string;
  /** The channel's name. */
  channel: string;
  language: NoticeLanguage;
  template: Template | null;
  /** The deployment's own address; null if unknown. */
  baseUrl: string | null;
  /** An IANA name. */
  zone: string;
  /** Epoch ms. */
  now: number;
};

export function testMessage(input: TestInput): Message {
  const { id, channel, language, template, baseUrl, zone, now } = input;
  const words = wordsOf(language);
  const viewer: Standpoint = { words, language, zone, now };
  const { test } = words;
  const url = baseUrl === null ? null : `${baseUrl}/`;
  const shared = { state: "info", severity: "info", title: test.title, url } as const;
  const item = {
    ...shared,
    key: id,
    text: test.text(channel),
    startedAt: now,
    endedAt: null,
    // Alertmanager takes no alert without a label.
    labels: { alertname: "Test", name: channel, kind: "service", severity: "info" },
    fields: [],
  };
  const message: Message = {
    ...shared,
    id,
    groupKey: id,
    text: null,
    items: [item],
    more: 0,
    links: [],
    at: now,
    language,
  };
  return applyTemplate(message, template, viewer);
}
