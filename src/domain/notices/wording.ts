// Words a message: what happened, in a channel's language, as all kinds of channels show
// it. Pure.
import { MAX_TITLE_CHARS, oneLine } from "#domain/cut.ts";
import type { NoticeEvent, Severity } from "./event.ts";
import { field, type HeadlineName, type Standpoint } from "./kinds/event-kind.ts";
import { wordingOf } from "./kinds/kinds.ts";
import type {
  Message,
  MessageItem,
  MessageLink,
  MessageState,
  NoticeLanguage,
} from "./message.ts";
import { gatherTellings, type Telling } from "./tellings.ts";
import { applyTemplate } from "./templates/apply-template.ts";
import type { Template } from "./templates/template-fields.ts";
import { wordsOf } from "./words/words.ts";

export type MessageInput = {
  /** The notice's. */
  id: string;
  groupKey: string;
  /**
   * What is to be told for the first time, in any order. Of an incident that has opened,
   * got worse or closed since, it may have all events or the last one.
   */
  news: readonly NoticeEvent[];
  /** What was told before and still holds. Its facts are those of now. */
  reminders: readonly NoticeEvent[];
  /** How many more there are that nobody needs to read: they are only counted. */
  unlisted?: number;
  /** Where to act; without their labels, which are words. */
  links: readonly Omit<MessageLink, "label">[];
  /** The deployment's own address, such as https://junkai.example.com; null if unknown. */
  baseUrl: string | null;
  language: NoticeLanguage;
  /** An IANA name; instants are told in UTC as well. */
  zone: string;
  now: number;
  /** The channel's own. */
  template: Template | null;
};

// A message is kept as a row, and no channel shows more.
const MAX_ITEMS = 40;

export function toMessage(input: MessageInput): Message {
  const { id, groupKey, language, zone, now, baseUrl, unlisted = 0 } = input;
  const words = wordsOf(language);
  const viewer: Standpoint = { words, language, zone, now };
  const tellings = gatherTellings(input.news, input.reminders);
  const items = tellings
    .slice(0, MAX_ITEMS)
    .map((telling) => toItem(telling, viewer, baseUrl));
  const url = items.length === 1 ? (items[0]?.url ?? null) : baseUrl && `${baseUrl}/`;
  const message: Message = {
    id,
    groupKey,
    state: stateOf(tellings),
    severity: severityOf(tellings),
    title: oneLine(titleOf(tellings, unlisted, viewer), MAX_TITLE_CHARS),
    text: null,
    items,
    more: tellings.length - items.length + unlisted,
    links: withLook(input.links, url).map((link) => ({
      ...link,
      label: words.links[link.name],
    })),
    url,
    at: now,
    language,
  };
  return applyTemplate(message, input.template, viewer);
}

/** Whoever acts by links may look first. */
const withLook = (
  links: MessageInput["links"],
  url: string | null,
): MessageInput["links"] =>
  url === null || links.some(({ name }) => name === "look")
    ? links
    : [...links, { name: "look", url }];

const stateOf = (tellings: readonly Telling[]): MessageState =>
  (["firing", "resolved"] as const).find((state) =>
    tellings.some((telling) => telling.state === state),
  ) ?? "info";

/** The worst of what fires; of all, when nothing does. */
function severityOf(tellings: readonly Telling[]): Severity {
  const firing = tellings.filter(({ state }) => state === "firing");
  const some = firing.length > 0 ? firing : tellings;
  return (
    (["down", "degraded"] as const).find((severity) =>
      some.some(({ event }) => event.labels.severity === severity),
    ) ?? "info"
  );
}

const headlineOf = ({ event, isReminder }: Telling): HeadlineName =>
  wordingOf(event.kind).headlineOf(event, isReminder);

const nameOf = ({ event }: Telling, { words }: Standpoint): string =>
  wordingOf(event.kind).nameOf(event, words);

// A title has room for these.
const NAMES_IN_TITLE = 3;
const MAX_NAME_CHARS = 60;

/** "2 down: api.example.com, shop.example.com; Recovered: mail after 12 min". */
function titleOf(
  tellings: readonly Telling[],
  unlisted: number,
  viewer: Standpoint,
): string {
  const { words } = viewer;
  const groups = [...Map.groupBy(tellings, headlineOf)];
  // What is not listed is like the rest, where the rest is all alike.
  const alikeToo = groups.length === 1 ? unlisted : 0;
  const parts = groups.map(([headline, alike]) => {
    const [first] = alike;
    const count = alike.length + alikeToo;
    if (count === 1 && first !== undefined) return itemTitleOf(first, viewer);
    const names = alike
      .slice(0, NAMES_IN_TITLE)
      .map((telling) => oneLine(nameOf(telling, viewer), MAX_NAME_CHARS));
    const listed = words.names(names, count - names.length);
    return words.headlines[headline].many(count, listed);
  });
  const others = unlisted > alikeToo ? [words.more(unlisted)] : [];
  return [...parts, ...others].join(words.between);
}

function itemTitleOf(telling: Telling, viewer: Standpoint): string {
  const { event } = telling;
  const name = nameOf(telling, viewer);
  return (
    wordingOf(event.kind).titleOf?.(event, name, viewer) ??
    viewer.words.headlines[headlineOf(telling)].one(name)
  );
}

const CHILDREN_IN_FIELD = 10;

function toItem(
  telling: Telling,
  viewer: Standpoint,
  baseUrl: string | null,
): MessageItem {
  const { key, event, state, children } = telling;
  const { words } = viewer;
  const wording = wordingOf(event.kind);
  const { text, fields, startedAt, endedAt } = wording.tell(event, viewer);
  const listed = words.names(
    children.slice(0, CHILDREN_IN_FIELD),
    Math.max(0, children.length - CHILDREN_IN_FIELD),
  );
  return {
    key,
    state,
    severity: event.labels.severity,
    title: itemTitleOf(telling, viewer),
    text,
    url: baseUrl === null ? null : `${baseUrl}${wording.pathOf(event)}`,
    startedAt,
    endedAt,
    labels: labelsOf(event, wording.alertname),
    fields: [...fields, ...field(words.fields.children, listed)],
  };
}

const MAX_LABEL_CHARS = 200;

/** Those that have a value. Tags stand in one label, with commas between them. */
function labelsOf(
  { labels }: Pick<NoticeEvent, "labels">,
  alertname: string,
): MessageItem["labels"] {
  const { channels: _, ...told } = labels;
  const all = { alertname, ...told, tag: labels.tag.join(",") };
  return Object.fromEntries(
    Object.entries(all)
      .map(([name, value]) => [name, oneLine(value, MAX_LABEL_CHARS)] as const)
      .filter(([, value]) => value !== ""),
  );
}
