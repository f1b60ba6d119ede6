// Describes a value that was read from an answer, and writes it as text.

/** `at` is epoch ms. */
export type ReadValue =
  | { type: "text"; text: string }
  | { type: "number"; number: number }
  | { type: "date"; at: number };

/**
 * Names of values: those of steps, and those that a step gives by itself, as groups of an
 * expression have them.
 */
export const valueName = /^[\w-]{1,100}$/;

/** A value in one line; a date as ISO 8601 in UTC. */
export function writeValue(value: ReadValue): string {
  if (value.type === "text") return value.text;
  return value.type === "number"
    ? String(value.number)
    : new Date(value.at).toISOString();
}

/** Values by their names. */
export type ReadValues = Readonly<Record<string, ReadValue>>;
