// Shows a field of several lines, such as matchers or a document.
import type { Child } from "hono/jsx";
import { Field, type Refusals } from "#ui/screens/fields.tsx";

type LinesProps = {
  name: string;
  label: string;
  hint: Child;
  value: string;
  rows: number;
  refusals: Refusals;
};

export const Lines = ({ value, rows, ...field }: LinesProps) => (
  <Field
    {...field}
    control={(bound) => (
      // HTML drops a line break at the start of a textarea.
      <textarea rows={rows} class="mono" spellcheck={false} {...bound}>
        {value.startsWith("\n") ? `\n${value}` : value}
      </textarea>
    )}
  />
);
