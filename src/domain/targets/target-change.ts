// Says what a changed target restarts: its schedule, the validators of its request, or
// nothing.
import type { Target } from "./target.ts";

/** What a user decides about a target. */
export type TargetDraft = Pick<
  Target,
  | "kind"
  | "key"
  | "url"
  | "host"
  | "name"
  | "tags"
  | "enabled"
  | "schedule"
  | "request"
  | "expect"
  | "crawl"
  | "retention"
  | "badges"
>;

export type Change = TargetDraft & {
  /** The schedule starts anew: it was changed, or the target was resumed. */
  restarts: boolean;
  /** What is sent changed: validators of earlier answers are void. */
  requestChanged: boolean;
};

/** The change that turns `target` into `draft`. */
export function toChange(target: Target, draft: TargetDraft): Change {
  const requestChanged =
    draft.url !== target.url ||
    differs(draft.request, target.request) ||
    differs(draft.crawl, target.crawl);
  const resumed = draft.enabled && !target.enabled;
  const isOther = draft.url !== target.url || draft.kind !== target.kind;
  const restarts = resumed || isOther || differs(draft.schedule, target.schedule);
  return { ...draft, restarts, requestChanged };
}

const differs = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) !== JSON.stringify(b);
