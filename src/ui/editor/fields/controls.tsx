// Renders the controls of the form of a target, each filled in with what was typed.
import type { Child } from "hono/jsx";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { type FieldName, type FormValues, no, yes } from "#ui/editor/form-values.ts";
import {
  Field,
  FieldGroup,
  type Refusals,
  SelectField,
  TextField,
} from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

/** A form as it is shown: for whom, with what was typed, and what of that is refused. */
export type Filled = {
  viewer: Viewer;
  values: FormValues;
  refusals: Refusals;
  /** What the target's last run told of its conditions. */
  told?: readonly ToldCondition[];
};

type ControlProps = { form: Filled; name: FieldName; hint?: Child };

const fieldOf = ({ form: { viewer, refusals }, name, hint }: ControlProps) => ({
  name,
  label: viewer.words.editor.labels[name],
  refusals,
  ...(hint !== undefined && { hint }),
});

/** A line of text. Other attributes go to the input. */
export const Line = ({
  big,
  input = {},
  ...control
}: ControlProps & { big?: boolean; input?: Record<string, unknown> }) => (
  <TextField
    {...fieldOf(control)}
    value={control.form.values[control.name]}
    big={big ?? false}
    input={{ autocomplete: "off", spellcheck: "false", ...input }}
  />
);

/** Several lines of text. */
export const Area = ({ rows = 4, ...control }: ControlProps & { rows?: number }) => (
  <Field
    {...fieldOf(control)}
    control={(bound) => (
      <textarea rows={rows} class="mono" spellcheck={false} {...bound}>
        {keptStart(control.form.values[control.name])}
      </textarea>
    )}
  />
);

/** HTML drops a line break at the start of a textarea. */
export const keptStart = (text: string) => (text.startsWith("\n") ? `\n${text}` : text);

/** A choice of values, each with its words. */
export const Select = ({
  choices,
  ...control
}: ControlProps & { choices: Readonly<Record<string, string>> }) => (
  <SelectField
    {...fieldOf(control)}
    value={control.form.values[control.name]}
    choices={Object.entries(choices).map(([value, words]) => ({ value, words }))}
  />
);

/** A choice that stands open, in a row. */
export const Radios = ({
  choices,
  ...control
}: ControlProps & { choices: Readonly<Record<string, string>> }) => (
  <Group {...control}>
    {Object.entries(choices).map(([value, words]) => (
      <label class="choice">
        <input
          type="radio"
          name={control.name}
          value={value}
          checked={control.form.values[control.name] === value}
        />
        {` ${words}`}
      </label>
    ))}
  </Group>
);

/** A box to tick. Unticked it says so: a form without it leaves what is usual. */
export const Box = ({ form, name, hint }: ControlProps) => (
  <div class="field">
    <input type="hidden" name={name} value={no} />
    <label class="choice">
      <input
        type="checkbox"
        id={name}
        name={name}
        value={yes}
        checked={form.values[name] === yes}
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
      />
      {` ${form.viewer.words.editor.labels[name]}`}
    </label>
    {hint !== undefined && (
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
  </div>
);

const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The days of the week to tick. */
export const Days = (control: ControlProps) => {
  const { weekdays } = control.form.viewer.words.schedules;
  const choices = dayNames.map((day, index) => [day, weekdays[index] ?? day] as const);
  return <Boxes {...control} choices={choices} />;
};

/** Boxes to tick under one name, each with its words. */
export const Boxes = ({
  choices,
  ...control
}: ControlProps & { choices: readonly (readonly [value: string, words: string])[] }) => {
  const ticked = control.form.values[control.name].split(" ");
  return (
    <Group {...control}>
      <input type="hidden" name={control.name} value="" />
      {choices.map(([value, words]) => (
        <label class="choice">
          <input
            type="checkbox"
            name={control.name}
            value={value}
            checked={ticked.includes(value)}
          />
          {` ${words}`}
        </label>
      ))}
    </Group>
  );
};

const Group = ({ children, ...control }: ControlProps & { children?: Child }) => {
  const { hint: _, ...field } = fieldOf(control);
  return <FieldGroup {...field}>{children}</FieldGroup>;
};
