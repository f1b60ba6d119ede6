// Names what fetching a page takes, and what it gives. Types only.

import type { Fetched } from "#domain/runs/judging/fetched.ts";
import type { OpenRequest } from "#domain/targets/target.ts";
import type { Clock } from "#domain/time/clock.ts";
import type { AddressPolicy } from "#net/addresses/address-guard.ts";
import type { TakePart } from "./read-body.ts";

export type PageDeps = {
  fetch: typeof fetch;
  clock: Clock;
  policy: AddressPolicy;
  userAgent: string;
};

export type PageRequest = { url: string } & Omit<OpenRequest, "retries"> & {
    /**
     * Whether a body of this content type that is too large is cut at the limit, instead
     * of being a failure.
     */
    cutsBody?: (contentType: string | null) => boolean;
    /**
     * Chooses, by an answer's status and headers, what takes the body as it comes. Null:
     * the body is held and given.
     */
    takeBody?: (response: Response) => TakePart | null;
  };

export type Validators = Fetched["validators"];

export type PageResult = Fetched & {
  startedAt: number;
  /** The headers of the final answer; null without one. */
  headers: Headers | null;
  /** How many subrequests were used. */
  fetches: number;
  /** Whether of the body only the first part was read, up to the limit. */
  isCut: boolean;
  /**
   * Complete unless it is cut, and decoded; null for a 304, 204, 205 or HEAD, with a
   * failure, and where the body was not held.
   */
  body: Uint8Array | null;
};
