// Packs what an answer offered for conditional requests.
import type { Validators } from "./fetched.ts";

/** Append only: the position is stored. */
export type PackedValidators = [
  requestRevision: number,
  etag: string | null,
  lastModified: string | null,
  contentType: string | null,
  contentHash: string | null,
];

/** Without an ETag or a date there is nothing to send, so nothing to remember: null. */
export const packValidators = (validators: Validators): PackedValidators | null =>
  validators.etag === null && validators.lastModified === null
    ? null
    : [
        validators.requestRevision,
        validators.etag,
        validators.lastModified,
        validators.contentType,
        validators.contentHash,
      ];

export function unpackValidators(packed: PackedValidators): Validators {
  const [requestRevision, etag, lastModified, contentType, contentHash] = packed;
  return { requestRevision, etag, lastModified, contentType, contentHash };
}
