// A target's state as its shard's row keeps it: an array, so that a JSON merge patch
// replaces it whole, with the last run packed like a block's entry. Forty of them are
// read and written in every round, so size counts.
import { packEntries, unpackEntries } from "#domain/runs/block.ts";
import type { Validators } from "#domain/runs/judge.ts";
import type { Run } from "#domain/runs/run.ts";
import { packTotals, unpackTotals } from "#domain/statistics/totals.ts";
import type { TargetState } from "./state.ts";

type PackedValidators = [
  number,
  string | null,
  string | null,
  string | null,
  string | null,
];
/** The content's hash is left out when the last run saw it. */
type PackedContent = [requestRevision: number, hash: string | null];

export type PackedState = [
  cursor: number | null,
  freeAt: number | null,
  last: string | null,
  validators: PackedValidators | null,
  totals: string | null,
  content: PackedContent | null,
];

/** As it was before there were totals. */
type FormerState = [
  number | null,
  number | null,
  string | null,
  ...([] | PackedValidators),
];

export function packState({
  cursor,
  freeAt,
  last,
  validators,
  totals,
  content,
}: TargetState): PackedState {
  return [
    cursor !== undefined && Number.isFinite(cursor) ? cursor : null,
    freeAt ?? null,
    last ? packRun(last) : null,
    validators && offersConditions(validators) ? fieldsOf(validators) : null,
    totals ? packTotals(totals) : null,
    content
      ? [
          content.requestRevision,
          content.hash === last?.contentHash ? null : content.hash,
        ]
      : null,
  ];
}

export function unpackState(packed: PackedState | FormerState): TargetState {
  const [cursor, freeAt, lastPacked, validators, totals, content] = isFormer(packed)
    ? renewed(packed)
    : packed;
  const last = lastPacked === null ? undefined : unpackRun(lastPacked);
  const hash = content?.[1] ?? last?.contentHash;
  return {
    ...(cursor !== null && { cursor }),
    ...(freeAt !== null && { freeAt }),
    ...(last && { last }),
    ...(validators && { validators: toValidators(validators) }),
    ...(totals !== null && { totals: unpackTotals(totals) }),
    ...(content && hash && { content: { requestRevision: content[0], hash } }),
  };
}

const isFormer = (packed: PackedState | FormerState): packed is FormerState =>
  packed.length === 3 || typeof packed[3] === "number";

const renewed = ([cursor, freeAt, last, ...validators]: FormerState): PackedState => [
  cursor,
  freeAt,
  last,
  validators.length > 0 ? (validators as PackedValidators) : null,
  null,
  null,
];

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

const fieldsOf = (validators: Validators): PackedValidators => [
  validators.requestRevision,
  validators.etag,
  validators.lastModified,
  validators.contentType,
  validators.contentHash,
];

const toValidators = ([
  requestRevision,
  etag,
  lastModified,
  contentType,
  contentHash,
]: PackedValidators) => ({
  requestRevision,
  etag,
  lastModified,
  contentType,
  contentHash,
});
