// Names what a template may name. docs/channels.md explains each of them.

/** A channel's own forms of the title and the text. */
export type Template = { title?: string; text?: string };

/** Of the message, and of each thing in the lists that have these names. */
export const templateFields = {
  message: [
    ...["title", "state", "severity", "firing", "resolved", "info", "count", "more"],
    ...["url", "at", "language", "id", "groupKey", "items", "links"],
  ],
  items: [
    ...["title", "text", "state", "severity", "firing", "resolved", "info", "url"],
    ...["key", "name", "host", "target", "kind", "tag", "alertname"],
    ...["since", "until", "duration", "fields"],
  ],
  fields: ["name", "value"],
  links: ["name", "label", "url"],
} as const;

/** A list whose fields a template may name within its section. */
export type TemplateScope = keyof typeof templateFields;

export const templateScopes = Object.keys(templateFields) as TemplateScope[];

/** The values of all fields. What one thing lacks would be looked for around it. */
export type TemplateView<Scope extends TemplateScope> = Readonly<
  Record<(typeof templateFields)[Scope][number], unknown>
>;
