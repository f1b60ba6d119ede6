// Offers what keeps a target quiet: to silence its incident, or to say that its failures
// are expected. Stands in a form that says with `to` where it leads back.
import type { OpenIncidentBrief } from "#domain/incidents/incident.ts";
import { SilenceFor } from "./incident-brief.tsx";
import type { Viewer } from "./viewer.ts";

type MenuProps = {
  viewer: Viewer;
  target: { id: number; name: string };
  /** Its incident that is open; null without one. */
  incident: OpenIncidentBrief | null;
};

export const QuietMenu = ({ viewer, target, incident }: MenuProps) => {
  const { incidents, maintenance } = viewer.words;
  const shared = { viewer, of: target.name };
  return (
    <details class="menu">
      <summary class="button">
        {incidents.quiet}
        <span class="out">{incidents.of(target.name)}</span>
      </summary>
      <ul class="card">
        {incident !== null &&
          (["1h", "recovery"] as const).map((length) => (
            <li>
              <SilenceFor {...shared} incident={incident} length={length} />
            </li>
          ))}
        {Object.entries(maintenance.lengths).map(([length, title]) => (
          <li>
            <button
              type="submit"
              formaction={`/targets/${target.id}/maintenance`}
              name="for"
              value={length}
            >
              {maintenance.inMenu(title)}
              <span class="out">{incidents.of(target.name)}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
};
