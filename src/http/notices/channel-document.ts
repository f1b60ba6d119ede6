// Reads channels as users write them, and writes them so again with their secrets masked.
import type { Json } from "#domain/json.ts";
import type {
  ChannelConfig,
  ChannelField,
  ChannelKind,
} from "#domain/notices/channels/channel-kind.ts";
import { objectToText } from "#domain/notices/channels/settings.ts";
import { isMask, maskOfUnknown, maskSecret } from "#domain/sealed.ts";
import { invalid, invalidField } from "#http/problem.ts";
import { type AddressPolicy, guardUrl } from "#net/addresses/address-guard.ts";
import type { DraftConfig, OpenedConfig } from "#store/notices/channel-secrets.ts";
import type { Channel, ChannelFields } from "#store/notices/channels.ts";
import type { ChannelForms, ChannelKinds } from "./channel-forms.ts";

/** What an address of Apprise stands for, or what is wrong with it. */
export type ReadApprise = (
  address: string,
) => { kind: string; config: ChannelConfig; name: string } | { problem: string };

/** What documents of channels are read by. */
export type ChannelSource = {
  kinds: ChannelKinds;
  forms: ChannelForms;
  readApprise: ReadApprise;
};

/** A stored channel with its settings as far as they open. */
export type OpenChannel = {
  channel: Channel;
  opened: OpenedConfig;
  /** Why nothing can be sent; null when all is well. */
  problem: string | null;
};

export type ChannelDraft = Omit<ChannelFields, "config"> & { config: DraftConfig };

type Written = {
  kind: string;
  config: ChannelConfig;
  /** Of a channel that has none. */
  name: string;
  /** Where in the document a setting stands. */
  place: (field: string) => string;
};

/**
 * Parses a document; `stored` is the channel that it replaces, whose secrets stay where
 * the document has them masked. Throws a Problem for what is not acceptable.
 */
export function parseChannel(
  body: Json,
  source: ChannelSource,
  addresses: AddressPolicy,
  stored: OpenChannel | null,
): ChannelDraft {
  const isApprise = "apprise" in body;
  const form = isApprise ? source.forms.apprise : formOf(body, source);
  const parsed = form.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  const { enabled, language, template, ...rest } = parsed.data;
  const written = isApprise ? readAddress(rest, source) : readFields(rest);
  const kind = source.kinds[written.kind] as ChannelKind;
  const same = stored?.channel.kind === written.kind ? stored : null;
  const isMoved = same !== null && leadsElsewhere(kind, written.config, same);
  const context = { written, addresses, stored: same, isMoved };
  const config: Record<string, DraftConfig[string]> = {};
  for (const [field, value] of Object.entries(written.config))
    config[field] = readSetting(kind, field, value, context);
  objectToSettings(kind, written, same);
  if (template !== null && kind.takesTemplate?.(written.config) === false)
    throw invalidField("json", ["template"], "Alertmanager's form takes no template.");
  const name = parsed.data.name ?? written.name;
  return { kind: written.kind, name, enabled, language, template, config };
}

/**
 * Whether an address leads to another origin than the stored one. The stored secrets are
 * of the origin that they were written for: nobody learns them by having them sent to a
 * host of his own.
 */
function leadsElsewhere(
  { fields }: ChannelKind,
  config: ChannelConfig,
  stored: OpenChannel,
): boolean {
  const known = stored.opened.config;
  return Object.keys(fields).some((name) => {
    if (
      fields[name]?.kind !== "url" ||
      isStored(fields[name], name, config[name], stored)
    )
      return false;
    return originOf(config[name]) !== originOf(known[name]);
  });
}

const originOf = (address: ChannelConfig[string] | undefined): string | null =>
  address === undefined ? null : (URL.parse(String(address))?.origin ?? null);

/** Whether a value is the stored one, or stands for it. */
function isStored(
  about: ChannelField | undefined,
  field: string,
  value: ChannelConfig[string] | undefined,
  { channel, opened }: OpenChannel,
): boolean {
  if (channel.config[field] === undefined) return false;
  const known = opened.config[field];
  return value === known || (about?.secret === true && value === shownOf(known));
}

