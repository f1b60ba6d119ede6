// Describes what was read from an answer: the text that changes are told by, and values by
// name. Plain data.
import type { ReadValues } from "#domain/conditions/read-value.ts";

/** What a run keeps of its reading. */
export type Reading = {
  /** The first sixteen bytes of the SHA-256 of the reading's text, lower-case hex. */
  hash: string;
  /** The numbers among its values, by name. */
  numbers: Readonly<Record<string, number>>;
};

/** Bytes of a hash that are kept: contents of one target are told apart by it. */
export const hashBytes = 16;

/** Characters of a reading's text; a text of as many takes as many bytes at least. */
export const mostReadingCharacters = 1_000_000;

/** What a target's steps gave. */
export type WholeReading = {
  /**
   * What two readings are compared by: the unnamed result's text, then a line
   * "name: value" for each named one, in the order of the steps.
   */
  text: string;
  values: ReadValues;
};

/** The steps found nothing, or nothing of use. `step` counts from 0. */
export type UnreadStep = {
  step: number;
  /** The step in short: `css "main .price"`. */
  told: string;
  /** A clause: "found nothing", "is no number: \"sold out\"". */
  problem: string;
};

export type ReadResult =
  | { ok: true; reading: WholeReading }
  | { ok: false; unread: UnreadStep };
