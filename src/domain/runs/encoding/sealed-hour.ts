// Packs the entries of one target's sealed hour. They are written as in a block
// (domain/runs/block), but without their target. A slot takes one byte when it is as far
// from the slot before as that slot was from its own predecessor. An hour may consist of
// several pieces; each begins with its version.

import { type ByteReader, createByteReader, createByteWriter } from "#domain/bytes.ts";
import type { Drop, Entry, Run } from "#domain/runs/run.ts";
import { hourMs } from "#domain/time/instants.ts";
import {
  baseOf,
  changedFields,
  codeOf,
  dropFlags,
  fateOf,
  instantOf,
  isDropFlags,
  readInstant,
  readRest,
  runFlags,
  writeInstant,
  writeRest,
} from "./entry-encoding.ts";

/**
 * The version of the pieces that are written. Pieces of earlier versions and those without
 * a version, which were written before, hold entries of the same layout with fewer flags
 * and fields.
 */
const version = 5;

/**
 * Stands in place of a slot that is as far from the slot before as that slot was from its
 * own predecessor. Any other slot is written as its code plus one.
 */
const regular = 0;

/** The last scheduled slot, and its distance from the scheduled slot before. */
type Rhythm = { at: number; step: number };

const nextRhythm = (rhythm: Rhythm | undefined, at: number): Rhythm => ({
  at,
  step: rhythm === undefined ? Number.NaN : at - rhythm.at,
});

/** The scheduled slot that would keep the rhythm; no number where there is none yet. */
const expectedSlot = (rhythm: Rhythm | undefined): number =>
  rhythm === undefined ? Number.NaN : rhythm.at + rhythm.step;

/** Packs entries of one target and one hour as a piece. No entries are no bytes. */
export function packHour(entries: readonly Entry[], hour: number): Uint8Array {
  const to = createByteWriter();
  if (entries.length > 0) to.version(version);
  let rhythm: Rhythm | undefined;
  let before: Run | undefined;
  const writeSlot = (at: number) => to.varint(codeOf(at - hour * hourMs) + 1);
  for (const entry of entries) {
    if (entry.kind === "drop") {
      const { drop } = entry;
      writeSlot(drop.firstAt);
      to.varint(dropFlags(drop));
      to.varint(drop.count);
      writeInstant(to, drop.lastAt - drop.firstAt);
      continue;
    }
    const { run } = entry;
    const scheduled = run.trigger === "schedule";
    const base = scheduled ? before : undefined;
    const changed = changedFields(run, base);
    if (scheduled && run.dueAt === expectedSlot(rhythm)) to.varint(regular);
    else writeSlot(run.dueAt);
    to.varint(runFlags(run, base, changed));
    writeRest(to, run, changed, base);
    if (!scheduled) continue;
    rhythm = nextRhythm(rhythm, run.dueAt);
    before = run;
  }
  return to.done();
}

/**
 * Gives the entries of a target's hour in the order in which they were packed. Throws a
 * RangeError when the bytes are cut short.
 */
export function* unpackHour(
  bytes: Uint8Array,
  targetId: number,
  hour: number,
): Generator<Entry> {
  const from = createByteReader(bytes);
  let rhythm: Rhythm | undefined;
  let before: Run | undefined;
  while (!from.atEnd()) {
    from.version(version);
    const code = from.varint();
    const at =
      code === regular ? expectedSlot(rhythm) : hour * hourMs + instantOf(code - 1);
    const flags = from.varint();
    if (isDropFlags(flags)) {
      yield { kind: "drop", drop: readDrop(from, targetId, flags, at) };
      continue;
    }
    const run = readRest(from, targetId, at, flags, baseOf(flags, before));
    if (run.trigger === "schedule") {
      rhythm = nextRhythm(rhythm, at);
      before = run;
    }
    yield { kind: "run", run };
  }
}

function readDrop(
  from: ByteReader,
  targetId: number,
  flags: number,
  firstAt: number,
): Drop {
  const count = from.varint();
  const lastAt = firstAt + readInstant(from);
  return { targetId, fate: fateOf(flags), count, firstAt, lastAt };
}
