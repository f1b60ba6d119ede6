// Writes the items of a message as Alertmanager's alerts.
// https://prometheus.io/docs/alerting/latest/alerts_api/
import type { MessageItem } from "#domain/notices/message.ts";

export type Alert = {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  startsAt: string;
  /** Null while it fires. */
  endsAt: string | null;
  generatorURL: string;
};

export const toAlert = (item: MessageItem): Alert => ({
  labels: item.labels,
  annotations: {
    summary: item.title,
    description: [item.text, ...item.fields.map(({ name, value }) => `${name}: ${value}`)]
      .filter((line) => line !== "")
      .join("\n"),
  },
  startsAt: new Date(item.startedAt).toISOString(),
  endsAt: endOf(item),
  generatorURL: item.url ?? "",
});

const endOf = ({ state, startedAt, endedAt }: MessageItem): string | null =>
  state === "resolved" ? new Date(endedAt ?? startedAt).toISOString() : null;
