// Says what everybody may see of a status page. Whatever is not written out here of a
// target, an incident or a window stays private: each field is picked by itself.
import {
  covers,
  type MaintenanceWindow,
  nextOccurrences,
  occurrenceAt,
  type Span,
  windowsInForce,
} from "#domain/incidents/maintenance.ts";
import { type ShownStatus, shownStatus } from "#domain/incidents/shown-status.ts";
import { addHeat, type HeatCounts, noHeat } from "#domain/statistics/heat.ts";
import { availabilityOf } from "#domain/statistics/slo.ts";
import type { Target } from "#domain/targets/target.ts";
import { hashText } from "#domain/text-hash.ts";
import { dayMs } from "#domain/time/instants.ts";
import { type KeptPage, placeSubjects } from "./status-page.ts";

/** The days that a page looks back on. */
export const pageDays = 90;
/** Incidents that are over are shown for so long. */
export const recentMs = 14 * dayMs;
/** Maintenance is announced so long before. */
export const aheadMs = 30 * dayMs;
const mostIncidents = 50;
const mostAhead = 20;

/** What is read of a target that is opted in. */
export type Subject = Pick<
  Target,
  "id" | "name" | "url" | "tags" | "kind" | "enabled" | "status" | "anchorAt" | "schedule"
> & {
  /** Its last slot that is accounted for. */
  cursor: number | undefined;
  /** One for each day, the oldest first. */
  days: readonly HeatCounts[];
};

/** What is read of an incident. Instants are epoch ms. */
export type PastIncident = {
  id: string;
  targetId: number;
  severity: string;
  startedAt: number;
  closedAt: number | null;
  notes: readonly Note[];
};

/** A note of somebody at an incident: shown only when it was marked public. */
export type Note = { at: number; text: string; public?: boolean };

/** How a day was: the share of runs that succeeded; null of one of which nothing is known. */
export type PublicDay = number | null;

export type PublicService = {
  id: string;
  /** Null for a target that has no name of its own. */
  name: string | null;
  /** Which one of the page it is, from 1. */
  number: number;
  state: ShownStatus;
  days: PublicDay[];
  availability: number | null;
};

export type PublicIncident = {
  id: string;
  service: Pick<PublicService, "id" | "name" | "number">;
  severity: "down" | "degraded";
  from: number;
  until: number | null;
  notes: { at: number; text: string }[];
};

export type PublicMaintenance = Span & {
  id: string;
  isNow: boolean;
  /** Null when it is of everything on the page. */
  services: Pick<PublicService, "id" | "name" | "number">[] | null;
};

export type PublicPage = Pick<KeptPage, "slug" | "updatedAt" | "createdAt"> &
  Pick<
    KeptPage["page"],
    | "title"
    | "description"
    | "language"
    | "zone"
    | "showsIncidents"
    | "link"
    | "isIndexed"
  > & {
    /** When it was read. */
    at: number;
    groups: { id: string; name: string; services: PublicService[] }[];
    /** Whether more targets were opted in than a page shows. */
    isCut: boolean;
    /** The open ones first, then the newest. */
    incidents: PublicIncident[];
    /** What is going on first, then what comes next. */
    maintenance: PublicMaintenance[];
  };

type Read = {
  subjects: readonly Subject[];
  incidents: readonly PastIncident[];
  windows: readonly MaintenanceWindow[];
};