/** Throws a Problem for settings that the kind does not take. */
function objectToSettings(
  kind: ChannelKind,
  { config, place }: Written,
  stored: OpenChannel | null,
): void {
  const open: Record<string, ChannelConfig[string]> = {};
  for (const [field, value] of Object.entries(config)) {
    const isKept = kind.fields[field]?.secret && isMask(String(value));
    const known = isKept ? stored?.opened.config[field] : value;
    // Nobody can judge what does not open.
    if (known === undefined) return;
    open[field] = known;
  }
  const objection = kind.objectTo?.(open) ?? null;
  if (objection !== null)
    throw invalidField("json", [place(objection.field)], objection.problem);
}

function formOf({ kind }: Json, { forms }: ChannelSource) {
  const form = typeof kind === "string" ? forms.byKind.get(kind) : undefined;
  if (form !== undefined) return form;
  const names = [...forms.byKind.keys()].join(", ");
  const detail =
    kind === undefined
      ? `This is missing; it is one of ${names}. An address of Apprise is taken instead, as "apprise".`
      : `There is no such kind; it is one of ${names}.`;
  throw invalidField("json", ["kind"], detail);
}

const readFields = ({ kind, name, ...config }: Json): Written => ({
  kind: kind as string,
  name: String(name),
  // The form has checked each of them, and leaves out what was not given.
  config: config as ChannelConfig,
  place: (field) => field,
});

function readAddress({ apprise }: Json, { kinds, readApprise }: ChannelSource): Written {
  const read = readApprise(String(apprise));
  if ("problem" in read) throw invalidField("json", ["apprise"], read.problem);
  if (kinds[read.kind] === undefined)
    throw invalidField("json", ["apprise"], `There is no kind of channel ${read.kind}.`);
  return { ...read, place: () => "apprise" };
}

/** A setting to be stored. What is stored already is not judged again. */
function readSetting(
  kind: ChannelKind,
  field: string,
  value: ChannelConfig[string],
  context: {
    written: Written;
    addresses: AddressPolicy;
    stored: OpenChannel | null;
    isMoved: boolean;
  },
): DraftConfig[string] {
  const { written, addresses, stored, isMoved } = context;
  const about = kind.fields[field];
  const kept = stored?.channel.config[field];
  const refuse = (detail: string) => invalidField("json", [written.place(field)], detail);
  const isSecretMask = about?.secret === true && isMask(String(value));
  if (kept !== undefined && stored && isStored(about, field, value, stored)) {
    if (isMoved && isSecretMask)
      throw refuse("This was written for another address. Write it again for this one.");
    return about?.secret ? { sealed: String(kept) } : kept;
  }
  if (isSecretMask)
    throw refuse("This stands for a stored value, and there is no such value. Write it.");
  const objection =
    about && typeof value === "string" ? objectToText(about, value) : null;
  if (objection !== null) throw refuse(objection);
  if (about?.kind !== "url") return value;
  const guarded = guardUrl(String(value), addresses);
  if (!guarded.ok) throw refuse(`This address cannot be used: ${guarded.detail}.`);
  return String(value);
}

/** How a secret is answered; undefined stands for one that does not open. */
const shownOf = (known: ChannelConfig[string] | undefined): string =>
  known === undefined ? maskOfUnknown : maskSecret(String(known));

/** The document that a user would write to get this channel, secrets masked. */
export function toChannelDocument(
  { channel, opened }: OpenChannel,
  kinds: ChannelKinds,
): Json {
  const fields = kinds[channel.kind]?.fields ?? {};
  const { kind, name, enabled, language, template } = channel;
  const settings = Object.entries(channel.config).map(([field, value]) => {
    // Of a kind that is no longer known, any setting may be a secret.
    if (fields[field] === undefined) return [field, maskOfUnknown];
    return [field, fields[field].secret ? shownOf(opened.config[field]) : value];
  });
  return { kind, name, enabled, language, template, ...Object.fromEntries(settings) };
}
