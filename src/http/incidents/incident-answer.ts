// Describes incidents in answers.
import { z } from "@hono/zod-openapi";
import { noteKinds } from "#domain/incidents/notes.ts";
import {
  type IncidentStory,
  type TimelineItem,
  timelineOf,
} from "#domain/incidents/timeline.ts";
import { failureOf } from "#domain/notices/event.ts";
import { noticeStates } from "#domain/notices/notice-state.ts";
import { FailureAnswer, toFailureAnswer } from "#http/failure-answer.ts";
import { instant, isoOf, isoOrNull } from "#http/fields.ts";
import { ChannelBrief } from "#http/notices/notices.ts";
import type { KeptIncident } from "#store/incidents/incidents.ts";

const NoteAnswer = z
  .object({
    at: instant,
    by: z.string().nullable(),
    kind: z.enum(noteKinds),
    text: z.string().nullable(),
    public: z.literal(true).optional().openapi({
      description: "Set where public status pages show it.",
    }),
  })
  .openapi("IncidentNote");

const example = {
  id: "1-mi7k2xq0",
  targetId: 1,
  target: "home",
  name: "Example",
  url: "https://example.com/",
  tags: ["web"],
  severity: "down",
  startedAt: "2026-01-31T09:00:00.000Z",
  openedAt: "2026-01-31T09:00:20.031Z",
  closedAt: null,
  closeReason: null,
  runsFailed: 12,
  slotsMissed: 0,
  turns: 0,
  lastGoodAt: "2026-01-31T08:55:00.000Z",
  lastRanAt: null,
  failure: null,
  body: null,
  children: [],
  acknowledged: null,
  notes: [],
  revision: 1,
} as const;

const fields = {
  id: z.string(),
  targetId: z.int(),
  target: z.string().openapi({ description: "The target's key, or else its id." }),
  name: z.string(),
  url: z.string().nullable().openapi({ description: "Null of a heartbeat." }),
  tags: z.array(z.string()),
  severity: z.enum(["down", "degraded"]),
  startedAt: instant.openapi({ description: "When its first failing run began." }),
  openedAt: instant.openapi({ description: "When the run began that opened it." }),
  closedAt: instant.nullable(),
  closeReason: z.enum(["recovered", "closed", "paused", "deleted"]).nullable(),
  runsFailed: z.int(),
  slotsMissed: z.int().openapi({
    description:
      "Slots that nobody served meanwhile; of a heartbeat those of which it did not report.",
  }),
  turns: z.int().openapi({
    description:
      "How often the target recovered and failed again: one that flaps has one incident.",
  }),
  lastGoodAt: instant
    .nullable()
    .openapi({ description: "When the last run before it began that passed." }),
  lastRanAt: instant.nullable().openapi({
    description:
      "When the last run of a heartbeat began that missed slots; null of other incidents.",
  }),
  failure: FailureAnswer,
  body: z
    .string()
    .nullable()
    .openapi({ description: "The first 1,000 characters of the body, where kept." }),
  children: z
    .array(z.object({ targetId: z.int(), name: z.string() }))
    .openapi({ description: "Targets that fail because this one does." }),
  acknowledged: z.object({ at: instant, by: z.string().nullable() }).nullable(),
  notes: z.array(NoteAnswer),
  revision: z.int(),
};

export const IncidentAnswer = z.object(fields).openapi("Incident", { example });

const TimelineItemAnswer = z
  .object({
    at: instant,
    kind: z.enum([
      "opened",
      "worse",
      "closed",
      "held",
      "notice",
      ...noteKinds.filter((kind) => kind !== "closed"),
      "closed-by-hand",
    ]),
    text: z.string().nullable(),
    by: z.string().nullable(),
  })
  .openapi("IncidentTimelineItem");

const NoticeAnswer = z
  .object({
    id: z.string(),
    channel: ChannelBrief,
    state: z.enum(noticeStates),
    createdAt: instant,
    sentAt: instant.nullable(),
    attempts: z.int(),
  })
  .openapi("IncidentNotice");

export const IncidentDetailsAnswer = z
  .object({
    ...fields,
    timeline: z
      .array(TimelineItemAnswer)
      .openapi({ description: "What happened, in order." }),
    notices: z.array(NoticeAnswer).openapi({ description: "Who was told." }),
  })
  .openapi("IncidentDetails", {
    example: {
      ...example,
      timeline: [{ at: example.openedAt, kind: "opened", text: null, by: null }],
      notices: [],
    },
  });

export function toIncidentAnswer(incident: KeptIncident): z.infer<typeof IncidentAnswer> {
  const { labels, facts, acknowledgedAt } = incident;
  const failure = failureOf(facts);
  return {
    id: incident.id,
    targetId: incident.targetId,
    target: labels.target,
    name: labels.name,
    url: facts.url || null,
    tags: [...labels.tag],
    severity: incident.severity,
    startedAt: isoOf(incident.startedAt),
    openedAt: isoOf(incident.openedAt),
    closedAt: isoOrNull(incident.closedAt),
    closeReason: incident.closeReason,
    runsFailed: facts.runsFailed,
    slotsMissed: facts.slotsMissed,
    turns: facts.turns,
    lastGoodAt: isoOrNull(facts.lastGoodAt ?? null),
    lastRanAt: isoOrNull(facts.lastRanAt ?? null),
    failure: failure && toFailureAnswer(failure),
    body: facts.body ?? null,
    children: Object.entries(incident.children).map(([id, name]) => ({
      targetId: Number(id),
      name,
    })),
    acknowledged:
      acknowledgedAt === null
        ? null
        : { at: isoOf(acknowledgedAt), by: incident.acknowledgedBy },
    notes: incident.notes.map(({ at, ...note }) => ({ at: isoOf(at), ...note })),
    revision: incident.revision,
  };
}

export function toIncidentDetails(
  incident: KeptIncident,
  story: IncidentStory,
): z.infer<typeof IncidentDetailsAnswer> {
  return {
    ...toIncidentAnswer(incident),
    timeline: timelineOf(incident, story).map((item) => ({
      at: isoOf(item.at),
      ...toItem(item),
    })),
    notices: story.notices.map(
      ({ id, channelId, channel, state, createdAt, sentAt, attempts }) => ({
        id,
        channel: { id: channelId, name: channel },
        state,
        createdAt: isoOf(createdAt),
        sentAt: isoOrNull(sentAt),
        attempts,
      }),
    ),
  };
}

function toItem(item: TimelineItem): Omit<z.infer<typeof TimelineItemAnswer>, "at"> {
  switch (item.kind) {
    case "held":
      return { kind: "held", text: item.child, by: null };
    case "notice":
      return { kind: "notice", text: item.notice.channel, by: null };
    case "noted": {
      const { kind, text, by } = item.note;
      return { kind: kind === "closed" ? "closed-by-hand" : kind, text, by };
    }
    default:
      return { kind: item.kind, text: null, by: null };
  }
}
