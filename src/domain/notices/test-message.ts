// Words the message that shows whether a channel works.
import type { Message, NoticeLanguage } from "./message.ts";
import { wordsOf } from "./words/words.ts";

type TestInput = {
  /** Another one for each test: receivers take a repeated one for the same. */
  id: string;
  /** The channel's name. */
  channel: string;
  language: NoticeLanguage;
  /** The deployment's own address; null if unknown. */
  baseUrl: string | null;
  /** Epoch ms. */
  now: number;
};

export function testMessage({ id, channel, language, baseUrl, now }: TestInput): Message {
  const { test } = wordsOf(language);
  const url = baseUrl === null ? null : `${baseUrl}/`;
  const shared = { state: "info", severity: "info", title: test.title, url } as const;
  const item = {
    ...shared,
    key: id,
    text: test.text(channel),
    startedAt: now,
    endedAt: null,
    labels: {},
    fields: [],
  };
  return {
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
}
