// Records one attempt to fetch a page while the attempt runs, so that a time limit can
// end it at any point. Names how an attempt ends.

import type { Failure } from "#domain/runs/failure.ts";

export type Attempt = {
  startedAt: number;
  /** The last URL asked. */
  url: string;
  /** That URL's answer, if it has come. */
  response: Response | null;
  /** When the final response's headers came. */
  headersAt: number | null;
  redirects: number;
  fetches: number;
  bytes: number;
};

export type Ending =
  | { failure: Failure }
  | {
      failure: null;
      notModified: boolean;
      body: Uint8Array | null;
      isCut: boolean;
      contentHash: string | null;
    };

export const startAttempt = (startedAt: number, url: string): Attempt => ({
  startedAt,
  url,
  response: null,
  headersAt: null,
  redirects: 0,
  fetches: 0,
  bytes: 0,
});
