// Says what the pages of changes show. Plain data. Instants are epoch ms.
import type { Change, ChangeKind } from "#domain/changes/change.ts";
import type { ContentFacts } from "#domain/changes/content.ts";
import type { Target } from "#domain/targets/target.ts";
import type { SinceSeen } from "#ui/targets/target-view.ts";

/** The addresses of a feed; null where there is no key to make its secret of. */
export type FeedAddresses = { atom: string; json: string } | null;

/** A page of a list of changes. */
export type ChangeItems = {
  items: readonly Change[];
  /** The cursor of the next page; null on the last. */
  next: string | null;
  /** Whether this is a later page than the first. */
  isLater: boolean;
};

export type ChangesView = {
  target: Target;
  list: ChangeItems;
  /** The only kind that is listed; null: all. */
  kind: ChangeKind | null;
  /** The content that is there; null before the first. */
  latest: string | null;
  /** Null when nobody has marked a content. */
  since: SinceSeen | null;
  /** A content that is waited for; `lookAt` is null where the next run decides. */
  pending: { since: number; lookAt: number | null } | null;
  /** No content stays long enough to count. */
  isUnsettled: boolean;
  /** Lines of steps that ignore what differed by itself. */
  proposals: readonly string[];
  contents: readonly ContentFacts[];
  /** The cursor of older contents; null without any. */
  olderContents: string | null;
  feed: FeedAddresses;
};

export const streamWindows = ["24h", "7d", "30d", "90d"] as const;
export type StreamWindow = (typeof streamWindows)[number];

export type StreamView = {
  list: ChangeItems;
  names: ReadonlyMap<number, string>;
  asked: { tag: string | null; kind: ChangeKind | null; window: StreamWindow };
  feed: FeedAddresses;
};
