// Writes a public status page as an Atom feed (RFC 4287): an entry for each incident and
// each maintenance.
import { escapeXml } from "#domain/escape-markup.ts";
import type {
  PublicIncident,
  PublicMaintenance,
  PublicPage,
} from "#domain/status/public-page.ts";
import type { Standpoint } from "#ui/words/format.ts";
import {
  formatMoment,
  sayHeadline,
  sayIncident,
  sayIncidentTime,
  sayMaintenance,
  sayMaintenanceTime,
} from "./public-words.ts";

type Entry = { id: string; title: string; at: number; updated: number; lines: string[] };

/** `address` is that of the page. */
export function statusFeed(
  page: PublicPage,
  address: string,
  viewer: Standpoint,
): string {
  const entries = [
    ...page.incidents.map((incident) => incidentEntry(incident, viewer)),
    ...page.maintenance.map((one) => maintenanceEntry(one, page, viewer)),
  ].sort((a, b) => b.updated - a.updated);
  const updated = Math.max(page.updatedAt, ...entries.map((entry) => entry.updated));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${viewer.language}">
<id>${escapeXml(address)}</id>
<title>${escapeXml(page.title)}</title>
<subtitle>${escapeXml(sayHeadline(page, viewer.language))}</subtitle>
<author><name>${escapeXml(page.title)}</name></author>
<updated>${isoOf(updated)}</updated>
<link rel="self" type="application/atom+xml" href="${escapeXml(address)}/feed.atom"/>
<link rel="alternate" type="text/html" href="${escapeXml(address)}"/>
${entries.map((entry) => written(entry, address)).join("")}</feed>
`;
}

function incidentEntry(incident: PublicIncident, viewer: Standpoint): Entry {
  const { id, from, until, notes } = incident;
  return {
    id,
    title: sayIncident(incident, viewer.language),
    at: from,
    updated: Math.max(from, until ?? from, ...notes.map(({ at }) => at)),
    lines: [
      sayIncidentTime(incident, viewer),
      ...notes.map(({ at, text }) => `${formatMoment(at, viewer)}: ${text}`),
    ],
  };
}

/** What is ahead was written when the page was changed last, as far as is known. */
const maintenanceEntry = (
  one: PublicMaintenance,
  { updatedAt }: PublicPage,
  viewer: Standpoint,
): Entry => ({
  id: one.id,
  title: sayMaintenance(one, viewer.language),
  at: one.isNow ? one.from : Math.min(one.from, updatedAt),
  updated: one.isNow ? one.from : Math.min(one.from, updatedAt),
  lines: [sayMaintenanceTime(one, viewer)],
});

const written = ({ id, title, at, updated, lines }: Entry, address: string): string =>
  `<entry>
<id>${escapeXml(address)}#${id}</id>
<title>${escapeXml(title)}</title>
<published>${isoOf(at)}</published>
<updated>${isoOf(updated)}</updated>
<link rel="alternate" type="text/html" href="${escapeXml(address)}"/>
<content type="text">${escapeXml(lines.join("\n"))}</content>
</entry>
`;

const isoOf = (at: number): string => new Date(at).toISOString();
