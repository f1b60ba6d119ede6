// Packs what settled of a target's contents, for the state of its shard.
import type { References } from "./content-watch.ts";
import type { Turn } from "./take-sight.ts";

/** Append only: the position is stored. */
const kinds = [
  "first",
  "candidate",
  "reverted",
  "learned",
] as const satisfies readonly Turn["kind"][];

/** Append only: the position is stored. */
export type PackedTurn = [
  kind: number,
  at: number,
  confirmedAfter: number,
  from: string | null,
  to: string,
  references?: References,
];

export const packTurn = ({
  kind,
  at,
  confirmedAt,
  from,
  to,
  references,
}: Turn): PackedTurn => [
  kinds.indexOf(kind),
  at,
  confirmedAt - at,
  from,
  to,
  ...(Object.keys(references).length === 0 ? ([] as const) : ([references] as const)),
];

export function unpackTurn(packed: PackedTurn): Turn {
  const [position, at, confirmedAfter, from, to, references = {}] = packed;
  const kind = kinds[position];
  if (kind === undefined) throw new RangeError("a content turned in no known way");
  return { kind, at, confirmedAt: at + confirmedAfter, from, to, references };
}
