// Says what the page of maintenance windows shows. Plain data. Instants are epoch ms.
import type { MaintenanceDraft, Span } from "#domain/incidents/maintenance.ts";
import type { Refusals } from "#ui/screens/fields.tsx";

export type ShownWindow = MaintenanceDraft & {
  id: number;
  state: "active" | "upcoming" | "past";
  current: Span | null;
  next: Span | null;
};

export const maintenanceFields = [
  "name",
  "targets",
  "tags",
  "all",
  "from",
  "until",
  "for",
  "cron",
  "zone",
  "lasts",
] as const;
export type MaintenanceField = (typeof maintenanceFields)[number];

export type MaintenanceView = {
  windows: readonly ShownWindow[];
  /** How many windows are not shown. */
  more: number;
  /** What was typed, and what of it was refused. */
  values: Partial<Record<MaintenanceField, string>>;
  refusals: Refusals;
};
