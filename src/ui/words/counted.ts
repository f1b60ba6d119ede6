// Defines a number as sentences take it: they also need its plural.

/** A number, and how the viewer reads it. */
export type Counted = { count: number; written: string };
