// Words an example of what a channel is told: an incident that has opened.
import { minuteMs } from "#domain/time/instants.ts";
import type { NoticeEvent } from "./event.ts";
import type { Message, NoticeLanguage } from "./message.ts";
import type { Template } from "./templates/template-fields.ts";
import { toMessage } from "./wording.ts";

type ExampleInput = {
  language: NoticeLanguage;
  template: Template | null;
  /** The deployment's own address; null if unknown. */
  baseUrl: string | null;
  /** An IANA name. */
  zone: string;
  /** Epoch ms. */
  now: number;
};

export function exampleMessage({ baseUrl, now, ...form }: ExampleInput): Message {
  const address = baseUrl ?? "https://junkai.example.com";
  const event = openedAt(now - minuteMs);
  const links = ["acknowledge", "silence"] as const;
  return toMessage({
    id: "example",
    groupKey: "example",
    news: [event],
    reminders: [],
    links: links.map((name) => ({ name, url: `${address}/act/${name}?example` })),
    baseUrl: address,
    now,
    ...form,
  });
}

function openedAt(at: number): NoticeEvent {
  const incidentId = "17-example";
  return {
    id: `${incidentId}.opened`,
    kind: "incident-opened",
    at,
    targetId: 17,
    incidentId,
    labels: {
      target: "shop",
      name: "shop.example.com",
      host: "shop.example.com",
      kind: "page",
      severity: "down",
      tag: ["web"],
    },
    facts: {
      url: "https://shop.example.com/",
      severity: "down",
      startedAt: at - minuteMs,
      openedAt: at,
      closedAt: null,
      closeReason: null,
      runsFailed: 2,
      slotsMissed: 0,
      lastGoodAt: at - 2 * minuteMs,
      failure: { class: "status", status: 502, expected: "2xx" },
      body: null,
      turns: 0,
    },
  };
}
