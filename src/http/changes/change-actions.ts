// Does what the forms of changes ask for: marks a content as seen, renews the secret of a
// feed.
import type { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { type FeedScope, writeScope } from "#domain/changes/feed-scope.ts";
import { getTarget, idParam, targetName } from "#http/find-target.ts";
import { invalid } from "#http/problem.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice } from "#http/screens/notice.ts";
import { acted, goTo, newScreens, paramsOf } from "#http/screens/screen.ts";
import { tagText } from "#http/targets/target-document.ts";
import { renewFeed } from "#store/changes/feed-keys.ts";
import { markSeen } from "#store/changes/seen-changes.ts";
import { pathOfChanges } from "#ui/targets/change-address.ts";
import { contentHash } from "./contents.ts";

export const changeActions = newScreens();

changeActions.post(
  "/targets/:id/seen",
  acted(async (c, { words, now }, form) => {
    const { db } = c.get("deps");
    const { target } = await getTarget({ db }, paramsOf(c, idParam).id);
    const hash = parse(contentHash, form.text("hash"));
    const isMarked = await markSeen(db, { targetId: target.id, hash }, now);
    const { since } = words.changes;
    leaveNotice(c, { said: isMarked ? since.marked : since.gone, undo: null });
    return goTo(c, pathOfChanges(target));
  }),
);

changeActions.post(
  "/changes/feeds/renew",
  acted(async (c, { words }, form) => {
    const deps = c.get("deps");
    const { scope, path } = await askedFor(deps, form);
    await renewFeed(deps.db, writeScope(scope));
    leaveNotice(c, { said: words.changes.feeds.renewed, undo: null });
    return goTo(c, path);
  }),
);

/** Whose feed it is, and the page that shows its address. */
async function askedFor(
  deps: Deps,
  form: Form,
): Promise<{ scope: FeedScope; path: string }> {
  if (form.has("target")) {
    const { target } = await getTarget(deps, parse(targetName, form.text("target")));
    return { scope: { kind: "target", id: target.id }, path: pathOfChanges(target) };
  }
  if (!form.has("tag")) return { scope: { kind: "all" }, path: "/changes" };
  const tag = parse(tagText, form.text("tag"));
  const path = `/changes?${new URLSearchParams({ tag })}`;
  return { scope: { kind: "tag", tag }, path };
}

/** What a form of ours does not send. */
function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "json");
}
