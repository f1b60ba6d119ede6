// Says of each turn of an alarm which event tells it, and with what facts. No I/O.
import type { CloseReason, EventKind, IncidentFacts } from "#domain/notices/event.ts";
import type { Turn } from "./alarm.ts";
import type { OpenIncident } from "./alarm-state.ts";

/**
 * An event of an incident, before the labels and the URL of its target are added, which
 * the store knows.
 */
export type IncidentNews = {
  kind: "incident-turned";
  event: Extract<EventKind, `incident-${string}`>;
  targetId: number;
  /** The incident that is to be open; of a target that is held, its parent's. */
  incidentId: string;
  at: number;
  severity: OpenIncident["severity"];
  /** What changes of the incident's facts. None for a target that is held. */
  facts: Partial<IncidentFacts>;
  /** The facts before, where the incident opens in the same batch. */
  base: Partial<IncidentFacts> | null;
};

/** The news of a target's turns, in their order. */
export function newsOfTurns(targetId: number, turns: readonly Turn[]): IncidentNews[] {
  const news: IncidentNews[] = [];
  for (const turn of turns) {
    const before = news.findLast(
      ({ event, incidentId }) =>
        event === "incident-opened" &&
        "incident" in turn &&
        incidentId === turn.incident.id,
    );
    news.push({ ...newsOfTurn(targetId, turn), base: before?.facts ?? null });
  }
  return news;
}

function newsOfTurn(targetId: number, turn: Turn): Omit<IncidentNews, "base"> {
  const common = { kind: "incident-turned", targetId, at: turn.at } as const;
  if (turn.kind === "held")
    return {
      ...common,
      event: "incident-held",
      incidentId: turn.parent,
      severity: "down",
      facts: {},
    };
  const { incident } = turn;
  const about = { ...common, incidentId: incident.id, severity: incident.severity };
  switch (turn.kind) {
    case "opened":
      return { ...about, event: "incident-opened", facts: openedFacts(turn) };
    case "worse": {
      const { severity, runsFailed } = incident;
      const { failure } = turn;
      const facts = { severity, runsFailed, ...(failure && { failure }) };
      return { ...about, event: "incident-worse", facts };
    }
    case "closed":
      return {
        ...about,
        event: "incident-closed",
        facts: closedFacts(incident, turn.at, "recovered"),
      };
  }
}

const openedFacts = ({
  incident,
  failure,
}: Extract<Turn, { kind: "opened" }>): Omit<IncidentFacts, "url"> => ({
  severity: incident.severity,
  startedAt: incident.startedAt,
  openedAt: incident.openedAt,
  closedAt: null,
  closeReason: null,
  runsFailed: incident.runsFailed,
  slotsMissed: incident.slotsMissed,
  lastGoodAt: incident.lastGoodAt,
  ...(incident.lastRanAt !== null && { lastRanAt: incident.lastRanAt }),
  failure,
  body: null,
  turns: incident.turns,
});

const closedFacts = (
  { runsFailed, slotsMissed, turns }: OpenIncident,
  closedAt: number,
  closeReason: CloseReason,
): Partial<IncidentFacts> => ({ closedAt, closeReason, runsFailed, slotsMissed, turns });
