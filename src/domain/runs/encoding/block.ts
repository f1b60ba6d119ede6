// Packs the entries of a shard's hour, its block. A run is written as a difference from
// the run before it, so that a quiet run takes about ten bytes. A block consists of
// pieces: a round appends a piece without reading the block. Each piece begins with its
// version.
import {
  type ByteReader,
  type ByteWriter,
  createByteReader,
  createByteWriter,
} from "#domain/bytes.ts";
import type { Drop, Entry, Run, Sighting } from "#domain/runs/run.ts";
import { hourMs, hourOf, minuteMs } from "#domain/time/instants.ts";
import {
  baseOf,
  changedFields,
  dropFlags,
  fateOf,
  flagsAside,
  isBase,
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

/** A manual run may still be appended to its hour this long after the hour's end. */
const manualGraceMs = 2 * minuteMs;

/** The hour up to which, exclusive, the clock allows that blocks are sealed at `now`. */
export const sealableBefore = (now: number): number => hourOf(now - manualGraceMs);

/**
 * Gives what a target's last run in a block saw, of those that rounds made; undefined
 * where the block has no such run or may have lost it.
 */
type SeenInBlock = (targetId: number) => Sighting | undefined;

/**
 * Packs entries of one hour as a piece of its block. `previous` is null for runs that no
 * round made. These and manual runs are always written whole and nothing is written as a
 * difference from them, since they are appended without the shard's lease. No entries are
 * no bytes.
 */
export function packEntries(
  entries: readonly Entry[],
  hour: number,
  previous: SeenInBlock | null,
): Uint8Array {
  const writer = createByteWriter();
  if (entries.length > 0) writer.version(version);
  const latest = new Map<number, Sighting>();
  for (const entry of entries) {
    if (entry.kind === "drop") {
      writeDrop(writer, entry.drop, hour);
      continue;
    }
    const { run } = entry;
    if (previous === null || run.trigger === "manual") {
      writeRunAside(writer, run, hour);
      continue;
    }
    writeRun(writer, run, hour, latest.get(run.targetId) ?? previous(run.targetId));
    latest.set(run.targetId, run);
  }
  return writer.done();
}

/**
 * Gives the entries of a block in the order in which they were appended. Throws a
 * RangeError when the bytes are cut short.
 */
export function* unpackEntries(bytes: Uint8Array, hour: number): Generator<Entry> {
  const reader = createByteReader(bytes);
  const latest = new Map<number, Sighting>();
  while (!reader.atEnd()) {
    reader.version(version);
    const targetId = reader.varint();
    const flags = reader.varint();
    if (isDropFlags(flags)) {
      yield { kind: "drop", drop: readDrop(reader, targetId, flags, hour) };
      continue;
    }
    const before = baseOf(flags, latest.get(targetId));
    const run = readRun(reader, targetId, flags, hour, before);
    if (isBase(flags)) latest.set(targetId, run);
    yield { kind: "run", run };
  }
}

function writeDrop(to: ByteWriter, drop: Drop, hour: number): void {
  to.varint(drop.targetId);
  to.varint(dropFlags(drop));
  to.varint(drop.count);
  writeInstant(to, drop.firstAt - hour * hourMs);
  writeInstant(to, drop.lastAt - drop.firstAt);
}

function readDrop(from: ByteReader, targetId: number, flags: number, hour: number): Drop {
  const count = from.varint();
  const firstAt = hour * hourMs + readInstant(from);
  return {
    targetId,
    fate: fateOf(flags),
    count,
    firstAt,
    lastAt: firstAt + readInstant(from),
  };
}

function writeRun(
  to: ByteWriter,
  run: Run,
  hour: number,
  before: Sighting | undefined,
): void {
  const changed = changedFields(run, before);
  writeFields(to, run, hour, { flags: runFlags(run, before, changed), changed }, before);
}

function writeRunAside(to: ByteWriter, run: Run, hour: number): void {
  const changed = changedFields(run, undefined);
  const flags = runFlags(run, undefined, changed);
  writeFields(to, run, hour, { flags: flagsAside(flags), changed });
}

function writeFields(
  to: ByteWriter,
  run: Run,
  hour: number,
  { flags, changed }: { flags: number; changed: number },
  before?: Sighting,
): void {
  to.varint(run.targetId);
  to.varint(flags);
  writeInstant(to, run.dueAt - hour * hourMs);
  writeRest(to, run, changed, before);
}

function readRun(
  from: ByteReader,
  targetId: number,
  flags: number,
  hour: number,
  before: Sighting,
): Run {
  return readRest(from, targetId, hour * hourMs + readInstant(from), flags, before);
}
