// Narrows the list of incidents. All of it stands in the address.
import { SelectField, TextField } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { IncidentsView } from "./incident-view.ts";

type FilterProps = { viewer: Viewer; view: IncidentsView };

export const IncidentFilter = ({ viewer, view: { asked, refusals } }: FilterProps) => {
  const words = viewer.words.incidents.filter;
  const { statuses } = viewer.words;
  const isFiltered = Object.values(asked).some((value) => value !== null);
  const choices = (...named: [value: string, words: string][]) =>
    [["", words.any] as const, ...named].map(([value, said]) => ({ value, words: said }));
  return (
    <form class="filter row" method="get" action="/incidents" aria-label={words.name}>
      <SelectField
        name="open"
        label={words.state}
        value={asked.open ?? ""}
        refusals={refusals}
        choices={choices(["true", words.open], ["false", words.closed])}
      />
      <SelectField
        name="severity"
        label={words.severity}
        value={asked.severity ?? ""}
        refusals={refusals}
        choices={choices(["down", statuses.down], ["degraded", statuses.degraded])}
      />
      <TextField
        name="target"
        label={words.target}
        value={asked.target ?? ""}
        refusals={refusals}
      />
      <TextField
        name="tag"
        label={words.tag}
        value={asked.tag ?? ""}
        refusals={refusals}
      />
      <button type="submit">{words.show}</button>
      {isFiltered && <a href="/incidents">{words.clear}</a>}
    </form>
  );
};
