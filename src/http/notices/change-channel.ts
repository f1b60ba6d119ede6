// Adds and changes channels, with their secrets sealed. Tries again when another request
// was faster, unless the request says with If-Match which revision it changes.
import type { Deps } from "#deps";
import { isSame, type Json } from "#domain/json.ts";
import { missingBinding } from "#domain/notices/channels/channel-kind.ts";
import { listRoutes } from "#domain/notices/routing/edit-routes.ts";
import { Problem } from "#http/problem.ts";
import { checkPrecondition, type Precondition } from "#http/targets/etag.ts";
import { tryWhileOvertaken } from "#http/targets/try-while-overtaken.ts";
import { openConfig, sealConfig, whyUnusable } from "#store/notices/channel-secrets.ts";
import {
  type Channel,
  type ChannelFields,
  changeChannel,
  createChannel,
  deleteChannel,
  findChannel,
  listChannels,
  mostChannels,
  nextChannelId,
} from "#store/notices/channels.ts";
import {
  type ChannelDraft,
  type ChannelSource,
  type OpenChannel,
  parseChannel,
} from "./channel-document.ts";
import { readStored } from "./routing/kept-routes.ts";

type OpenDeps = Pick<Deps, "vault" | "email">;

async function openChannel(
  { vault, email }: OpenDeps,
  { kinds }: ChannelSource,
  channel: Channel,
): Promise<OpenChannel> {
  const kind = kinds[channel.kind];
  if (kind === undefined) {
    const opened = await openConfig(vault, channel, {});
    return { channel, opened, problem: `There is no kind of channel ${channel.kind}.` };
  }
  const opened = await openConfig(vault, channel, kind.fields);
  const lacking = kind.needs === "email" && email === null ? kind.needs : null;
  const problem = whyUnusable(opened) ?? (lacking && missingBinding[lacking]);
  return { channel, opened, problem };
}

export async function openChannels(
  deps: OpenDeps & Pick<Deps, "db">,
  source: ChannelSource,
): Promise<OpenChannel[]> {
  const channels = await listChannels(deps.db);
  return await Promise.all(channels.map((one) => openChannel(deps, source, one)));
}

/** Throws the Problem `not-found` when there is no such channel. */
export async function getChannel(
  deps: OpenDeps & Pick<Deps, "db">,
  source: ChannelSource,
  id: number,
): Promise<OpenChannel> {
  const channel = await findChannel(deps.db, id);
  if (channel === null) throw new Problem("not-found", `There is no channel ${id}.`);
  return await openChannel(deps, source, channel);
}

export async function addChannel(
  deps: Deps,
  source: ChannelSource,
  body: Json,
): Promise<OpenChannel> {
  const { db, clock, settings } = deps;
  const draft = parseChannel(body, source, settings.addresses, null);
  return await tryWhileOvertaken(async () => {
    const id = await nextChannelId(db);
    const fields = await sealDraft(deps, source, id, draft);
    const outcome = await createChannel(db, id, fields, clock.now());
    if (outcome === "name-taken") throw nameTaken(draft.name);
    if (outcome === "full") throw full();
    return outcome === "created" ? await getChannel(deps, source, id) : null;
  });
}

/** What a request does to a channel, and what it expects to find. */
type Change = { id: number; expected: Precondition };

/** Turns a channel into what the document that `toBody` makes of it says. */
export async function replaceChannel(
  deps: Deps,
  source: ChannelSource,
  { id, expected }: Change,
  toBody: (open: OpenChannel) => Json,
): Promise<OpenChannel> {
  const { db, clock, settings } = deps;
  return await tryWhileOvertaken(async () => {
    const open = await getChannel(deps, source, id);
    const { channel } = open;
    checkPrecondition(expected, channel, "channel");
    const draft = parseChannel(toBody(open), source, settings.addresses, open);
    const fields = await sealDraft(deps, source, id, draft);
    if (isSame(fields, fieldsOf(channel))) return open;
    const outcome = await changeChannel(db, channel, fields, clock.now());
    if (outcome === "name-taken") throw nameTaken(draft.name);
    return outcome === "changed" ? await getChannel(deps, source, id) : null;
  });
}

/** Throws the Problem `conflict` for a channel that the routes still name. */
export async function removeChannel(
  deps: Deps,
  source: ChannelSource,
  { id, expected }: Change,
): Promise<void> {
  await tryWhileOvertaken(async () => {
    const { channel } = await getChannel(deps, source, id);
    checkPrecondition(expected, channel, "channel");
    const { routes } = await readStored(deps);
    if (listRoutes(routes).some(({ route }) => route.channels?.includes(id)))
      throw stillNamed(channel.name);
    return (await deleteChannel(deps.db, channel)) === "deleted" || null;
  });
}

async function sealDraft(
  { vault }: Pick<Deps, "vault">,
  { kinds }: ChannelSource,
  id: number,
  draft: ChannelDraft,
): Promise<ChannelFields> {
  const fields = kinds[draft.kind]?.fields ?? {};
  return { ...draft, config: await sealConfig(vault, id, fields, draft.config) };
}

const fieldsOf = (channel: Channel): ChannelFields => {
  const { kind, name, enabled, language, template, config } = channel;
  return { kind, name, enabled, language, template, config };
};

function nameTaken(name: string): Problem {
  const detail = `Another channel is called ${name}.`;
  return new Problem("conflict", detail, [{ pointer: "/name", detail }]);
}

/** A route whose last channel went would tell nobody, and nobody would know. */
const stillNamed = (name: string) =>
  new Problem("conflict", `Routes name the channel ${name}: take it out of them first.`);

const full = () =>
  new Problem("conflict", `There are ${mostChannels} channels, which is the most.`);
