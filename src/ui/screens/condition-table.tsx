// Shows how the conditions of a run turned out, each with what was found.
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { Status } from "./drawings/shapes.tsx";
import type { Viewer } from "./viewer.ts";

const shapeOf = { ok: "up", degraded: "degraded", failed: "failed" } as const;

type TableProps = {
  viewer: Viewer;
  conditions: readonly ToldCondition[];
  caption: string;
};

/** Nothing where a run tells of none. */
export const ConditionTable = ({ viewer, conditions, caption }: TableProps) => {
  const words = viewer.words.conditions;
  if (conditions.length === 0) return null;
  return (
    <table class="rows">
      <caption class="small quiet">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.columns.condition}</th>
          <th scope="col">{words.columns.outcome}</th>
          <th scope="col">{words.columns.actual}</th>
        </tr>
      </thead>
      <tbody>
        {conditions.map(({ condition, actual, outcome }) => (
          <tr>
            <th scope="row" class="lead url">
              <code>{condition}</code>
            </th>
            <td data-th={words.columns.outcome}>
              <Status
                kind={shapeOf[outcome]}
                language={viewer.language}
                words={words.outcomes[outcome]}
              />
            </td>
            <td class="url" data-th={words.columns.actual}>
              {actual ?? words.nothing}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The same as a part of a page. */
export const ConditionCard = (props: TableProps) =>
  props.conditions.length === 0 ? null : (
    <section class="card" aria-labelledby="conditions">
      <h2 id="conditions">{props.viewer.words.conditions.title}</h2>
      <ConditionTable {...props} />
    </section>
  );
