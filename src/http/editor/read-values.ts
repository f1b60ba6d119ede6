// Reads the fields of a target from a form that was sent. What was not sent is as usual.
import type { Form } from "#http/screens/form.ts";
import type { FieldName, FormValues } from "#ui/editor/form-values.ts";

/** Fields of several boxes: each that is ticked is sent. */
const boxes: ReadonlySet<FieldName> = new Set(["days", "windowDays", "differences"]);

export function readValues(form: Form, usual: FormValues): FormValues {
  const sent = (Object.keys(usual) as FieldName[])
    .filter((name) => form.has(name))
    .map((name) => [name, readField(form, name)]);
  return { ...usual, ...Object.fromEntries(sent) };
}

function readField(form: Form, name: FieldName): string {
  const values = form.all(name);
  if (boxes.has(name)) return values.filter((value) => value !== "").join(" ");
  const text = readLines(values.at(-1) ?? "");
  return name === "body" ? text : text.trim();
}

/** A text of several lines: browsers send each line break as CRLF. */
export const readLines = (sent: string): string => sent.replaceAll(/\r\n?/g, "\n");
