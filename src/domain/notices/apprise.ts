// Reads the addresses of Apprise, so that people can paste what they have. A refusal never
// repeats what stands in an address: most of it is secret.

import { oneLine } from "#domain/cut.ts";
import { partsOf, Refusal, refuse, schemeOf } from "./apprise/parts.ts";
import { type Reading, readers } from "./apprise/readers.ts";
import type { ChannelConfig } from "./channels/channel-kind.ts";
import { type ChannelKindName, channelKinds } from "./channels/kinds.ts";

export type AppriseChannel = {
  kind: ChannelKindName;
  config: ChannelConfig;
  /** A name to begin with. */
  name: string;
};

const schemes: ReadonlySet<string> = new Set(Object.keys(readers));

/** `problem` is a sentence that says which part is wrong. */
export function readApprise(address: string): AppriseChannel | { problem: string } {
  try {
    const scheme = schemeOf(address.trim(), schemes);
    const read = readers[scheme] ?? (() => refuse("The address is of no known kind."));
    return toChannel(read(partsOf(address.trim(), scheme)));
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

const MAX_NAME_CHARS = 60;

function toChannel({ kind, config, at }: Reading): AppriseChannel {
  const { fields, objectTo } = channelKinds[kind];
  const isBroken = Object.entries(config).some(
    ([name, value]) => fields[name]?.kind === "url" && !URL.canParse(String(value)),
  );
  if (isBroken) return refuse("The host of the address is not valid.");
  const objection = objectTo?.(config) ?? null;
  return objection === null
    ? { kind, config, name: oneLine(at, MAX_NAME_CHARS) }
    : refuse(objection.problem);
}
