// Renders fields as a table, and text with its paragraphs and code.
import type { Row } from "./schema-fields.ts";

/** Renders plain text: blank lines part paragraphs, backticks mark code. */
export const Prose = ({ text }: { text: string | undefined }) =>
  (text ?? "")
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) => (
      <p>
        <Inline text={paragraph} />
      </p>
    ));

/** Renders text with code. Every second part that `split` gives stood in backticks. */
export const Inline = ({ text }: { text: string }) =>
  text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part));

const show = (value: unknown) =>
  typeof value === "string" && value !== "" ? value : JSON.stringify(value);

const Line = ({ row }: { row: Row }) => {
  if ("variant" in row) {
    return (
      <tr class="variant">
        <th colspan={3} scope="colgroup">
          {row.variant}
        </th>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">
        <code>
          {row.parent ? <span class="dim">{row.parent}</span> : null}
          {row.name}
        </code>
        {row.required ? <span class="required"> required</span> : null}
      </th>
      <td>
        <code>{row.type}</code>
      </td>
      <td>
        <Prose text={row.description} />
        {row.notes.map(({ label, values }) => (
          <span class="note">
            {label} {values.map((value) => [<code>{show(value)}</code>, " "])}
          </span>
        ))}
      </td>
    </tr>
  );
};

export const FieldTable = ({ rows, label }: { rows: Row[]; label: string }) => (
  <table aria-label={label}>
    <thead>
      <tr>
        {["Name", "Type", "Meaning"].map((heading) => (
          <th scope="col">{heading}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Line row={row} />
      ))}
    </tbody>
  </table>
);
