// Writes a public status page in the shape of Statuspage's summary.json
// (metastatuspage.com/api), which many programs read. Services that are not watched are
// left out; of those that nobody looked at lately, the shape has no word.
import { z } from "@hono/zod-openapi";
import {
  type PublicIncident,
  type PublicMaintenance,
  type PublicPage,
  type PublicService,
  servicesOf,
} from "#domain/status/public-page.ts";
import { instant, isoOf, isoOrNull } from "#http/fields.ts";
import {
  nameOf,
  type Overall,
  overallOf,
  sayHeadline,
  sayIncident,
  sayMaintenance,
} from "#ui/status/public-words.ts";
import type { Standpoint } from "#ui/words/format.ts";

const componentStatuses = [
  "operational",
  "degraded_performance",
  "major_outage",
  "under_maintenance",
] as const;
type ComponentStatus = (typeof componentStatuses)[number];

/** Null for a service that is left out. */
const statusOf: Readonly<Record<PublicService["state"], ComponentStatus | null>> = {
  up: "operational",
  degraded: "degraded_performance",
  down: "major_outage",
  maintenance: "under_maintenance",
  paused: null,
  new: null,
  unknown: null,
};

const indicators = ["none", "minor", "major", "critical", "maintenance"] as const;

const indicatorOf: Readonly<Record<Overall, (typeof indicators)[number]>> = {
  down: "major",
  degraded: "minor",
  unknown: "minor",
  maintenance: "maintenance",
  up: "none",
  paused: "none",
};

const Component = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(componentStatuses),
  position: z.int(),
  description: z.null(),
  group: z.boolean(),
  group_id: z.string().nullable(),
  components: z.array(z.string()).optional(),
  page_id: z.string(),
  created_at: instant,
  updated_at: instant,
});

const Update = z.object({
  id: z.string(),
  incident_id: z.string(),
  status: z.string(),
  body: z.string(),
  created_at: instant,
  display_at: instant,
  updated_at: instant,
});

const incidentFields = {
  id: z.string(),
  name: z.string(),
  status: z.string(),
  impact: z.string(),
  shortlink: z.string(),
  page_id: z.string(),
  created_at: instant,
  updated_at: instant,
  started_at: instant,
  resolved_at: instant.nullable(),
  monitoring_at: z.null(),
  incident_updates: z.array(Update),
};

export const Summary = z
  .object({
    page: z.object({
      id: z.string(),
      name: z.string(),
      url: z.string(),
      time_zone: z.string(),
      updated_at: instant,
    }),
    status: z.object({ indicator: z.enum(indicators), description: z.string() }),
    components: z.array(Component),
    incidents: z
      .array(z.object(incidentFields))
      .openapi({ description: "Those that are open." }),
    scheduled_maintenances: z.array(
      z.object({ ...incidentFields, scheduled_for: instant, scheduled_until: instant }),
    ),
  })
  .openapi("StatusSummary");

type Place = { page: PublicPage; address: string; viewer: Standpoint };

/** `address` is that of the page. */
export function summaryOf(place: Place): z.output<typeof Summary> {
  const { page, address, viewer } = place;
  const overall = overallOf(page);
  const isCritical =
    overall === "down" && servicesOf(page).every(({ state }) => state === "down");
  return {
    page: {
      id: page.slug,
      name: page.title,
      url: page.link ?? address,
      time_zone: page.zone,
      updated_at: isoOf(page.at),
    },
    status: {
      indicator: isCritical ? "critical" : indicatorOf[overall],
      description: sayHeadline(page, viewer.language),
    },
    components: componentsOf(place),
    incidents: page.incidents
      .filter(({ until }) => until === null)
      .map((incident) => toIncident(place, incident)),
    scheduled_maintenances: page.maintenance.map((one) => toMaintenance(place, one)),
  };
}

/** Each group, which is a component as well, and its services after it. */
function componentsOf({ page, viewer }: Place): z.output<typeof Component>[] {
  const told = page.groups.map(({ services, ...group }) => ({
    ...group,
    services: services.flatMap((service) => {
      const status = statusOf[service.state];
      return status === null
        ? []
        : { id: service.id, name: nameOf(service, viewer.language), status };
    }),
  }));
  const common = {
    description: null,
    page_id: page.slug,
    created_at: isoOf(page.createdAt),
    updated_at: isoOf(page.at),
  };
  const all = told.flatMap(({ id, name, services }) => [
    {
      id,
      name,
      status: worstOf(services.map(({ status }) => status)),
      group: true,
      group_id: null,
      components: services.map((service) => service.id),
    },
    ...services.map((service) => ({ ...service, group: false, group_id: id })),
  ]);
  return all.map((one, i) => ({ ...one, position: i + 1, ...common }));
}

const severityOrder: readonly ComponentStatus[] = [
  "major_outage",
  "degraded_performance",
  "under_maintenance",
];

const worstOf = (statuses: readonly ComponentStatus[]): ComponentStatus =>
  severityOrder.find((status) => statuses.includes(status)) ?? "operational";

function toIncident({ page, address, viewer }: Place, incident: PublicIncident) {
  const { id, from, until, severity, notes } = incident;
  const status = until === null ? "investigating" : "resolved";
  const latest = Math.max(from, until ?? from, ...notes.map(({ at }) => at));
  return {
    id,
    name: sayIncident(incident, viewer.language),
    status,
    impact: severity === "down" ? "major" : "minor",
    shortlink: `${address}#${id}`,
    page_id: page.slug,
    created_at: isoOf(from),
    updated_at: isoOf(latest),
    started_at: isoOf(from),
    resolved_at: isoOrNull(until),
    monitoring_at: null,
    incident_updates: notes.toReversed().map(({ at, text }, i) => ({
      id: `${id}-${notes.length - i}`,
      incident_id: id,
      status,
      body: text,
      created_at: isoOf(at),
      display_at: isoOf(at),
      updated_at: isoOf(at),
    })),
  };
}

const toMaintenance = ({ page, address, viewer }: Place, one: PublicMaintenance) => ({
  id: one.id,
  name: sayMaintenance(one, viewer.language),
  status: one.isNow ? "in_progress" : "scheduled",
  impact: "maintenance",
  shortlink: `${address}#${one.id}`,
  page_id: page.slug,
  created_at: isoOf(Math.min(one.from, page.updatedAt)),
  updated_at: isoOf(Math.min(one.from, page.updatedAt)),
  started_at: isoOf(one.from),
  resolved_at: null,
  monitoring_at: null,
  incident_updates: [],
  scheduled_for: isoOf(one.from),
  scheduled_until: isoOf(one.until),
});
