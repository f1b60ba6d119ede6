// Lists the kinds of channels.
import type { ChannelKind } from "./channel-kind.ts";
import { webhook } from "./webhook.ts";

export const channelKinds: Readonly<Record<string, ChannelKind>> = { webhook };
