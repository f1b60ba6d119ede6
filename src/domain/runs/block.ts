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
import { hourMs, hourOf } from "#domain/time/instants.ts";
import type { Failure } from "./failure.ts";
import {
  type Drop,
  type DropFate,
  dropFates,
  type Entry,
  type Run,
  type Sighting,
  unseen,
} from "./run.ts";

/**
 * The version of the pieces that are written. Pieces without a version, which were
 * written before, hold entries of the same layout.
 */
const version = 1;

// The bits of an entry's flags. Append only: the position is stored.
const isDrop = 1;
const isManual = 2;
const isLate = 4;
const isNotModified = 8;
const isRetried = 16;
const isChanged = 32;
const isWhole = 64;
const isNews = 128;

/** A manual run may still be appended to its hour this long after the hour's end. */
const manualGraceMs = 2 * 60_000;

/** The hour up to which, exclusive, the clock allows that blocks are sealed at `now`. */
export const sealableBefore = (now: number): number => hourOf(now - manualGraceMs);

/**
 * Writes and reads each field of a sighting. Append only: the position is stored, as the
 * field's bit.
 */
const fields: { [K in keyof Sighting]-?: Codec<Sighting[K]> } = {
  status: {
    write: (to, value) => to.varint(value ?? 0),
    read: (from) => from.varint() || null,
  },
  bytes: { write: (to, value) => to.varint(value), read: (from) => from.varint() },
  redirects: { write: (to, value) => to.varint(value), read: (from) => from.varint() },
  finalUrl: {
    write: (to, value) => to.text(value ?? ""),
    read: (from) => from.text() || null,
  },
  contentType: {
    write: (to, value) => to.text(value ?? ""),
    read: (from) => from.text() || null,
  },
  contentHash: {
    write: (to, value) => {
      const bytes = Uint8Array.fromHex(value ?? "");
      to.varint(bytes.length);
      to.raw(bytes);
    },
    read: (from) => from.raw(from.varint()).toHex() || null,
  },
  failure: {
    write: (to, value) => to.text(value ? JSON.stringify(value) : ""),
    read: (from) => {
      const text = from.text();
      return text === "" ? null : (JSON.parse(text) as Failure);
    },
  },
};

type Codec<T> = { write(to: ByteWriter, value: T): void; read(from: ByteReader): T };

const fieldNames = Object.keys(fields) as (keyof Sighting)[];

const same = (a: unknown, b: unknown) =>
  a === b ||
  (typeof a === "object" &&
    typeof b === "object" &&
    JSON.stringify(a) === JSON.stringify(b));

/**
 * Packs entries of one hour as a piece of its block. `previous` gives what the target's
 * last scheduled run in the block saw, or undefined where the block has no such run or
 * may have lost it. A manual run is always written whole and nothing is written as a
 * difference from it, since it is appended without the shard's lease. No entries are no
 * bytes.
 */
export function packEntries(
  entries: readonly Entry[],
  hour: number,
  previous: (targetId: number) => Sighting | undefined,
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
    if (run.trigger === "manual") {
      writeRun(writer, run, hour, undefined);
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
    if (run.trigger !== "manual") latest.set(targetId, run);
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

/** The flags of a drop; its fate stands in the bits above the lowest. */
export const dropFlags = ({ fate }: Drop): number => isDrop + 2 * dropFates.indexOf(fate);
export const isDropFlags = (flags: number): boolean => (flags & isDrop) !== 0;

export function fateOf(flags: number): DropFate {
  const fate = dropFates[Math.floor(flags / 2)];
  if (fate === undefined) throw new RangeError(`no fate has the flags ${flags}`);
  return fate;
}

function writeRun(
  to: ByteWriter,
  run: Run,
  hour: number,
  before: Sighting | undefined,
): void {
  const changed = changedFields(run, before);
  to.varint(run.targetId);
  to.varint(runFlags(run, before, changed));
  writeInstant(to, run.dueAt - hour * hourMs);
  writeRest(to, run, changed);
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

/** Gives the fields of a run that differ from what was seen before, a bit each. */
export function changedFields(run: Run, before: Sighting | undefined): number {
  const base = before ?? unseen;
  let changed = 0;
  fieldNames.forEach((name, bit) => {
    if (!same(run[name], base[name])) changed |= 1 << bit;
  });
  return changed;
}

export const runFlags = (
  run: Run,
  before: Sighting | undefined,
  changed: number,
): number =>
  (run.trigger === "manual" ? isManual : 0) |
  (run.late ? isLate : 0) |
  (run.notModified ? isNotModified : 0) |
  (run.attempts > 1 ? isRetried : 0) |
  (changed ? isChanged : 0) |
  (before ? 0 : isWhole) |
  (run.changed ? isNews : 0);

/**
 * Gives what a run is a difference from: nothing, when its flags say that it is whole.
 */
export const baseOf = (flags: number, before: Sighting | undefined): Sighting =>
  flags & isWhole ? unseen : (before ?? unseen);

/** Writes what comes of a run after its target, slot and flags. */
export function writeRest(to: ByteWriter, run: Run, changed: number): void {
  to.varint(run.startedAt - run.dueAt);
  to.varint(run.firstByteMs);
  to.varint(run.bodyMs);
  if (run.attempts > 1) to.varint(run.attempts);
  if (changed === 0) return;
  to.varint(changed);
  fieldNames.forEach((name, bit) => {
    if (changed & (1 << bit)) (fields[name] as Codec<unknown>).write(to, run[name]);
  });
}

/** Reads what `writeRest` wrote. */
export function readRest(
  from: ByteReader,
  targetId: number,
  dueAt: number,
  flags: number,
  before: Sighting,
): Run {
  const startedAt = dueAt + from.varint();
  const firstByteMs = from.varint();
  const bodyMs = from.varint();
  const attempts = flags & isRetried ? from.varint() : 1;
  const changed = flags & isChanged ? from.varint() : 0;
  const sighting: Record<string, unknown> = {};
  fieldNames.forEach((name, bit) => {
    sighting[name] = changed & (1 << bit) ? fields[name].read(from) : before[name];
  });
  return {
    ...(sighting as Sighting),
    targetId,
    dueAt,
    startedAt,
    firstByteMs,
    bodyMs,
    attempts,
    trigger: flags & isManual ? "manual" : "schedule",
    late: (flags & isLate) !== 0,
    notModified: (flags & isNotModified) !== 0,
    changed: (flags & isNews) !== 0,
  };
}

/** Writes an instant, in ms from its hour's start. */
export const writeInstant = (to: ByteWriter, ms: number): void => to.varint(codeOf(ms));
export const readInstant = (from: ByteReader): number => instantOf(from.varint());

/**
 * Gives an instant, in ms from its hour's start, as one number: a small one for a whole
 * second, which most slots are.
 */
export const codeOf = (ms: number): number =>
  ms % 1000 === 0 ? (ms / 1000) * 2 : ms * 2 + 1;
export const instantOf = (code: number): number =>
  code % 2 === 0 ? (code / 2) * 1000 : (code - 1) / 2;
