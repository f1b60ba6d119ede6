// Makes the attempts of one run of a page, each when traffic lets it start.

import type { Deps } from "#deps";
import type { Allowance } from "#domain/allowance.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { validatorsFor } from "#domain/runs/judging/judge-answer.ts";
import { retryDelay, tryOf } from "#domain/runs/judging/judge-status.ts";
import type { Try } from "#domain/runs/run.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { sleep } from "#domain/time/clock.ts";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import type { PageResult } from "#net/fetching/page.ts";
import { unaskedPage } from "#net/fetching/unasked-page.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
import { isOpen, openRequest } from "#store/secrets/request-secrets.ts";
import { createHeldBody } from "./held-body.ts";

/** What an invocation's runs share. */
export type RunContext = {
  deps: Pick<Deps, "clock" | "fetch" | "settings" | "vault">;
  traffic: Traffic;
  /** The requests that the invocation may still make. */
  fetches: Allowance;
  /** Nothing that could end after this instant is begun. Epoch ms. */
  deadline: number;
  /** No run begins after this instant. Epoch ms; the deadline unless given. */
  beginBy?: () => number;
};

/**
 * No run waits longer than this for a host that asks to be left alone: the results of all
 * other targets would have to wait too.
 */
export const longestWaitMs = 10_000;

/** What the last attempt gave, when the first began, and each of them. */
export type Attempts = {
  fetched: PageResult;
  startedAt: number;
  endedAt: number;
  tries: readonly Try[];
};

/**
 * Fetches a page, and fetches it again after failures that are worth a retry. Calls
 * `begin` at the moment the first attempt may start; `begin` calls the attempt off by
 * returning false. Gives null when that happened, when the first attempt could not start
 * in time or its host was held, or when the invocation had no request left for it: then
 * the slot stays due. `onCut` hears of an attempt for which no request was left after its
 * first ones.
 */
export async function makeAttempts(
  context: RunContext,
  target: RoundTarget,
  state: TargetState,
  begin: () => boolean,
  onCut: (startedAt: number) => void = () => {},
): Promise<Attempts | null> {
  const { clock } = context.deps;
  const tries: Try[] = [];
  const once = () => attempt(context, target, state, onCut);
  const firstOne = async () => (begin() ? await once() : null);
  // Waiting here for a hold to end would go before others that have waited longer.
  const first = await whenItsTurn(context, target, firstOne, 0, context.beginBy?.());
  if (first === null) return null;

  let fetched = first;
  for (;;) {
    tries.push(tryOf(target.expect, fetched));
    const delay = retryDelay(target, fetched, tries.length);
    if (delay === null || delay > longestWaitMs) break;
    if (clock.now() + delay + target.request.timeoutMs > context.deadline) break;
    await sleep(clock, delay);
    const again = await whenItsTurn(context, target, once, longestWaitMs);
    if (again === null) break;
    fetched = again;
  }
  return { fetched, startedAt: first.startedAt, endedAt: clock.now(), tries };
}

/** Runs a task when traffic lets it start; null when it could not start in time. */
const whenItsTurn = <T>(
  context: RunContext,
  target: RoundTarget,
  task: () => Promise<T>,
  longestHoldMs: number,
  startBy = context.deadline,
) => {
  const inTime = context.deadline - target.request.timeoutMs;
  return context.traffic.run(target.host, Math.min(inTime, startBy), task, longestHoldMs);
};

/**
 * Makes one attempt; null when no request is left for it. Holds a host that asks to be
 * left alone, until the time that the host names.
 */
async function attempt(
  context: RunContext,
  target: RoundTarget,
  state: TargetState,
  onCut: (startedAt: number) => void,
): Promise<PageResult | null> {
  const { clock, settings, vault } = context.deps;
  const held = createHeldBody(target);
  const startedAt = clock.now();
  const opened = await openRequest(vault, target);
  if (!isOpen(opened)) return unaskedPage(target.url, opened, startedAt);
  let sent = 0;
  let refused = false;
  const spend: typeof fetch = (input, init) => {
    refused = context.fetches.left() <= 0;
    if (refused) throw new Error("no request left");
    context.fetches.spend();
    sent += 1;
    return context.deps.fetch(input, init);
  };
  const page = await fetchPage(
    { fetch: spend, clock, policy: settings.addresses, userAgent: settings.userAgent },
    { url: target.url, ...opened, takeBody: held.take },
    validatorsFor(target, state),
  );
  if (refused) {
    if (sent > 0) onCut(startedAt);
    return null;
  }
  if (page.retryAfterMs !== null)
    context.traffic.hold(target.host, clock.now() + page.retryAfterMs);
  page.body = held.bytes();
  return page;
}
