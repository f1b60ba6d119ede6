// Names channels as Healthchecks does: clients take nothing but uuids for their ids.
import type { ChannelKindName } from "#domain/notices/channels/kinds.ts";
import type { Channel } from "#store/notices/channels.ts";

/** A channel's id as a uuid of version 8 (RFC 9562 section 5.8). */
export const channelIdOf = (id: number): string =>
  `00000000-0000-8000-9000-${id.toString(16).padStart(12, "0")}`;

/** Healthchecks' names of those kinds that are called otherwise there. */
const kinds: Partial<Record<ChannelKindName, string>> = {
  teams: "msteamsw",
  pagerduty: "pd",
  pushover: "po",
};

export const toChannel = ({ id, name, kind }: Pick<Channel, "id" | "name" | "kind">) => ({
  id: channelIdOf(id),
  name,
  kind: kinds[kind as ChannelKindName] ?? kind,
});

/** The channels that a request names, or why there are none. */
export type ChosenChannels = { ids: number[] | null } | { error: string };

/**
 * Reads a list of ids and names with commas between them. "*" are all there are now; an
 * empty one leaves it to the routes who is told.
 */
export function chooseChannels(
  written: string,
  channels: readonly Pick<Channel, "id" | "name">[],
): ChosenChannels {
  if (written === "") return { ids: null };
  if (written === "*") return { ids: channels.map(({ id }) => id) };
  const ids = new Set<number>();
  for (const name of written.split(",")) {
    if (name === "") return { error: "empty channel identifier" };
    const [found, ...others] = channels.filter(
      (channel) => channelIdOf(channel.id) === name || channel.name === name,
    );
    if (found === undefined) return { error: `invalid channel identifier: ${name}` };
    if (others.length > 0) return { error: `non-unique channel identifier: ${name}` };
    ids.add(found.id);
  }
  return { ids: [...ids].sort((a, b) => a - b) };
}
