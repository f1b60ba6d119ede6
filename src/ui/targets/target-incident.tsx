// Leads from a target to its incidents, and acknowledges the one that is open.
import { Acknowledge, IncidentBrief } from "#ui/screens/incident-brief.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { TargetView } from "./target-view.ts";

type IncidentProps = { viewer: Viewer; view: TargetView };

export const TargetIncident = ({ viewer, view: { target, incident } }: IncidentProps) => {
  const isNews = incident !== null && incident.acknowledgedAt === null;
  return (
    <div class="row wide">
      {incident !== null && (
        <IncidentBrief viewer={viewer} incident={incident} of={target.name} />
      )}
      {isNews && viewer.role === "admin" && (
        <form method="post">
          <FormToken token={viewer.formToken} />
          <Acknowledge viewer={viewer} incident={incident} of={target.name} />
        </form>
      )}
      <a href={`/incidents?target=${target.id}`}>{viewer.words.incidents.ofTarget}</a>
    </div>
  );
};
