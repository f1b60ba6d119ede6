// Names what documents of channels are read by: made once, for the API and the pages.
import { readApprise } from "#domain/notices/apprise.ts";
import { channelKinds } from "#domain/notices/channels/kinds.ts";
import type { ChannelSource } from "./channel-document.ts";
import { makeForms } from "./channel-forms.ts";

export const channelSource: ChannelSource = {
  kinds: channelKinds,
  readApprise,
  forms: makeForms(channelKinds),
};
