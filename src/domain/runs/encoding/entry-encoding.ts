// Encodes what runs and drops have in common in a block (domain/runs/block) and in a
// sealed hour (domain/runs/sealed-hour): flags, instants, and the fields of a run that
// differ from those of the run before.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";
import type { Failure } from "#domain/runs/failure.ts";
import {
  type Drop,
  type DropFate,
  dropFates,
  type Run,
  type Sighting,
  type Trigger,
  unseen,
} from "#domain/runs/run.ts";
import { readConditions, writeConditions } from "./conditions-encoding.ts";
import { readReading, writeReading } from "./reading-encoding.ts";
import { readTries, withLast, writeTries } from "./tries-encoding.ts";

// The bits of an entry's flags. Append only: the position is stored.
const isDrop = 1;
const isManual = 2;
const isLate = 4;
const isNotModified = 8;
const isRetried = 16;
const hasDifferences = 32;
const isWhole = 64;
const hasNewContent = 128;
/** It began before its slot. */
const isEarly = 256;
const tellsTries = 512;
/** It was appended without its shard's lease: no other run is a difference from it. */
const isAside = 1024;
const isRecheck = 2048;
const isConfirm = 4096;
const isExtra = 8192;
const isUntimed = 16_384;

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
  conditions: { write: writeConditions, read: readConditions },
  reading: { write: writeReading, read: readReading },
};

/** `before` is the field of the run that this one is a difference from. */
type Codec<T> = {
  write(to: ByteWriter, value: T, before: T): void;
  read(from: ByteReader, before: T): T;
};

const fieldNames = Object.keys(fields) as (keyof Sighting)[];

const same = (a: unknown, b: unknown) =>
  a === b ||
  (typeof a === "object" &&
    typeof b === "object" &&
    JSON.stringify(a) === JSON.stringify(b));

/** The flags of a drop; its fate stands in the bits above the lowest. */
export const dropFlags = ({ fate }: Drop): number => isDrop + 2 * dropFates.indexOf(fate);
export const isDropFlags = (flags: number): boolean => (flags & isDrop) !== 0;

export function fateOf(flags: number): DropFate {
  const fate = dropFates[Math.floor(flags / 2)];
  if (fate === undefined) throw new RangeError(`no fate has the flags ${flags}`);
  return fate;
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
  (run.trigger === "recheck" ? isRecheck : 0) |
  (run.trigger === "confirm" ? isConfirm : 0) |
  (run.trigger === "extra" ? isExtra : 0) |
  (run.untimed ? isUntimed : 0) |
  (run.late ? isLate : 0) |
  (run.notModified ? isNotModified : 0) |
  (run.attempts > 1 ? isRetried : 0) |
  (changed ? hasDifferences : 0) |
  (before ? 0 : isWhole) |
  (run.changed ? hasNewContent : 0) |
  (run.startedAt < run.dueAt ? isEarly : 0) |
  (run.tries.length > 0 ? tellsTries : 0);

/** The same flags for a run that is appended without its shard's lease. */
export const flagsAside = (flags: number): number =>
  flags & isManual ? flags : flags | isAside;

/** Whether another run may be a difference from the one with these flags. */
export const isBase = (flags: number): boolean => (flags & (isManual | isAside)) === 0;

/** Gives what a run is a difference from: nothing, if its flags say that it is whole. */
export const baseOf = (flags: number, before: Sighting | undefined): Sighting =>
  flags & isWhole ? unseen : (before ?? unseen);

/** Writes the fields of a run that follow its target, slot and flags. */
export function writeRest(
  to: ByteWriter,
  run: Run,
  changed: number,
  before: Sighting = unseen,
): void {
  to.varint(Math.abs(run.startedAt - run.dueAt));
  to.varint(run.firstByteMs);
  to.varint(run.bodyMs);
  if (run.attempts > 1) to.varint(run.attempts);
  if (run.tries.length > 0) writeTries(to, run);
  if (changed === 0) return;
  to.varint(changed);
  fieldNames.forEach((name, bit) => {
    if (changed & (1 << bit))
      (fields[name] as Codec<unknown>).write(to, run[name], before[name]);
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
  const lagMs = from.varint();
  const firstByteMs = from.varint();
  const bodyMs = from.varint();
  const attempts = flags & isRetried ? from.varint() : 1;
  const tries = flags & tellsTries ? readTries(from, dueAt) : [];
  const changed = flags & hasDifferences ? from.varint() : 0;
  const sighting: Record<string, unknown> = {};
  fieldNames.forEach((name, bit) => {
    const codec = fields[name] as Codec<unknown>;
    sighting[name] = changed & (1 << bit) ? codec.read(from, before[name]) : before[name];
  });
  const run: Run = {
    ...(sighting as Sighting),
    targetId,
    dueAt,
    startedAt: flags & isEarly ? dueAt - lagMs : dueAt + lagMs,
    firstByteMs,
    bodyMs,
    attempts,
    tries,
    trigger: triggerOf(flags),
    late: (flags & isLate) !== 0,
    notModified: (flags & isNotModified) !== 0,
    changed: (flags & hasNewContent) !== 0,
    untimed: (flags & isUntimed) !== 0,
  };
  return { ...run, tries: withLast(run) };
}

function triggerOf(flags: number): Trigger {
  if (flags & isManual) return "manual";
  if (flags & isConfirm) return "confirm";
  if (flags & isExtra) return "extra";
  return flags & isRecheck ? "recheck" : "schedule";
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
