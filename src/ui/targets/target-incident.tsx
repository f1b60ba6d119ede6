// Leads from a target to its incidents; acknowledges and silences the one that is open.
import { Acknowledge, IncidentBrief, SilenceFor } from "#ui/screens/incident-brief.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { TargetView } from "./target-view.ts";

type IncidentProps = { viewer: Viewer; view: TargetView };

export const TargetIncident = ({ viewer, view: { target, incident } }: IncidentProps) => {
  const isNews = incident !== null && incident.acknowledgedAt === null;
  const shared = { viewer, of: target.name };
  return (
    <div class="row wide">
      {incident !== null && (
        <IncidentBrief viewer={viewer} incident={incident} of={target.name} />
      )}
      {incident !== null && viewer.role === "admin" && (
        <form class="row" method="post">
          <FormToken token={viewer.formToken} />
          <input type="hidden" name="to" value={viewer.address} />
          {isNews && <Acknowledge {...shared} incident={incident} />}
          <SilenceFor {...shared} incident={incident} length="1h" />
          <SilenceFor {...shared} incident={incident} length="recovery" />
        </form>
      )}
      <a href={`/incidents?target=${target.id}`}>{viewer.words.incidents.ofTarget}</a>
    </div>
  );
};
