// Names the kinds of targets, and what the jobs do for a target of each kind. A new kind
// is a line in this table, and functions of these types in the rooms.
import type { Deps } from "#deps";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Verdict } from "#domain/runs/judge.ts";
import type { Kind, RoundTarget, Target } from "#domain/targets/target.ts";
import type { AttendingKind } from "#jobs/rounds/attending/attend.ts";
import { attendHeartbeat } from "#jobs/rounds/attending/attend-heartbeat.ts";
import { attendPage } from "#jobs/rounds/attending/attend-page.ts";
import { attendSite } from "#jobs/rounds/attending/attend-site.ts";
import { type CrawlRequested, requestCrawl } from "#jobs/rounds/open-crawl.ts";
import { type RunRequested, requestRun } from "#jobs/runs/run-page.ts";
import type { AddStep } from "#jobs/trials/trial-steps.ts";
import { tryPage } from "#jobs/trials/try-page.ts";
import { trySite } from "#jobs/trials/try-site.ts";

type KindOfTarget = AttendingKind & {
  /** What can be asked of it; null where it runs elsewhere. */
  onDemand: OnDemand | null;
};

type OnDemand = {
  /** Runs a target now, whatever its schedule, and records the run. */
  runNow(
    deps: Deps,
    target: Target,
    state: TargetState,
  ): Promise<RunRequested | CrawlRequested>;
  /** Runs a target once, explains each step, and records nothing. */
  tryOut(deps: Deps, target: RoundTarget, addStep: AddStep): Promise<Verdict>;
};

export const kindsOfTarget: Readonly<Record<Kind, KindOfTarget>> = {
  page: {
    attend: attendPage,
    asksInRound: true,
    onDemand: { runNow: requestRun, tryOut: tryPage },
  },
  site: {
    attend: attendSite,
    asksInRound: false,
    onDemand: { runNow: requestCrawl, tryOut: trySite },
  },
  heartbeat: { attend: attendHeartbeat, asksInRound: false, onDemand: null },
};
