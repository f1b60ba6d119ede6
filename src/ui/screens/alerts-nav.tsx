// Leads between the pages about alerts, which share one entry of the header.
import type { Viewer } from "./viewer.ts";

/** The pages, by their names in the words. */
const places = {
  incidents: "/incidents",
  channels: "/channels",
  notices: "/notices",
  routes: "/routes",
  silences: "/silences",
  maintenance: "/maintenance",
} as const;

export type AlertsPlace = keyof typeof places;

export const pathOfAlerts = (place: AlertsPlace): string => places[place];

type NavProps = { viewer: Viewer; place: AlertsPlace | null };

export const AlertsNav = ({ viewer, place }: NavProps) => (
  <nav aria-label={viewer.words.alerts.navigation}>
    <ul class="counts">
      {Object.entries(places).map(([name, href]) => (
        <li>
          <a href={href} aria-current={name === place ? "page" : undefined}>
            {viewer.words.alerts.places[name as AlertsPlace]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
