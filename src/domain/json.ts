// Compares values that JSON can hold, and tells its objects from other values.

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether two values are the same, in whatever order their objects name the fields. A
 * field that is undefined is as good as none.
 */
export const isSame = (a: unknown, b: unknown): boolean =>
  writeSorted(a) === writeSorted(b);

/** A value as JSON, with the fields of its objects in the order of their names. */
export const writeSorted = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_, field) => (isObject(field) ? sortFields(field) : field),
    indent,
  );

const sortFields = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
