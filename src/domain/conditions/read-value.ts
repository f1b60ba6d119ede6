// Describes a value that was read from an answer. Plain data.

/** `at` is epoch ms. */
export type ReadValue =
  | { type: "text"; text: string }
  | { type: "number"; number: number }
  | { type: "date"; at: number };

/** Values by their names. */
export type ReadValues = Readonly<Record<string, ReadValue>>;
