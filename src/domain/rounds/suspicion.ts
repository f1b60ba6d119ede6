// Finds the targets that end the invocation which reads them. Claims of their shard that
// end without a record tell of them; smaller and smaller groups of the shard's targets
// are tried until one is left. No I/O, no clock.

/** What is known of a shard that was lost again and again. Stored as JSON. */
export type Suspicion = {
  /** Ids of targets one of which may be at fault, in the order in which they are tried. */
  left: readonly number[];
  /** How many of them are tried at once. */
  size: number;
  /**
   * Whom the round under way serves: those to be tried, or all others. Null when no round
   * is under way: the last one was recorded.
   */
  serving: "left" | "others" | null;
};

/** A kill or a deployment loses a claim, and may do so twice in a row. */
export const claimsLostByChance = 2;

/** A shard as it was claimed. */
export type SuspectShard = {
  /** How many claims in a row have ended without a record. */
  lost: number;
  suspicion: Suspicion | null;
  /** Whether its round is the only work of the invocation. */
  isAlone: boolean;
  /** Ids of its targets that are due. */
  due: readonly number[];
  /** Ids of those of them that were set aside and may be tried again. */
  retried: readonly number[];
  /** Ids of those of them that are left alone. */
  leftAlone: readonly number[];
};

export type RoundPlan = {
  /** Whom the round serves; null for everybody who is not set aside. */
  served: ReadonlySet<number> | null;
  /** The target that is found to be at fault; null when none is. */
  found: number | null;
  /** What must be stored before the round begins. */
  suspicion: Suspicion | null;
};

/** Says whom a round of a shard serves. */
export function planRound(shard: SuspectShard): RoundPlan {
  const { left, size, found } = afterLoss(shard);
  const isThere = (id: number) =>
    id !== found && shard.due.includes(id) && !shard.leftAlone.includes(id);
  const suspects = [...new Set([...left.filter(isThere), ...shard.retried])];
  if (suspects.length === 0) return { served: null, found, suspicion: null };
  const others = shard.due.filter((id) => isThere(id) && !suspects.includes(id));
  // After a loss, what is above suspicion is served before the next trial.
  const isOthersTurn = !shard.isAlone || (others.length > 0 && shard.lost > 0);
  const suspicion = {
    left: suspects,
    size: Math.min(size, suspects.length),
    serving: isOthersTurn ? ("others" as const) : ("left" as const),
  };
  const served = isOthersTurn ? others : suspects.slice(0, suspicion.size);
  return { served: new Set(served), found, suspicion };
}

type Loss = { left: readonly number[]; size: number; found: number | null };

/** Draws the conclusion from a round that was lost, if one was. */
function afterLoss({ lost, suspicion, isAlone, due }: SuspectShard): Loss {
  const everybody = { left: due, size: half(due.length), found: null };
  if (suspicion === null)
    return isAlone && lost >= claimsLostByChance
      ? everybody
      : { left: [], size: 1, found: null };
  const { left, size, serving } = suspicion;
  if (serving === "others") return everybody;
  if (serving === null) return { left, size, found: null };
  if (size > 1) return { left, size: Math.floor(size / 2), found: null };
  const [found = null, ...rest] = left;
  return { left: rest, size: half(rest.length), found };
}

/**
 * What is known after a round that was recorded. `accounted` are the targets whose slots
 * it served: those that it could not serve are tried once more, after the others.
 */
export function afterRecord(
  { suspicion }: RoundPlan,
  accounted: ReadonlySet<number>,
): Suspicion | null {
  if (suspicion === null) return null;
  const { left, size, serving } = suspicion;
  if (serving !== "left") return { ...suspicion, serving: null };
  const tried = left.slice(0, size);
  const rest = [...left.slice(size), ...tried.filter((id) => !accounted.has(id))];
  return rest.length === 0 ? null : { left: rest, size, serving: null };
}

const half = (count: number): number => Math.max(1, Math.ceil(count / 2));