export function publicPageOf(kept: KeptPage, read: Read, now: number): PublicPage {
  const { slug, page, createdAt, updatedAt } = kept;
  const { salt } = page;
  const { groups, isCut } = placeSubjects(page, read.subjects);
  const inForce = windowsInForce(read.windows, now);
  const byTarget = new Map<number, PublicService>();
  const shown = groups.map(({ group, services }, place) => ({
    id: publicId(salt, `group ${place}`),
    name: group.name,
    services: services.map(({ subject, name }) => {
      const service = serviceOf(salt, subject, {
        name: name ?? ownName(subject),
        number: byTarget.size + 1,
        state: shownStatus(subject, subject.cursor, inForce, now),
      });
      byTarget.set(subject.id, service);
      return service;
    }),
  }));
  const placed = groups.flatMap(({ services }) => services.map(({ subject }) => subject));
  const parts: Parts = { salt, services: byTarget, subjects: placed, now };
  const { title, description, language, zone, showsIncidents, link, isIndexed } = page;
  return {
    ...{ slug, title, description, language, zone, showsIncidents, link, isIndexed },
    ...{ createdAt, updatedAt, at: now },
    groups: shown.filter(({ services }) => services.length > 0),
    isCut,
    incidents: showsIncidents ? incidentsOf(parts, read.incidents) : [],
    maintenance: page.showsMaintenance ? maintenanceOf(parts, read.windows) : [],
  };
}

/** A name that stands for a thing on a page and tells nothing of it. */
function publicId(salt: string, thing: string): string {
  const { hi, lo } = hashText(`${salt} ${thing}`);
  return `${hi.toString(36)}${lo.toString(36)}`;
}

/**
 * A target that nobody named is called by its address, which is nobody's business: it has
 * no name here until the page gives it one.
 */
function ownName({ name, url }: Subject): string | null {
  const said = name.toLowerCase();
  const { hostname = "" } = URL.parse(url) ?? {};
  const isHost = hostname.includes(".") ? said.includes(hostname) : said === hostname;
  const isAddress = isHost || said.includes("://") || said.startsWith(`${hostname}/`);
  return isAddress ? null : name;
}

function serviceOf(
  salt: string,
  { id, days }: Subject,
  picked: Pick<PublicService, "name" | "number" | "state">,
): PublicService {
  return {
    id: publicId(salt, `target ${id}`),
    ...picked,
    days: days.map(shareOf),
    availability: shareOf(days.reduce(addHeat, noHeat)),
  };
}

const shareOf = ({ ok, failed }: HeatCounts): PublicDay =>
  availabilityOf({ runs: ok + failed, failed });

type Parts = {
  salt: string;
  services: ReadonlyMap<number, PublicService>;
  subjects: readonly Subject[];
  now: number;
};

function incidentsOf(
  { salt, services, now }: Parts,
  incidents: readonly PastIncident[],
): PublicIncident[] {
  return incidents
    .filter(({ closedAt }) => closedAt === null || closedAt > now - recentMs)
    .flatMap(({ id, targetId, severity, startedAt, closedAt, notes }) => {
      const service = services.get(targetId);
      if (service === undefined) return [];
      return {
        id: publicId(salt, `incident ${id}`),
        service: briefOf(service),
        severity: severity === "degraded" ? ("degraded" as const) : ("down" as const),
        from: startedAt,
        until: closedAt,
        notes: notes
          .filter((note) => note.public === true)
          .map(({ at, text }) => ({ at, text })),
      };
    })
    .sort(
      (a, b) =>
        Number(b.until === null) - Number(a.until === null) ||
        b.from - a.from ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, mostIncidents);
}

const briefOf = ({ id, name, number }: PublicService) => ({ id, name, number });

function maintenanceOf(
  { salt, services, subjects, now }: Parts,
  windows: readonly MaintenanceWindow[],
): PublicMaintenance[] {
  return windows
    .flatMap((window) => {
      const covered = subjects.filter((subject) => covers(window, subject));
      if (covered.length === 0) return [];
      const briefs = covered.flatMap(({ id }) => services.get(id) ?? []).map(briefOf);
      const current = occurrenceAt(window, now);
      const next = nextOccurrences(window, now, 1).filter(
        ({ from }) => from < now + aheadMs,
      );
      return [...(current === null ? [] : [current]), ...next].map(({ from, until }) => ({
        id: publicId(salt, `window ${window.id} ${from}`),
        from,
        until,
        isNow: from <= now,
        services: covered.length === subjects.length ? null : briefs,
      }));
    })
    .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
    .slice(0, mostAhead);
}

/** All services of a page. */
export const servicesOf = ({ groups }: Pick<PublicPage, "groups">): PublicService[] =>
  groups.flatMap(({ services }) => services);
