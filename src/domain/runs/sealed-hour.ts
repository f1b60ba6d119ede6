// The packed form of one target's sealed hour: as in a block (domain/runs/block), but
// without the target, and a slot that follows the one before at the same distance as that
// did takes one byte. Packed hours may follow one another.

import { createByteReader, createByteWriter } from "#domain/bytes.ts";
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
} from "./block.ts";
import type { Drop, Entry, Run } from "./run.ts";

/**
 * In place of a slot: as far from the one before as that was from its own. Others are one
 * more than their code.
 */
const regular = 0;

/**
 * The slots of scheduled runs so far: the last one, and its distance from the one before.
 */
type Pace = { at: number; step: number };

const follow = (pace: Pace | undefined, at: number): Pace => ({
  at,
  step: pace === undefined ? Number.NaN : at - pace.at,
});

/** Packs entries of one target and one hour. */
export function packHour(entries: readonly Entry[], hour: number): Uint8Array {
  const to = createByteWriter();
  let pace: Pace | undefined;
  let before: Run | undefined;
  const slot = (at: number) => to.varint(codeOf(at - hour * hourMs) + 1);
  for (const entry of entries) {
    if (entry.kind === "drop") {
      const { drop } = entry;
      slot(drop.firstAt);
      to.varint(dropFlags(drop));
      to.varint(drop.count);
      writeInstant(to, drop.lastAt - drop.firstAt);
      continue;
    }
    const { run } = entry;
    const scheduled = run.trigger === "schedule";
    const base = scheduled ? before : undefined;
    const changed = changedFields(run, base);
    if (scheduled && pace !== undefined && run.dueAt === pace.at + pace.step)
      to.varint(regular);
    else slot(run.dueAt);
    to.varint(runFlags(run, base, changed));
    writeRest(to, run, changed);
    if (!scheduled) continue;
    pace = follow(pace, run.dueAt);
    before = run;
  }
  return to.done();
}

/**
 * The entries of a target's hour in the order they were packed. Throws a RangeError on
 * bytes cut short.
 */
export function* unpackHour(
  bytes: Uint8Array,
  targetId: number,
  hour: number,
): Generator<Entry> {
  const from = createByteReader(bytes);
  let pace: Pace | undefined;
  let before: Run | undefined;
  while (!from.atEnd()) {
    const code = from.varint();
    const at =
      code === regular
        ? pace
          ? pace.at + pace.step
          : Number.NaN
        : hour * hourMs + instantOf(code - 1);
    const flags = from.varint();
    if (isDropFlags(flags)) {
      const count = from.varint();
      const drop: Drop = {
        targetId,
        fate: fateOf(flags),
        count,
        firstAt: at,
        lastAt: at + readInstant(from),
      };
      yield { kind: "drop", drop };
      continue;
    }
    const run = readRest(from, targetId, at, flags, baseOf(flags, before));
    if (run.trigger === "schedule") {
      pace = follow(pace, at);
      before = run;
    }
    yield { kind: "run", run };
  }
}
