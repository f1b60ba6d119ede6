// Seals the secret settings of a channel, and opens them. Each is bound to its channel
// and field.
import type {
  ChannelConfig,
  ChannelField,
} from "#domain/notices/channels/channel-kind.ts";
import { explainUnreadable, isSealed, type Sealed } from "#domain/sealed.ts";
import { partsOfSealed } from "#store/secrets/sealed-form.ts";
import { isSealedNow, type Vault } from "#store/secrets/vault.ts";

type Fields = Readonly<Record<string, ChannelField>>;

/** Settings to be stored; those that are sealed already stay as they are. */
export type DraftConfig = Readonly<Record<string, ChannelConfig[string] | Sealed>>;

/** `unreadable` names the secrets that do not open; `config` leaves them out. */
export type OpenedConfig = { config: ChannelConfig; unreadable: readonly string[] };

const placeOf = (channelId: number, field: string): string =>
  `channel ${channelId} ${field}`;

/** The settings as they are stored. Throws NoKeyError without a key. */
export async function sealConfig(
  vault: Vault,
  channelId: number,
  fields: Fields,
  draft: DraftConfig,
): Promise<ChannelConfig> {
  const stored: Record<string, ChannelConfig[string]> = {};
  for (const [name, value] of Object.entries(draft)) {
    if (isSealed(value)) stored[name] = value.sealed;
    else
      stored[name] = fields[name]?.secret
        ? await vault.seal(String(value), placeOf(channelId, name))
        : value;
  }
  return stored;
}

/** The settings of a stored channel, to be used. */
export async function openConfig(
  vault: Vault,
  channel: { id: number; config: ChannelConfig },
  fields: Fields,
): Promise<OpenedConfig> {
  const config: Record<string, ChannelConfig[string]> = {};
  const unreadable: string[] = [];
  for (const [name, value] of Object.entries(channel.config)) {
    if (!fields[name]?.secret) {
      config[name] = value;
      continue;
    }
    const { text } = await vault.open(String(value), placeOf(channel.id, name));
    if (text === null) unreadable.push(name);
    else config[name] = text;
  }
  return { config, unreadable };
}

/** Says why a channel cannot be used, and what to do; null when it can. */
export const whyUnusable = ({ unreadable }: OpenedConfig): string | null =>
  unreadable.length === 0 ? null : `${explainUnreadable(unreadable.join(", "))}.`;

/** Stored settings with their secrets sealed by the key that seals now. */
export type ResealedConfig = {
  /** Null when nothing changes. */
  config: ChannelConfig | null;
  /** How many do not open; they stay as they are. */
  unreadable: number;
};

export async function resealConfig(
  vault: Vault,
  { id, config }: { id: number; config: ChannelConfig },
): Promise<ResealedConfig> {
  const resealed: Record<string, ChannelConfig[string]> = { ...config };
  let isChanged = false;
  let unreadable = 0;
  for (const [name, value] of Object.entries(config)) {
    // Only what was sealed for this place opens there, so no other text is touched.
    if (typeof value !== "string" || partsOfSealed(value) === null) continue;
    if (await isSealedNow(vault, value)) continue;
    const { text } = await vault.open(value, placeOf(id, name));
    if (text === null) unreadable += 1;
    else {
      resealed[name] = await vault.seal(text, placeOf(id, name));
      isChanged = true;
    }
  }
  return { config: isChanged ? resealed : null, unreadable };
}
