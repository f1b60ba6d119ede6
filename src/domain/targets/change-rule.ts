// Defines which differences between a target's readings count as a change, and what is
// kept of them. Every field is parsed, and every default is filled in.

export const differenceKinds = ["added", "removed", "replaced"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export const numberBases = ["last", "lowest", "average"] as const;

/** How far a number must move to count. Of two bounds either suffices. */
export type NumberRule = {
  /** In the number's own unit; null: no such bound. */
  by: number | null;
  /** Of what it is compared with; null: no such bound. */
  percent: number | null;
  against: (typeof numberBases)[number];
};

export type ChangeRule = {
  /** A change is looked at once more after so long before it counts; null: at once. */
  confirmMs: number | null;
  /** A content that is among the last so many is one that came back: it is not told. */
  compare: number;
  /** Whether a second look, a minute after the first, shows what differs by itself. */
  learn: boolean;
  /** So much must differ, of the longer text. Either suffices; null: no such bound. */
  least: { characters: number | null; percent: number | null };
  /** Kinds of differences that count. */
  only: readonly DifferenceKind[];
  /** By the name of a reading. */
  numbers: Readonly<Record<string, NumberRule>>;
  /** Bodies of up to so many bytes are kept beside readings, to be read again; 0: none. */
  keepRawBytes: number;
  /** So many contents are kept, and those of changes that are kept. */
  keepContents: number;
  /** So many changes are kept. */
  keepChanges: number;
};

export const usualChanges: ChangeRule = {
  confirmMs: 45_000,
  compare: 5,
  learn: false,
  least: { characters: null, percent: null },
  only: differenceKinds,
  numbers: {},
  keepRawBytes: 262_144,
  keepContents: 50,
  keepChanges: 500,
};
