// Describes channels as their pages show them. Instants are epoch ms.
import type { ChannelField } from "#domain/notices/channels/channel-kind.ts";
import type { NoticeLanguage } from "#domain/notices/message.ts";
import type { Refusals } from "#ui/screens/fields.tsx";

/** What a channel answered last. */
export type ShownAnswer = {
  at: number;
  isTest: boolean;
  outcome: "sent" | "retry" | "refused";
  /** Null where no answer came. */
  status: number | null;
  /** In English; null when it was sent. */
  why: string | null;
};

/** So many notices of a channel are in a state; of many it is not known how many. */
export type NoticeCount = { count: number; isMore: boolean };

export type ChannelView = {
  id: number;
  kind: string;
  name: string;
  enabled: boolean;
  language: NoticeLanguage;
  /** Why nothing can be sent, in English; null when all is well. */
  problem: string | null;
  /** The host that it calls, or whom it writes to; null where the kind alone says it. */
  place: string | null;
  lastAnswer: ShownAnswer | null;
  waiting: NoticeCount;
  dead: NoticeCount;
};

/** The form of a channel: `apprise` when its address says all. */
export type ChannelFormView = {
  kind: string;
  /** The settings of the kind, by name. */
  fields: Readonly<Record<string, ChannelField>>;
  /** Whether it may have a template. */
  takesTemplate: boolean;
  values: Readonly<Record<string, string>>;
  refusals: Refusals;
  /** Of a stored channel: what a change must find. */
  revision: string | null;
};

/** What an incident that opens looks like in a channel. */
export type ShownPreview = { title: string; text: string; language: NoticeLanguage };

export const apprise = "apprise";

export const pathOfChannel = ({ id }: { id: number }): string => `/channels/${id}`;
