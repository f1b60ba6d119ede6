// Says what the pages of incidents show. Plain data. Instants are epoch ms.
import type { Incident } from "#domain/incidents/incident.ts";
import type { StoryItem } from "#domain/incidents/timeline.ts";
import type { Refusals } from "#ui/screens/fields.tsx";

/** What the list of incidents was asked for. */
export type AskedIncidents = {
  open: "true" | "false" | null;
  severity: Incident["severity"] | null;
  target: string | null;
  tag: string | null;
};

export const asksNothing: AskedIncidents = {
  open: null,
  severity: null,
  target: null,
  tag: null,
};

export type IncidentsView = {
  asked: AskedIncidents;
  /** How many are open; `isMore` where there may be more. */
  openCount: number;
  isMore: boolean;
  /** Null where the page does not show them. */
  open: IncidentPage | null;
  closed: IncidentPage | null;
  refusals: Refusals;
};

export type IncidentPage = {
  items: readonly Incident[];
  /** The cursor of the next page; null on the last. */
  next: string | null;
};

export const handlingFields = ["by", "note", "public", "reason", "author"] as const;
export type HandlingField = (typeof handlingFields)[number];

/** A silence of this incident that holds now. */
type IncidentSilence = { endsAt: number | null; reason: string; author: string };

export type IncidentView = {
  incident: Incident;
  timeline: readonly StoryItem[];
  /** Those targets of the page that are not deleted. */
  targets: ReadonlySet<number>;
  silences: readonly IncidentSilence[];
  /** What was typed, and what of it was refused. */
  values: Partial<Record<HandlingField, string>>;
  refusals: Refusals;
};

/** The address of the list with some changes. */
export function addressOfIncidents(asked: Partial<AskedIncidents>): string {
  const given = Object.entries(asked).filter(([, value]) => value !== null);
  const query = new URLSearchParams(given as [string, string][]).toString();
  return query === "" ? "/incidents" : `/incidents?${query}`;
}
