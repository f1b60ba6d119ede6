// Defines how a kind of event is told. Each kind is a file of its own.
import { oneLine } from "#domain/cut.ts";
import type { EventKind, EventOf } from "#domain/notices/event.ts";
import type { MessageState, NoticeLanguage } from "#domain/notices/message.ts";
import type { NoticeWords } from "#domain/notices/words/words.ts";
import { writeSpan } from "#domain/time/span.ts";
import { offsetAt } from "#domain/time/zone.ts";

export type HeadlineName = keyof NoticeWords["headlines"];

/** In which words, and from where in time, something is told. */
export type Standpoint = {
  words: NoticeWords;
  language: NoticeLanguage;
  /** An IANA name. */
  zone: string;
  /** Epoch ms. */
  now: number;
};

export type Field = { name: string; value: string };

/** What is told besides the headline. Instants are epoch ms. */
export type Told = {
  /** Sentences. */
  text: string;
  fields: readonly Field[];
  startedAt: number;
  endedAt: number | null;
};

export type EventWording<Kind extends EventKind> = {
  state: MessageState;
  /** Alertmanager's name for it. */
  alertname: string;
  /** Events with the same key are one item: the last of them says how things stand. */
  keyOf(event: EventOf<Kind>): string;
  nameOf(event: EventOf<Kind>, words: NoticeWords): string;
  headlineOf(event: EventOf<Kind>, isReminder: boolean): HeadlineName;
  /** The item's title, where the headline with the name says too little. */
  titleOf?(event: EventOf<Kind>, name: string, viewer: Standpoint): string;
  /** Where to look, from the deployment's own address. */
  pathOf(event: EventOf<Kind>): string;
  tell(event: EventOf<Kind>, viewer: Standpoint): Told;
};

const MAX_NAME_CHARS = 100;

/** The name of the target, or what there is in its place. */
export const targetName = ({ labels }: EventOf<EventKind>): string =>
  oneLine(labels.name || labels.host || labels.target, MAX_NAME_CHARS);

const MAX_VALUE_CHARS = 300;

/** A field, unless there is nothing in it. */
export const field = (name: string, value: string | null): Field[] => {
  const line = value === null ? "" : oneLine(value, MAX_VALUE_CHARS);
  return line === "" ? [] : [{ name, value: line }];
};

/** A field with a number, unless it is 0. */
export const countField = (name: string, count: number): Field[] =>
  field(name, count === 0 ? null : `${count}`);

/** "2026-11-28 03:12:40 UTC"; in another zone with that zone's time before it. */
export function writeInstant(at: number, { words, zone }: Standpoint): string {
  const utc = civil(at);
  return zone === "UTC"
    ? `${utc} UTC`
    : words.instant(civil(at + offsetAt(zone, at)), zone, utc);
}

const civil = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** The two largest units: "12 min", "1 h 5 min". */
export const writeLength = (ms: number, { words }: Standpoint): string =>
  writeSpan(Math.max(0, Math.round(ms / 1_000) * 1_000), words.units, 2);
