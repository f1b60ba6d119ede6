// Names what fetching a page takes, and what it gives. Types only.

import type { Fetched } from "#domain/runs/judge.ts";
import type { RequestSpec } from "#domain/targets/target.ts";
import type { Clock } from "#domain/time/clock.ts";
import type { AddressPolicy } from "#net/addresses/address-guard.ts";

export type PageDeps = {
  fetch: typeof fetch;
  clock: Clock;
  policy: AddressPolicy;
  userAgent: string;
};

export type PageRequest = { url: string } & Omit<RequestSpec, "retries"> & {
    /**
     * Whether a body of this content type that is too large is cut at the limit, instead
     * of being a failure.
     */
    cutsBody?: (contentType: string | null) => boolean;
  };

export type Validators = Fetched["validators"];

export type PageResult = Fetched & {
  startedAt: number;
  /** The headers of the final answer; null without one. */
  headers: Headers | null;
  /** How many subrequests were used. */
  fetches: number;
  /** Whether the body is only the first part, cut at the limit. */
  isCut: boolean;
  /** Complete unless it is cut, and decoded; null for a 304, 204, 205 or HEAD, and with a failure. */
  body: Uint8Array | null;
};
