// Ranks messages, so that a channel can show them by colour, sound or priority.
import type { Message, MessageItem } from "#domain/notices/message.ts";

/** What a channel has for each rank. */
export type ByUrgency<Value> = Readonly<
  Record<"down" | "degraded" | "info" | "resolved", Value>
>;

export const byUrgency = <Value>(
  { state, severity }: Pick<Message | MessageItem, "state" | "severity">,
  values: ByUrgency<Value>,
): Value => values[state === "resolved" ? "resolved" : severity];

/** Vermilion, amber, blue and bluish green, as on the pages. */
export const colours: ByUrgency<string> = {
  down: "#c8401f",
  degraded: "#b97a00",
  info: "#2f6fb3",
  resolved: "#1b7f64",
};
