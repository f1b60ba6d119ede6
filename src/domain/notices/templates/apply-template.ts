// Words a message by a channel's template. Nothing of it is mark-up afterwards: each kind
// of channel escapes what it sends.
import { MAX_TITLE_CHARS, oneLine } from "#domain/cut.ts";
import {
  type Standpoint,
  writeInstant,
  writeLength,
} from "#domain/notices/kinds/event-kind.ts";
import type { Message, MessageItem, MessageState } from "#domain/notices/message.ts";
import { renderTemplate } from "./template.ts";
import type { Template, TemplateView } from "./template-fields.ts";

/** What cannot be rendered, and what renders to nothing, leaves the message as it is. */
export function applyTemplate(
  message: Message,
  template: Template | null,
  viewer: Standpoint,
): Message {
  if (template === null) return message;
  const view = viewOf(message, viewer);
  const render = (form: string | undefined) =>
    form === undefined ? null : renderTemplate(form, view);
  const title = render(template.title);
  const text = render(template.text);
  return {
    ...message,
    title: (title && oneLine(title, MAX_TITLE_CHARS)) || message.title,
    text: text?.trimEnd() || null,
  };
}

const flagsOf = (state: MessageState): Record<MessageState, boolean> => ({
  firing: state === "firing",
  resolved: state === "resolved",
  info: state === "info",
});

function viewOf(message: Message, viewer: Standpoint): TemplateView<"message"> {
  const { id, groupKey, title, state, severity, items, more, links, url } = message;
  return {
    ...{ id, groupKey, title, state, severity, more, url, ...flagsOf(state) },
    count: items.length + more,
    at: writeInstant(message.at, viewer),
    language: message.language,
    items: items.map((item) => viewOfItem(item, viewer)),
    links: links.map(
      ({ name, label, url }): TemplateView<"links"> => ({ name, label, url }),
    ),
  };
}

function viewOfItem(item: MessageItem, viewer: Standpoint): TemplateView<"items"> {
  const { key, title, text, state, severity, url, startedAt, endedAt, labels } = item;
  return {
    ...{ key, title, text, state, severity, url, ...flagsOf(state) },
    name: labels.name,
    host: labels.host,
    target: labels.target,
    kind: labels.kind,
    tag: labels.tag,
    alertname: labels.alertname,
    since: writeInstant(startedAt, viewer),
    until: endedAt === null ? null : writeInstant(endedAt, viewer),
    duration: writeLength((endedAt ?? viewer.now) - startedAt, viewer),
    fields: item.fields.map(
      ({ name, value }): TemplateView<"fields"> => ({ name, value }),
    ),
  };
}
