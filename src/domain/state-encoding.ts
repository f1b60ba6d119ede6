// A target's state as its shard's row keeps it: an array, so that a JSON merge patch replaces it whole, with the
// last run packed like a block's entry. Forty of them are read and written in every round, so size counts.
import { packEntries, unpackEntries } from "./block.ts";
import type { TargetState, Validators } from "./judge.ts";
import type { Run } from "./run.ts";

export type PackedState = [
  cursor: number | null,
  freeAt: number | null,
  last: string | null,
  ...validators: [] | [number, string | null, string | null, string | null, string | null],
];

export function packState({ cursor, freeAt, last, validators }: TargetState): PackedState {
  return [
    cursor !== undefined && Number.isFinite(cursor) ? cursor : null,
    freeAt ?? null,
    last ? packRun(last) : null,
    ...(validators && offersConditions(validators) ? fieldsOf(validators) : ([] as [])),
  ];
}

export function unpackState([cursor, freeAt, last, ...validators]: PackedState): TargetState {
  return {
    ...(cursor !== null && { cursor }),
    ...(freeAt !== null && { freeAt }),
    ...(last !== null && { last: unpackRun(last) }),
    ...(validators.length > 0 && { validators: toValidators(validators) }),
  };
}

/** One run on its own, as base64. */
export const packRun = (run: Run): string =>
  packEntries([{ kind: "run", run }], 0, () => undefined).toBase64();

export function unpackRun(text: string): Run {
  const [entry] = unpackEntries(Uint8Array.fromBase64(text), 0);
  if (entry?.kind !== "run") throw new RangeError("these bytes hold no run");
  return entry.run;
}

/** Without them there is nothing to send, so nothing to remember. */
const offersConditions = ({ etag, lastModified }: Validators): boolean =>
  etag !== null || lastModified !== null;

const fieldsOf = (
  validators: Validators,
): [number, string | null, string | null, string | null, string | null] => [
  validators.requestRevision,
  validators.etag,
  validators.lastModified,
  validators.contentType,
  validators.contentHash,
];

function toValidators([requestRevision = 0, etag, lastModified, contentType, contentHash]:
  | ReturnType<typeof fieldsOf>
  | []): Validators {
  return {
    requestRevision,
    etag: etag ?? null,
    lastModified: lastModified ?? null,
    contentType: contentType ?? null,
    contentHash: contentHash ?? null,
  };
}
