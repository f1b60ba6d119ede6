// Sends a message to a channel, and reads what the channel says to it.
import type { Deps } from "#deps";
import type { Receipt } from "#domain/notices/channels/channel-kind.ts";
import { channelKinds } from "#domain/notices/channels/kinds.ts";
import { readFault } from "#domain/notices/channels/receipt.ts";
import type { Message } from "#domain/notices/message.ts";
import { sendNotice } from "#net/notices/send.ts";
import { openConfig, sealConfig, whyUnusable } from "#store/notices/channel-secrets.ts";
import type { Channel, SaidConfig } from "#store/notices/channels.ts";

/** What came of a try. */
export type Sending = {
  receipt: Receipt;
  /** Of the answer; null where none came. */
  status: number | null;
  /** Null when the channel said nothing of its settings. */
  config: SaidConfig | null;
};

/** Never rejects for what a channel does. */
export async function sendToChannel(
  deps: Deps,
  channel: Channel,
  message: Message,
): Promise<Sending> {
  const kind = channelKinds[channel.kind as keyof typeof channelKinds];
  if (kind === undefined)
    return unsent("refused", `There is no kind of channel ${channel.kind}.`);
  const opened = await openConfig(deps.vault, channel, kind.fields);
  const why = whyUnusable(opened);
  // Somebody may still give the key back that was used.
  if (why !== null) return unsent("retry", why);
  const request = kind.compose(opened.config, message, deps.clock.now());
  if (request.via === "http") deps.fetches.spend();
  const answer = await sendNotice(sendDeps(deps), request);
  if ("fault" in answer)
    return { receipt: readFault(answer), status: null, config: null };
  const receipt = kind.readAnswer(answer, opened.config);
  const { id, revision } = channel;
  const other = "config" in receipt ? receipt.config : undefined;
  const said = other && (await sealConfig(deps.vault, id, kind.fields, other));
  const config = said === undefined ? null : { config: said, revision };
  return { receipt, status: answer.status, config };
}

const unsent = (outcome: "retry" | "refused", why: string): Sending => ({
  receipt: outcome === "retry" ? { outcome, afterMs: null, why } : { outcome, why },
  status: null,
  config: null,
});

const sendDeps = ({ fetch, clock, email, log, settings }: Deps) => ({
  fetch,
  clock,
  log,
  policy: settings.addresses,
  userAgent: settings.userAgent,
  email,
});
