// Stands for the result of a request that was never made.
import type { Failure } from "#domain/runs/failure.ts";
import { noAnswer } from "#domain/sites/visits/visit.ts";
import type { PageResult } from "./page.ts";

/** `failure` says why it was not made; `at` is epoch ms. */
export const unaskedPage = (url: string, failure: Failure, at: number): PageResult => ({
  ...noAnswer(url, failure),
  startedAt: at,
  headers: null,
  fetches: 0,
  isCut: false,
  body: null,
});
