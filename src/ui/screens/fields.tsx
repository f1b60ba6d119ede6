// Shows the fields of a form: the label above, the hint and the refusal below, bound to the
// control so that readers of the screen hear them.
import type { Child } from "hono/jsx";
import type { Viewer } from "./viewer.ts";

/** Why fields were refused, by field: sentences in the viewer's language. */
export type Refusals = ReadonlyMap<string, readonly string[]>;

export const noRefusals: Refusals = new Map();

type FieldProps = {
  /** The field's name, which is its id as well. */
  name: string;
  label: string;
  hint?: Child;
  refusals: Refusals;
  /** A large field stands alone. */
  big?: boolean;
};

/** What binds a control to its hint and its refusal. */
type Bound = {
  id: string;
  name: string;
  "aria-invalid"?: "true" | undefined;
  "aria-describedby"?: string | undefined;
};

/** Why a field was refused, and where that and its hint stand. */
function describe({
  name,
  hint,
  refusals,
}: Pick<FieldProps, "name" | "hint" | "refusals">) {
  const refused = refusals.get(name) ?? [];
  const described = [
    ...(refused.length > 0 ? [`${name}-wrong`] : []),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ];
  return { refused, describedBy: described.length > 0 ? described.join(" ") : undefined };
}

/** A field around a control, which is given what binds it. */
export const Field = ({
  name,
  label,
  hint,
  refusals,
  big,
  control,
}: FieldProps & { control: (bound: Bound) => Child }) => {
  const { refused, describedBy } = describe({ name, hint, refusals });
  const bound: Bound = {
    id: name,
    name,
    "aria-invalid": refused.length > 0 ? "true" : undefined,
    "aria-describedby": describedBy,
  };
  return (
    <div class={big ? "field big" : "field"}>
      <label for={name}>{label}</label>
      {control(bound)}
      {refused.length > 0 && <Wrong id={`${name}-wrong`} sentences={refused} />}
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};

export const Wrong = ({
  id,
  sentences,
}: {
  id: string;
  sentences: readonly string[];
}) => (
  <p class="wrong" id={id}>
    <svg aria-hidden="true">
      <use href="#failed" />
    </svg>
    {sentences.join(" ")}
  </p>
);

/** Controls that belong together, such as boxes to tick, in a row. */
export const FieldGroup = ({
  name,
  label,
  hint,
  refusals,
  children,
}: Omit<FieldProps, "big"> & { children?: Child }) => {
  const { refused, describedBy } = describe({ name, hint, refusals });
  return (
    <fieldset class="row wide" id={name} aria-describedby={describedBy}>
      <legend>{label}</legend>
      {children}
      {refused.length > 0 && <Wrong id={`${name}-wrong`} sentences={refused} />}
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
};

/** A field of one line of text. Other attributes go to the input. */
export const TextField = ({
  value,
  input = {},
  ...field
}: FieldProps & { value?: string | undefined; input?: Record<string, unknown> }) => (
  <Field {...field} control={(bound) => <input value={value} {...input} {...bound} />} />
);

/** A field with a choice of values, each with its words. */
export const SelectField = ({
  value,
  choices,
  ...field
}: FieldProps & {
  value?: string | undefined;
  choices: readonly { value: string; words: string }[];
}) => (
  <Field
    {...field}
    control={(bound) => (
      <select {...bound}>
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.words}
          </option>
        ))}
      </select>
    )}
  />
);

/** Names every refusal above the form, each a link to its field. */
export const RefusalSummary = ({
  viewer: { words },
  refusals,
  labels,
}: {
  viewer: Viewer;
  refusals: Refusals;
  /** The labels of the fields, by name; a refusal without a field has none. */
  labels: Readonly<Record<string, string>>;
}) =>
  refusals.size === 0 ? null : (
    <div class="said failed" role="alert" tabindex={-1}>
      <h2 class="status">
        <svg aria-hidden="true">
          <use href="#failed" />
        </svg>
        {words.common.refused(refusals.size)}
      </h2>
      <ul>
        {[...refusals].map(([name, sentences]) => (
          <li>
            {labels[name] === undefined ? (
              words.common.sentences(sentences)
            ) : (
              <a href={`#${name}`}>
                {words.common.labelled(labels[name], words.common.sentences(sentences))}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
