// Names what a condition is: something that must hold of an answer. A condition is stored
// as a line of text, such as `duration < 800ms as degraded` (line.ts). Types and bounds
// only.

/** What a condition that does not hold makes of a run. */
export const severities = ["fail", "degraded"] as const;
export type Severity = (typeof severities)[number];

/** A condition taken apart, not yet looked into. `subject` is null where its kind has none. */
export type WrittenTest = {
  kind: string;
  subject: string | null;
  is: string;
  as: Severity;
};

export const groupKinds = ["all", "any"] as const;
export type WrittenGroup = {
  kind: (typeof groupKinds)[number];
  of: readonly Written[];
  as: Severity;
};

export type Written = WrittenTest | WrittenGroup;

export const isGroup = (written: Written): written is WrittenGroup => "of" in written;

/** What a run tells of a condition. */
export type ToldCondition = {
  /** The condition's line, without what becomes of a run for which it does not hold. */
  condition: string;
  /** What was found; null where nothing was. */
  actual: string | null;
  outcome: "ok" | "degraded" | "failed";
};

/** Characters of each text that a run keeps of a condition: every run is kept. */
export const longestTold = 200;

/** Characters of a condition's line at most: a longer one is a program. */
export const longestLine = 500;

/** Conditions of a target at most, those in groups counted: each is kept with every run. */
export const mostConditions = 20;

/** A group in a group in a group says all that can be said. */
export const deepestGroup = 3;

export const cutTold = (text: string): string =>
  text.length <= longestTold ? text : `${text.slice(0, longestTold - 1)}…`;
