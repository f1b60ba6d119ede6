// Packs a target's state for its shard's row: an array, so that a JSON merge patch
// replaces it whole. Forty of them are read and written in every round, so size counts.
import { memoryTable } from "./memories.ts";
import type { TargetState } from "./state.ts";

/** The version, then memories in the table's order; some may be missing at the end. */
export type PackedState = [version: typeof version, ...memories: unknown[]];

/** The third form. The two before it have a number or null in this place. */
const version = "3";

/** The second form: the first six memories. */
type SecondForm = [cursor: number | null, ...memories: unknown[]];

/** The first form: three memories, and the fields of the validators if there were any. */
type FirstForm = [
  cursor: number | null,
  freeAt: number | null,
  last: string | null,
  ...validators: [] | [requestRevision: number, ...fields: unknown[]],
];

/** Where a memory stands in a packed state. */
export const positionOf = (memory: (typeof memoryTable)[number][0]): number =>
  1 + memoryTable.findIndex(([name]) => name === memory);

export function packState(state: TargetState): PackedState {
  const packed = memoryTable.map(([name, memory]) => {
    const value = state[name];
    return value === undefined ? null : memory.pack(value, state.last);
  });
  const kept = packed.findLastIndex((memory) => memory !== null) + 1;
  return [version, ...packed.slice(0, kept)];
}

/** Reads a state in any of its forms. */
export function unpackState(packed: PackedState | SecondForm | FirstForm): TargetState {
  const state: TargetState = {};
  const values = memoriesOf(packed);
  memoryTable.forEach(([name, memory], position) => {
    const value = values[position] ?? null;
    const read = value === null ? undefined : memory.unpack(value, state.last);
    if (read !== undefined) Object.assign(state, { [name]: read });
  });
  return state;
}

function memoriesOf(packed: PackedState | SecondForm | FirstForm): readonly unknown[] {
  const [first, ...rest] = packed;
  if (first === version) return rest;
  if (typeof first === "string")
    throw new RangeError(`version ${first} of a target's state is not known`);
  return isFirstForm(packed as SecondForm | FirstForm)
    ? renewed(packed as FirstForm)
    : packed;
}

const isFirstForm = (packed: SecondForm | FirstForm): packed is FirstForm =>
  packed.length === 3 || typeof packed[3] === "number";

const renewed = ([cursor, freeAt, last, ...validators]: FirstForm): unknown[] => [
  cursor,
  freeAt,
  last,
  validators.length > 0 ? validators : null,
];
