// Tells what the kinds of events about incidents have in common.
import { oneLine } from "#domain/cut.ts";
import { type EventOf, failureOf, type IncidentFacts } from "#domain/notices/event.ts";
import {
  countField,
  type Field,
  field,
  type Standpoint,
  writeInstant,
  writeLength,
} from "./event-kind.ts";

type IncidentEvent = EventOf<"incident-opened" | "incident-worse" | "incident-closed">;

export const incidentKey = ({ incidentId, id }: IncidentEvent): string =>
  incidentId ?? id;

export const incidentPath = ({ incidentId, targetId }: IncidentEvent): string =>
  incidentId === null ? `/targets/${targetId}` : `/incidents/${incidentId}`;

const MAX_CAUSE_CHARS = 500;

/** What failed, in a sentence with its evidence. */
export const causeOf = (facts: IncidentFacts, { words }: Standpoint): string | null => {
  const failure = failureOf(facts);
  const { severity } = facts;
  if (failure !== null) return oneLine(words.failure(failure), MAX_CAUSE_CHARS);
  return severity === "degraded" ? words.degradedWithoutFailure : null;
};

/** How an incident that is open stands. */
export function tellOpen({ facts }: IncidentEvent, viewer: Standpoint) {
  const { words, now } = viewer;
  const { startedAt, turns } = facts;
  const again = turns > 0 ? [words.turns(turns)] : [];
  const cause = causeOf(facts, viewer);
  const ran = facts.lastRanAt ?? null;
  const last = ran === null ? [] : [words.lastRan(writeInstant(ran, viewer))];
  const soFar = words.soFar(writeLength(now - startedAt, viewer));
  return {
    text: words.sentences([...(cause === null ? [] : [cause]), ...last, ...again]),
    fields: [
      ...field(words.fields.status, words.statuses[facts.severity]),
      ...field(words.fields.since, writeInstant(startedAt, viewer)),
      ...field(words.fields.duration, soFar),
      ...damageOf(facts, viewer),
      ...field(words.fields.body, bodyOf(facts)),
    ],
    startedAt,
    endedAt: null,
  };
}

/** What was lost, and where. */
export function damageOf(facts: IncidentFacts, viewer: Standpoint): Field[] {
  const { fields, never } = viewer.words;
  const { lastGoodAt, lastRanAt = null } = facts;
  return [
    ...countField(fields.runsFailed, facts.runsFailed),
    ...countField(fields.slotsMissed, facts.slotsMissed),
    ...field(fields.lastRan, lastRanAt === null ? null : writeInstant(lastRanAt, viewer)),
    ...field(
      fields.lastGood,
      lastGoodAt === null ? never : writeInstant(lastGoodAt, viewer),
    ),
    ...field(fields.address, facts.url),
  ];
}

// The page of the incident has all that was kept.
const MAX_BODY_CHARS = 200;

const bodyOf = ({ body }: IncidentFacts): string | null =>
  body === null ? null : oneLine(body, MAX_BODY_CHARS);
