// Hands the items of a message to a Prometheus Alertmanager, which groups and tells them
// by its own rules.
// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml

import { byteLength } from "#domain/cut.ts";
import { type Alert, toAlert } from "#domain/notices/channels/alert-form.ts";
import type { ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { fitMessage } from "#domain/notices/channels/fit-message.ts";
import { readStatus } from "#domain/notices/channels/receipt.ts";
import {
  addressOn,
  authorize,
  postJson,
  proofFields,
  textOf,
} from "#domain/notices/channels/settings.ts";
import { dayMs } from "#domain/time/instants.ts";

// Alertmanager has no limit of its own; proxies before it have 1 MB.
const MAX_BODY_BYTES = 500_000;

// Without an end an alert is over after five minutes. Reminders prolong it.
const AS_LONG_AS_MS = 2 * dayMs;

export const alertmanager: ChannelKind = {
  fields: {
    server: {
      kind: "url",
      description: "Alertmanager's address.",
      example: "https://alertmanager.example.com",
    },
    ...proofFields,
  },
  takesTemplate: () => false,
  // An alert is known by its labels.
  knowsRepeats: true,
  compose(config, message, now) {
    const ends = new Date(now + AS_LONG_AS_MS).toISOString();
    const body = fitMessage(
      // Alerts are never one text, whatever a template says.
      { ...message, text: null },
      ({ items }) => items.flatMap((item) => withOthers(toAlert(item), ends)),
      (alerts) => byteLength(JSON.stringify(alerts)) <= MAX_BODY_BYTES,
    );
    return postJson(
      addressOn(textOf(config, "server"), "/api/v2/alerts"),
      body,
      authorize(config),
    );
  },
  readAnswer: (answer, config) => readStatus(answer, config),
};

/**
 * The severity is one of the labels: with another severity it is another alert. So the
 * one of each severity that is not told ends, and telling the end of an unknown one is
 * allowed.
 */
function withOthers(alert: Alert, ends: string): Alert[] {
  const { labels, startsAt, endsAt } = alert;
  const others = ["down", "degraded"].filter((severity) => severity !== labels.severity);
  const isIncident = others.length === 1;
  return [
    { ...alert, endsAt: endsAt ?? ends },
    ...(isIncident ? others : []).map((severity) => ({
      ...alert,
      labels: { ...labels, severity },
      endsAt: endsAt ?? startsAt,
    })),
  ];
}
