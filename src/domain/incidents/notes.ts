// Says what people do to an incident, and writes it down as notes. No I/O, no clock.

export const noteKinds = ["note", "acknowledged", "unacknowledged", "closed"] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Instants are epoch ms. `unacknowledged` takes an acknowledgement back. */
export type IncidentNote = {
  at: number;
  by: string | null;
  kind: NoteKind;
  text: string | null;
  /** Whether public status pages show it; it has a text then. */
  public?: true;
};

/** An incident's row holds them. */
export const mostNotes = 200;

/** What somebody asks for at once. */
export type Handling = {
  acknowledged?: boolean | undefined;
  by: string | null;
  note: string | null;
  isPublic: boolean;
  closed: boolean;
};

export type Handled = {
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  notes: readonly IncidentNote[];
};

/** An incident after somebody has handled it. What is so already is not written again. */
export function handled(
  before: Handled & { closedAt: number | null },
  { acknowledged, by, note, isPublic, closed }: Handling,
  at: number,
): Handled & { closes: boolean } {
  const isAcknowledged = before.acknowledgedAt !== null;
  const turns = acknowledged !== undefined && acknowledged !== isAcknowledged;
  const closes = closed && before.closedAt === null;
  const kinds: IncidentNote["kind"][] = [
    ...(turns
      ? [acknowledged ? ("acknowledged" as const) : ("unacknowledged" as const)]
      : []),
    ...(closes ? (["closed"] as const) : []),
  ];
  const told = kinds.length === 0 && note !== null ? (["note"] as const) : kinds;
  const notes = told.map((kind, i) => ({
    at,
    by,
    kind,
    text: i === 0 ? note : null,
    ...(i === 0 && note !== null && isPublic && { public: true as const }),
  }));
  return {
    acknowledgedAt: turns ? (acknowledged ? at : null) : before.acknowledgedAt,
    acknowledgedBy: turns ? (acknowledged ? by : null) : before.acknowledgedBy,
    notes: [...before.notes, ...notes],
    closes,
  };
}
