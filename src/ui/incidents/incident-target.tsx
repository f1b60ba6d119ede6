// Leads to a target of an incident, or says that it is deleted.
import type { Viewer } from "#ui/screens/viewer.ts";
import type { IncidentView } from "./incident-view.ts";

type LinkProps = {
  viewer: Viewer;
  view: Pick<IncidentView, "targets">;
  id: number;
  name: string;
};

export const TargetLink = ({ viewer, view: { targets }, id, name }: LinkProps) =>
  targets.has(id) ? (
    <a href={`/targets/${id}`}>{name}</a>
  ) : (
    viewer.words.incidents.deleted(name)
  );
