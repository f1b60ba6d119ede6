// Names what a channel is given to send: a notice, worded in the channel's language.
// Plain data.
import type { Severity } from "./event.ts";

export const noticeLanguages = ["en", "ja"] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

export type MessageState = "firing" | "resolved" | "info";

/** One thing that a message tells of, such as an incident. */
export type MessageItem = {
  /** The incident's id, or the event's. */
  key: string;
  state: MessageState;
  severity: Severity;
  title: string;
  /** Sentences, on one line; may be empty. */
  text: string;
  /** Where to look; null where the deployment's own address is not known. */
  url: string | null;
  /** Epoch ms. */
  startedAt: number;
  endedAt: number | null;
  labels: Readonly<Record<string, string>>;
  fields: readonly { name: string; value: string }[];
};

/** A link that acts, or leads to where one can. */
export type MessageLink = {
  name: "acknowledge" | "silence" | "look";
  label: string;
  url: string;
};

export type Message = {
  /** The notice's: the same for every try. Channels that know repeats tell them by it. */
  id: string;
  /** The same for all notices of a group. */
  groupKey: string;
  state: MessageState;
  /** The worst of its items'. */
  severity: Severity;
  /** One line. */
  title: string;
  /**
   * Plain text in lines, which a template made; channels show it in place of the items.
   * Null without one.
   */
  text: string | null;
  /** The worst first. */
  items: readonly MessageItem[];
  /** How many items were left out. */
  more: number;
  links: readonly MessageLink[];
  /** Where to look; null where the deployment's own address is not known. */
  url: string | null;
  /** Epoch ms. */
  at: number;
  language: NoticeLanguage;
};
