// Says a public status page in words: its headline, its incidents and its maintenance.
import {
  type PublicIncident,
  type PublicMaintenance,
  type PublicPage,
  type PublicService,
  servicesOf,
} from "#domain/status/public-page.ts";
import type { StatusKind } from "#ui/screens/drawings/shapes.tsx";
import {
  counted,
  formatDate,
  formatLength,
  formatMinute,
  type Standpoint,
} from "#ui/words/format.ts";
import { type Language, wordsIn } from "#ui/words/words.ts";

/** The state of a page: how bad it is, in one word. */
export type Overall = "down" | "degraded" | "unknown" | "maintenance" | "up" | "paused";

export const shapeOf: Readonly<Record<Overall, StatusKind>> = {
  down: "down",
  degraded: "degraded",
  unknown: "unknown",
  maintenance: "maintenance",
  up: "up",
  paused: "paused",
};

/** The worst state of the services; services that are not watched do not count. */
export function overallOf(page: Pick<PublicPage, "groups">): Overall {
  const states = new Set(servicesOf(page).map(({ state }) => state));
  const worst = (["down", "degraded", "unknown", "maintenance"] as const).find((state) =>
    states.has(state),
  );
  return worst ?? (states.has("up") ? "up" : "paused");
}

export function sayHeadline(
  page: Pick<PublicPage, "groups">,
  language: Language,
): string {
  const { headline } = wordsIn(language).statusPage;
  const services = servicesOf(page);
  const overall = overallOf(page);
  if (services.length === 0) return headline.empty;
  if (overall === "paused") return headline.unwatched;
  if (overall !== "down" && overall !== "degraded") return headline[overall];
  const bad = services.filter(({ state }) => state === overall);
  const [first] = bad;
  if (first !== undefined && bad.length === 1)
    return headline[overall](nameOf(first, language));
  if (overall === "down" && bad.length === services.length) return headline.downAll;
  return headline[`${overall}Many`](counted(bad.length));
}

export const nameOf = (
  { name, number }: Pick<PublicService, "name" | "number">,
  language: Language,
): string => name ?? wordsIn(language).statusPage.unnamed(number);

export function sayIncident(
  { service, severity, until }: PublicIncident,
  language: Language,
): string {
  const words = wordsIn(language).statusPage.incidents;
  const name = nameOf(service, language);
  if (until === null)
    return severity === "down" ? words.isDown(name) : words.isDegraded(name);
  return severity === "down" ? words.wasDown(name) : words.wasDegraded(name);
}

export function sayIncidentTime(
  { from, until }: PublicIncident,
  viewer: Standpoint,
): string {
  const words = wordsIn(viewer.language).statusPage.incidents;
  if (until === null) return words.since(formatMoment(from, viewer));
  const length = formatLength(Math.max(0, until - from), viewer.language);
  return words.span(formatMoment(from, viewer), formatMoment(until, viewer), length);
}

/** So many names are told; more make no sentence. */
const mostNames = 5;

export function sayMaintenance(
  { services, isNow }: PublicMaintenance,
  language: Language,
): string {
  const words = wordsIn(language).statusPage;
  const names = services?.map((service) => nameOf(service, language)) ?? [
    words.maintenance.everything,
  ];
  const told = names.slice(0, mostNames);
  const rest = names.length > mostNames ? ["…"] : [];
  return words.maintenance[isNow ? "now" : "ahead"](words.list([...told, ...rest]));
}

export const sayMaintenanceTime = (
  { from, until }: PublicMaintenance,
  viewer: Standpoint,
): string =>
  wordsIn(viewer.language).statusPage.maintenance.span(
    formatMoment(from, viewer),
    formatMoment(until, viewer),
  );

/** "28 Nov 03:12": the same all through a day, so that answers can be compared. */
export const formatMoment = (at: number, viewer: Standpoint): string =>
  `${formatDate(at, viewer)} ${formatMinute(at, viewer)}`;
