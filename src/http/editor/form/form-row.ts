// Describes one value of a target's document and the fields of the form that say it.
import type { FieldName, FormValues } from "#ui/editor/form-values.ts";
import type { Codec } from "./codecs.ts";

/** One value of a document, and the fields that say it. */
export type Row = {
  /** Where the value stands. */
  path: readonly string[];
  /** The field that is named when the value is refused. */
  field: (values: FormValues) => FieldName;
  /** Undefined leaves the value out. */
  read: (values: FormValues) => unknown;
  /** The fields of a value that is there. */
  write: (value: never) => Partial<FormValues>;
  /** What items of the value are called when they are refused, where that is told. */
  items?: (values: FormValues) => readonly string[];
};

/** A value that one field says; left out where `isAsked` says so. */
export const row = (
  field: FieldName,
  path: readonly string[],
  { read, write }: Codec,
  isAsked: (values: FormValues) => boolean = () => true,
): Row => ({
  path,
  field: () => field,
  read: (values) => (isAsked(values) ? read(values[field]) : undefined),
  write: (value) => ({ [field]: write(value) }),
});
