// Reads what the pages of changes show.
import type { Deps } from "#deps";
import type { ChangeKind } from "#domain/changes/change.ts";
import type { ContentWatch } from "#domain/changes/content-watch.ts";
import { mostUnsettled } from "#domain/changes/take-sight.ts";
import type { Target } from "#domain/targets/target.ts";
import { encodeCursor, toPage } from "#http/page.ts";
import { latestIn, sinceOf } from "#http/targets/screens/changes-brief.ts";
import {
  type ChangeFilter,
  type ChangePage,
  type ChangePlace,
  listChanges,
} from "#store/changes/changes.ts";
import { type ContentPlace, listContents } from "#store/changes/contents.ts";
import { readSeen } from "#store/changes/seen-changes.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import type { ChangeItems, ChangesView } from "#ui/changes/change-view.ts";

/** So many changes stand on a page. */
const changesAPage = 40;

/** So many contents stand on the page of a target's changes. */
const contentsAPage = 10;

export type Asked = {
  kind?: ChangeKind | undefined;
  cursor: ChangePlace | null;
  contents: ContentPlace | null;
};

export async function readChanges(
  deps: Deps,
  { target, state }: Pick<KnownTarget, "target" | "state">,
  { kind, cursor, contents }: Asked,
): Promise<Omit<ChangesView, "feed" | "proposals">> {
  const { db } = deps;
  const isNewest = kind === undefined && cursor === null;
  const [list, newest, kept, seen] = await Promise.all([
    readList(deps, { targetId: target.id, kinds: kind && [kind] }, cursor),
    isNewest ? null : readList(deps, { targetId: target.id }, null),
    readContents(deps, target, contents),
    readSeen(db, [target.id]),
  ]);
  const first = newest ?? list;
  const latest = latestIn(state.contents, first.items);
  const marked = seen.get(target.id);
  return {
    target,
    list,
    kind: kind ?? null,
    latest,
    since: marked
      ? sinceOf(marked, first.items, { isAll: first.next === null, latest })
      : null,
    pending: pendingIn(state.contents),
    isUnsettled: (state.contents?.unsettled ?? 0) >= mostUnsettled,
    contents: kept.items,
    olderContents: kept.next,
  };
}

/** A page of changes. */
export async function readList(
  { db }: Pick<Deps, "db">,
  filter: ChangeFilter,
  after: ChangePlace | null,
): Promise<ChangeItems> {
  const page = await listChanges(db, filter, { after, limit: changesAPage });
  return toItems(page, after);
}

const toItems = ({ changes, next }: ChangePage, after: ChangePlace | null) => ({
  items: changes,
  next: next && encodeCursor(next),
  isLater: after !== null,
});

async function readContents(
  { db }: Pick<Deps, "db">,
  target: Target,
  after: ContentPlace | null,
) {
  const found = await listContents(db, target.id, { after, limit: contentsAPage + 1 });
  return toPage(
    found,
    contentsAPage,
    (content) => content,
    ({ seenAt, hash }) => ({ seenAt, hash }),
  );
}

const pendingIn = (watch: ContentWatch | undefined): ChangesView["pending"] =>
  watch?.pending ? { since: watch.pending.since, lookAt: watch.lookAt } : null;
