// Names the kinds of channels. A new kind is a file of its own, and a line here.
import type { ChannelKind } from "./channel-kind.ts";
import { alertmanager } from "./kinds/alertmanager.ts";
import { discord } from "./kinds/discord.ts";
import { email } from "./kinds/email.ts";
import { gotify } from "./kinds/gotify.ts";
import { log } from "./kinds/log.ts";
import { matrix } from "./kinds/matrix.ts";
import { ntfy } from "./kinds/ntfy.ts";
import { pagerduty } from "./kinds/pagerduty.ts";
import { pushover } from "./kinds/pushover.ts";
import { slack } from "./kinds/slack.ts";
import { teams } from "./kinds/teams.ts";
import { telegram } from "./kinds/telegram.ts";
import { webhook } from "./kinds/webhook.ts";

const kinds = {
  webhook,
  alertmanager,
  slack,
  discord,
  teams,
  telegram,
  ntfy,
  pagerduty,
  pushover,
  gotify,
  matrix,
  email,
  log,
} satisfies Record<string, ChannelKind>;

export type ChannelKindName = keyof typeof kinds;

export const channelKinds: Readonly<Record<ChannelKindName, ChannelKind>> = kinds;

export const channelKindNames = Object.keys(kinds) as ChannelKindName[];
