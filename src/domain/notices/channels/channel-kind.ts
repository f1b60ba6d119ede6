// Defines a kind of channel: what its settings are, how a message becomes a request, and
// what an answer means. Each kind is a file of its own.
import type { Message } from "#domain/notices/message.ts";

/** One setting of a channel, as a document or a form has it. */
export type ChannelField = {
  kind: "url" | "text" | "number" | "boolean" | "choice";
  /** Stored sealed, and masked in every answer. */
  secret?: true;
  optional?: true;
  /** Sent in a header as it is. */
  inHeader?: true;
  /** Of a choice. */
  choices?: readonly string[];
  /** One sentence, and an example. */
  description: string;
  example: string;
};

/** The settings of a channel, by the names of its kind's fields. */
export type ChannelConfig = Readonly<Record<string, string | number | boolean>>;

export type ChannelRequest =
  | {
      via: "http";
      method: "POST" | "PUT";
      url: string;
      headers: Readonly<Record<string, string>>;
      body: string;
    }
  | { via: "email"; from: string; to: readonly string[]; subject: string; text: string }
  | { via: "log"; fields: Readonly<Record<string, string>> };

/** What a channel answered. `headers` have lower-case names. */
export type ChannelAnswer = {
  /** When it came. Epoch ms. */
  at: number;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** At most its first 4,096 characters. */
  body: string;
};

/**
 * Why there is no answer. After a timeout nobody knows whether the channel took it.
 * `why` is a sentence, and names the host alone: addresses hold secrets.
 */
export type ChannelFault = { fault: "timeout" | "connect" | "blocked"; why: string };

/**
 * retry: it may be taken later, after `afterMs` where the channel says so. refused: it
 * never will be as it is. `config` are settings that the answer says to use from now on.
 */
export type Receipt =
  | { outcome: "sent"; config?: ChannelConfig }
  | { outcome: "retry"; afterMs: number | null; why: string; config?: ChannelConfig }
  | { outcome: "refused"; why: string };

/** Why a kind cannot send where the deployment lacks the binding that it needs. */
export const missingBinding = {
  email: "This deployment has no binding to send e-mail: see docs/channels.md.",
} as const;

export type ChannelKind = {
  /** The binding without which nothing can be sent. */
  needs?: keyof typeof missingBinding;
  fields: Readonly<Record<string, ChannelField>>;
  /** Whether a message has a place for a template's text. A kind without this has one. */
  takesTemplate?(config: ChannelConfig): boolean;
  /** Whether the receiver takes a repeated notice for the same one. */
  knowsRepeats: boolean;
  /**
   * What is wrong with settings that have the right form, such as a secret that is no
   * base64; null if nothing is. A kind without this takes all.
   */
  objectTo?(config: ChannelConfig): { field: string; problem: string } | null;
  /**
   * Makes the request, cut to what the receiver takes. `now` is when it is sent: receivers
   * of signed requests refuse old ones, though the message be tried for hours.
   */
  compose(config: ChannelConfig, message: Message, now: number): ChannelRequest;
  readAnswer(answer: ChannelAnswer, config: ChannelConfig): Receipt;
};
