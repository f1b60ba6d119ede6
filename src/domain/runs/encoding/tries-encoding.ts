// Encodes the attempts of a run that took several. Of the last one only the start is
// written: the rest of it is the run's own.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";
import { failureClasses } from "#domain/runs/failure.ts";
import type { Run, Try } from "#domain/runs/run.ts";

/** How an attempt can end. Append only: the position is stored. */
const endings = ["unknown", "ok", ...failureClasses] as const;

/** Stands for a duration that is not known; any other is written as itself plus one. */
const notKnown = 0;

export function writeTries(to: ByteWriter, { dueAt, tries }: Run): void {
  to.varint(tries.length);
  let before = dueAt;
  tries.forEach(({ startedAt, durationMs, status, ending }, i) => {
    to.signed(startedAt - before);
    before = startedAt;
    if (i === tries.length - 1) return;
    to.varint(durationMs === null ? notKnown : durationMs + 1);
    to.varint(status ?? 0);
    to.varint(endings.indexOf(ending));
  });
}

/** Reads what `writeTries` wrote. The last attempt still lacks what is the run's own. */
export function readTries(from: ByteReader, dueAt: number): Try[] {
  const tries: Try[] = [];
  let startedAt = dueAt;
  for (let left = from.varint(); left > 0; left--) {
    startedAt += from.signed();
    const rest = left > 1 ? readRest(from) : stillUnknown;
    tries.push({ startedAt, ...rest });
  }
  return tries;
}

const stillUnknown = { durationMs: null, status: null, ending: "unknown" } as const;

function readRest(from: ByteReader): Omit<Try, "startedAt"> {
  const durationMs = from.varint();
  const status = from.varint() || null;
  const ending = endings[from.varint()];
  if (ending === undefined) throw new RangeError("an attempt ended in no known way");
  return { durationMs: durationMs === notKnown ? null : durationMs - 1, status, ending };
}

/** The attempts of a run, the last one with what is the run's own. */
export function withLast({ tries, firstByteMs, bodyMs, status, failure }: Run): Try[] {
  return tries.map((one, i) =>
    i < tries.length - 1
      ? one
      : {
          startedAt: one.startedAt,
          durationMs: firstByteMs + bodyMs,
          status,
          ending: failure?.class ?? "ok",
        },
  );
}
