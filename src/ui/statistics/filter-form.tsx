// Shows the form that chooses what a view of statistics is about.
import { pairNames } from "#domain/statistics/comparison/window-pairs.ts";
import { offsetAt } from "#domain/time/zone.ts";
import { type Refusals, SelectField, TextField } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { budgetWindows } from "./budget-view.tsx";
import type { Typed, ViewName } from "./statistics-view.ts";

type FormProps = { viewer: Viewer; name: ViewName; typed: Typed; refusals: Refusals };

export const FilterForm = (props: FormProps) => {
  const { viewer, name } = props;
  const Fields = { report: Report, budget: Budget, comparison: Comparison }[name];
  return (
    <form class="filter row" method="get" action="/statistics" data-swap>
      <input type="hidden" name="view" value={name} />
      <Fields {...props} />
      <button type="submit">{viewer.words.statistics.show}</button>
    </form>
  );
};

const Text = ({
  field,
  usual = "",
  input,
  viewer,
  typed,
  refusals,
}: FormProps & { field: FieldName; usual?: string; input?: Record<string, unknown> }) => (
  <TextField
    name={field}
    label={viewer.words.statistics.fields[field]}
    value={typed[field] ?? usual}
    refusals={refusals}
    {...(input && { input })}
  />
);

type FieldName = keyof Viewer["words"]["statistics"]["fields"];

const usualSlo = "99.9";

const Report = (props: FormProps) => {
  const { now, zone } = props.viewer;
  const month = new Date(now + offsetAt(zone, now)).toISOString().slice(0, 7);
  return (
    <>
      <Text
        {...props}
        field="month"
        usual={month}
        input={{ type: "month", max: month }}
      />
      <Text {...props} field="tag" />
      <Text {...props} field="slo" usual={usualSlo} input={{ inputmode: "decimal" }} />
    </>
  );
};

const Budget = (props: FormProps) => {
  const { viewer, typed, refusals } = props;
  const { fields, windows } = viewer.words.statistics;
  return (
    <>
      <Text {...props} field="target" />
      <Text {...props} field="tag" />
      <Text {...props} field="slo" usual={usualSlo} input={{ inputmode: "decimal" }} />
      <SelectField
        name="window"
        label={fields.window}
        refusals={refusals}
        value={typed.window ?? "30d"}
        choices={budgetWindows.map((value) => ({ value, words: windows[value] }))}
      />
    </>
  );
};

const dayFields = ["from", "to", "from2", "to2"] as const;

const Comparison = (props: FormProps) => {
  const { viewer, typed, refusals } = props;
  const { fields, pairs, ownDays } = viewer.words.statistics;
  const isOpen = dayFields.some((field) => typed[field] || refusals.has(field));
  return (
    <>
      <SelectField
        name="windows"
        label={fields.windows}
        refusals={refusals}
        value={typed.windows ?? "week"}
        choices={pairNames.map((value) => ({ value, words: pairs[value] }))}
      />
      <Text {...props} field="tag" />
      <details open={isOpen}>
        <summary>{ownDays}</summary>
        <div class="row">
          {dayFields.map((field) => (
            <Text {...props} field={field} input={{ type: "date" }} />
          ))}
        </div>
      </details>
    </>
  );
};
