// Turns the form of a channel into its document, and a stored channel into the form.
import type { Json } from "#domain/json.ts";
import type { ChannelField } from "#domain/notices/channels/channel-kind.ts";
import { type OpenChannel, toChannelDocument } from "#http/notices/channel-document.ts";
import { channelSource } from "#http/notices/channel-source.ts";
import type { Problem } from "#http/problem.ts";
import type { Form } from "#http/screens/form.ts";
import { etagOf } from "#http/targets/etag.ts";
import { whyUnusable } from "#store/notices/channel-secrets.ts";
import type { NoticeCounts } from "#store/notices/outbox/notice-counts.ts";
import {
  apprise,
  type ChannelFormView,
  type ChannelView,
} from "#ui/notices/channels/channel-view.ts";
import { noCount } from "#ui/notices/channels/channel-words.tsx";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import { refusalIn } from "#ui/words/refusals.ts";
import type { Language } from "#ui/words/words.ts";

type Fields = Readonly<Record<string, ChannelField>>;

/** The settings of a kind; null for a kind that there is not. */
export function fieldsOf(kind: string): Fields | null {
  if (kind === apprise) return {};
  const { kinds } = channelSource;
  return Object.hasOwn(kinds, kind) ? (kinds[kind]?.fields ?? null) : null;
}

/** An empty form. */
export const newForm = (
  kind: string,
  fields: Fields,
  language: Language,
): ChannelFormView => ({
  kind,
  fields,
  takesTemplate: takesTemplate(kind),
  values: { language, enabled: "yes" },
  refusals: noRefusals,
  revision: null,
});

/** Whether channels of a kind may have a template; those of an address of Apprise may. */
const takesTemplate = (kind: string): boolean =>
  channelSource.kinds[kind]?.takesTemplate?.({}) ?? true;

/** What was typed, as it was typed. */
export function typedForm(kind: string, fields: Fields, form: Form): ChannelFormView {
  const names = ["name", "language", "template-title", ...namesOf(kind, fields)];
  const values = {
    ...Object.fromEntries(names.map((name) => [name, form.text(name)])),
    "template-text": form.all("template-text")[0] ?? "",
  };
  // An unticked box sends "no" alone; a ticked one sends both.
  const enabled = form.all("enabled").includes("yes") ? "yes" : "no";
  const revision = form.text("revision") || null;
  return {
    kind,
    fields,
    takesTemplate: takesTemplate(kind),
    values: { ...values, enabled },
    refusals: noRefusals,
    revision,
  };
}

const namesOf = (kind: string, fields: Fields): string[] =>
  kind === apprise ? [apprise] : Object.keys(fields);

/** The document that a form says; what is empty is left out. */
export function documentOf({ kind, fields, values }: ChannelFormView): Json {
  const settings = namesOf(kind, fields).flatMap((name) => {
    const text = values[name] ?? "";
    return text === "" ? [] : [[name, settingOf(text, fields[name])] as const];
  });
  return {
    ...(kind !== apprise && { kind }),
    ...(values.name && { name: values.name }),
    ...(values.language && { language: values.language }),
    enabled: values.enabled === "yes",
    template: templateOf(values),
    ...Object.fromEntries(settings),
  };
}

/** An empty form of the text is none. */
function templateOf(values: ChannelFormView["values"]): Json {
  const { "template-title": title = "", "template-text": text = "" } = values;
  return { ...(title !== "" && { title }), ...(text.trim() !== "" && { text }) };
}

/** The part of a form's document that a preview is made of. */
export const previewedPart = (form: ChannelFormView): Json => {
  const { template, language } = documentOf(form);
  return { template, language };
};

/** What is no number stays text, so that the API objects to it. */
function settingOf(text: string, field: ChannelField | undefined): unknown {
  if (field?.kind === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (field?.kind === "boolean" && ["yes", "no"].includes(text)) return text === "yes";
  return text;
}

/** The form of a stored channel, its secrets masked. */
export function formOf(open: OpenChannel): ChannelFormView {
  const { channel } = open;
  const { template: _, ...document } = toChannelDocument(open, channelSource.kinds);
  const forms = Object.entries(channel.template ?? {});
  const values = [
    ...Object.entries(document).map(([name, value]) => [name, textOf(value)]),
    ...forms.map(([name, form]) => [`template-${name}`, form]),
  ];
  return {
    kind: channel.kind,
    fields: fieldsOf(channel.kind) ?? {},
    takesTemplate: takesTemplate(channel.kind),
    values: Object.fromEntries(values),
    refusals: noRefusals,
    revision: etagOf(channel),
  };
}

const textOf = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : String(value);

export function viewOf(open: OpenChannel, counts: NoticeCounts | undefined): ChannelView {
  const { id, kind, name, enabled, language, lastAnswer } = open.channel;
  const fields = fieldsOf(kind);
  return {
    id,
    kind,
    name,
    enabled,
    language,
    problem:
      fields === null ? `There is no kind of channel ${kind}.` : whyUnusable(open.opened),
    place:
      fields === null
        ? null
        : placeOf(fields, toChannelDocument(open, channelSource.kinds)),
    lastAnswer,
    waiting: counts?.waiting ?? noCount,
    dead: counts?.dead ?? noCount,
  };
}

/** The host of its address, or else the last setting that it must have and is no secret. */
function placeOf(fields: Fields, document: Json): string | null {
  const given = Object.entries(fields).filter(([name]) => document[name] !== undefined);
  const address = given.find(([, { kind }]) => kind === "url");
  if (address !== undefined) return URL.parse(String(document[address[0]]))?.host ?? null;
  const named = given.findLast(([, { secret, optional }]) => !secret && !optional);
  return named === undefined ? null : String(document[named[0]]);
}

/** The refusals of a problem, by field, in the viewer's language. */
export function refusalsOf({ detail, errors }: Problem, language: Language): Refusals {
  const refused = new Map<string, string[]>();
  const add = (field: string, sentence: string) =>
    refused.set(field, [...(refused.get(field) ?? []), refusalIn(language, sentence)]);
  if (errors.length === 0) add("form", detail);
  for (const { pointer = "", detail } of errors) add(fieldAt(pointer), detail);
  return refused;
}

function fieldAt(pointer: string): string {
  const [, field = "", part = "text"] = pointer.split("/");
  return field === "template" ? `template-${part}` : field || "form";
}
