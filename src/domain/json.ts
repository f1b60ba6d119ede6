// Compares values that JSON can hold, and tells its objects from other values.

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether two values are the same, in whatever order their objects name the fields. A
 * field that is undefined is as good as none.
 */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, field) => (isObject(field) ? sortFields(field) : field));

const sortFields = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
