// Lists incidents, one a row.
import type { Incident } from "#domain/incidents/incident.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { pathOfIncident, sayAcknowledged } from "#ui/screens/incident-brief.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatInstant, formatNumber } from "#ui/words/format.ts";
import { sayChildren, sayFailure, sayLength } from "./incident-words.ts";

type TableProps = { viewer: Viewer; items: readonly Incident[]; caption: string };

export const IncidentTable = ({ viewer, items, caption }: TableProps) => {
  const { columns } = viewer.words.incidents;
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.severity}</th>
          <th scope="col">{columns.target}</th>
          <th scope="col">{columns.when}</th>
          <th scope="col">{columns.what}</th>
          <th scope="col" class="n">
            {columns.runs}
          </th>
          <th scope="col" class="n">
            {columns.slots}
          </th>
          <th scope="col">{columns.acknowledged}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((incident) => (
          <Row viewer={viewer} incident={incident} />
        ))}
      </tbody>
    </table>
  );
};

type RowProps = { viewer: Viewer; incident: Incident };

const Row = ({ viewer, incident }: RowProps) => {
  const { columns } = viewer.words.incidents;
  const { severity, labels, facts } = incident;
  return (
    <tr>
      <td class="lead">
        <Status kind={severity} language={viewer.language} />
      </td>
      <th scope="row" class="url">
        <a href={pathOfIncident(incident)}>{labels.name}</a>
      </th>
      <td data-th={columns.when}>
        <When viewer={viewer} incident={incident} />
      </td>
      <td class="all">
        <span class="url">
          {viewer.words.common.sentences([
            sayFailure(incident, viewer),
            sayChildren(incident, viewer),
          ])}
        </span>
      </td>
      <td class="n" data-th={columns.runs}>
        {formatNumber(facts.runsFailed)}
      </td>
      <td class="n" data-th={columns.slots}>
        {formatNumber(facts.slotsMissed)}
      </td>
      <td class="url" data-th={columns.acknowledged}>
        {sayAcknowledged(incident, viewer)}
      </td>
    </tr>
  );
};

const When = ({ viewer, incident }: RowProps) => {
  const { since, span } = viewer.words.incidents;
  const { startedAt, closedAt } = incident;
  const length = sayLength(incident, viewer);
  return (
    <TimeSentence
      viewer={viewer}
      at={startedAt}
      say={(time) =>
        closedAt === null
          ? since(time, length)
          : span(time, formatInstant(closedAt, viewer), length)
      }
    />
  );
};
