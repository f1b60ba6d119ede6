// Lists the values of a heartbeat with the fields of the form that say them. A target of
// another kind has none of them.
import type { FieldName, FormValues } from "#ui/editor/form-values.ts";
import { type Codec, decimal, flag, number, text } from "./codecs.ts";
import { row } from "./form-row.ts";
import { readList } from "./list-text.ts";

export const isHeartbeat = ({ kind }: FormValues): boolean => kind === "heartbeat";

const beat = (field: FieldName, name: string, codec: Codec) =>
  row(field, ["heartbeat", name], codec, isHeartbeat);

/** Numbers of channels, with commas between; empty where routes say who is told. */
const channels: Codec = {
  read: (typed) => (typed === "" ? undefined : readList(typed, ",").map(number.read)),
  write: (ids: readonly number[] | null) => (ids ?? []).join(", "),
};

export const heartbeatRows = [
  beat("uuid", "uuid", text),
  beat("slug", "slug", text),
  beat("description", "description", text),
  beat("beatGrace", "grace", text),
  beat("startGrace", "startGrace", text),
  beat("runMax", "runMax", text),
  beat("runMin", "runMin", text),
  beat("early", "early", text),
  beat("unusual", "unusual", decimal),
  beat("keepAlive", "keepAlive", flag),
  beat("postOnly", "postOnly", flag),
  beat("manualResume", "manualResume", flag),
  beat("channels", "channels", channels),
];
