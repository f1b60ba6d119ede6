// Makes requests conditional (RFC 9110 13), and says which validators of an answer to
// keep.

import type { Validators } from "./page.ts";

export const noValidators: Validators = { etag: null, lastModified: null };

// A validator is stored with every target; longer ones are not worth the room.
const MAX_VALIDATOR_CHARS = 500;

/** By lower-case name. */
type RequestHeaders = Record<string, string>;

const conditions = ["if-none-match", "if-modified-since"];

/**
 * Whether a header is a condition. A condition is about one URL: at another URL it could
 * match by accident.
 */
export const isCondition = (name: string): boolean => conditions.includes(name);

export const isConditional = (headers: RequestHeaders): boolean =>
  conditions.some((name) => name in headers);

/** Adds the conditions to a request's headers, unless the request brings its own. */
export function setConditions(
  headers: RequestHeaders,
  { etag, lastModified }: Validators,
): void {
  if (isConditional(headers)) return;
  if (etag !== null) headers["if-none-match"] = etag;
  if (lastModified !== null) headers["if-modified-since"] = lastModified;
}

/**
 * The validators to send next time. Only a 200 gives any, or a 304, which stands for the
 * 200 that it makes unnecessary (RFC 9110 15.4.5).
 */
export function readValidators(
  { status, headers }: Response,
  sent: Validators | null,
): Validators {
  if (status !== 200 && status !== 304) return noValidators;
  const kept = status === 304 && sent !== null ? sent : noValidators;
  return {
    etag: short(headers.get("etag")) ?? kept.etag,
    lastModified: short(headers.get("last-modified")) ?? kept.lastModified,
  };
}

const short = (value: string | null): string | null =>
  value !== null && value !== "" && value.length <= MAX_VALIDATOR_CHARS ? value : null;
