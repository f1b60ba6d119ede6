// Pauses, resumes, tags and deletes many targets.
import type { Deps } from "#deps";
import type { TargetDraft } from "#domain/targets/target.ts";
import { isNoEdit, toEdit } from "#domain/targets/target-edit.ts";
import { noTarget, type TargetName, targetName } from "#http/find-target.ts";
import { encodeCursor } from "#http/page.ts";
import { invalid, invalidField, type Problem } from "#http/problem.ts";
import { mostTags } from "#http/targets/target-document.ts";
import {
  deleteTargets,
  type EditOfOne,
  editTargets,
} from "#store/targets/edit-targets.ts";
import {
  type BriefTarget,
  findBrief,
  findMatching,
} from "#store/targets/find-targets.ts";
import { type BulkItem, type Choosing, mostItems } from "./bulk-documents.ts";
import { done, failed, refuseProblems, settle } from "./bulk-items.ts";

type Edited = { items: BulkItem[]; next: string | null };

/** Does what the operation says to the chosen targets, and tells what became of each. */
export async function editMany(deps: Deps, wanted: Choosing): Promise<Edited> {
  const { targets: names, filter } = wanted;
  if (names !== undefined && filter === undefined)
    return { items: await editNamed(deps, wanted, names), next: null };
  if (names !== undefined || filter === undefined) {
    const message = "Which targets these are is said by either targets or filter.";
    throw invalidField("json", ["targets"], message);
  }
  const after = wanted.cursor ?? 0;
  const found = await findMatching(deps.db, filter, after, mostItems + 1);
  const targets = found.slice(0, mostItems);
  const items = await settleAll(deps, wanted, targets, "/filter");
  const last = found.length > mostItems ? targets.at(-1) : undefined;
  return {
    items: targets.flatMap(({ id }) => items.get(id) ?? []),
    next: last === undefined ? null : encodeCursor(last.id),
  };
}

async function editNamed(
  deps: Deps,
  wanted: Choosing,
  written: readonly (number | string)[],
): Promise<BulkItem[]> {
  const names = written.map((name) => targetName.safeParse(String(name)));
  const known = names.flatMap((name) => (name.success ? [name.data] : []));
  const found = await findBrief(deps.db, {
    ids: known.flatMap((name) => ("id" in name ? name.id : [])),
    keys: known.flatMap((name) => ("key" in name ? name.key : [])),
  });
  const items = await settleAll(deps, wanted, found, "/targets");
  const byKey = new Map(found.map(({ id, key }) => [key, id]));
  const itemOf = (name: TargetName) =>
    items.get(("id" in name ? name.id : byKey.get(name.key)) ?? 0);
  const refused = (problem: Problem, index: number) =>
    failed(problem, `/targets/${index}`, { id: null, key: null });
  return names.map((name, index) =>
    name.success
      ? (itemOf(name.data) ?? refused(noTarget(name.data), index))
      : refused(invalid(name.error.issues, "json"), index),
  );
}

/** Does what is wanted to each target; gives the items by id. */
async function settleAll(
  deps: Deps,
  wanted: Choosing,
  targets: readonly BriefTarget[],
  place: string,
): Promise<Map<number, BulkItem>> {
  const items = new Map<number, BulkItem>();
  let isFirst = true;
  await settle(
    targets,
    async (pending) => {
      const ids = pending.map(({ id }) => id);
      const current = isFirst ? pending : await findBrief(deps.db, { ids, keys: [] });
      isFirst = false;
      refuseDeleted(pending, current, items, place);
      if (wanted.operation === "delete")
        return await removeAll(deps, current, items, wanted.dryRun);
      return await changeAll(deps, wanted, current, items);
    },
    (target, problem) => items.set(target.id, failed(problem, place, target)),
  );
  return items;
}

/** Targets that were there when the request came may be deleted when it is tried again. */
function refuseDeleted(
  pending: readonly BriefTarget[],
  current: readonly BriefTarget[],
  items: Map<number, BulkItem>,
  place: string,
): void {
  const there = new Set(current.map(({ id }) => id));
  for (const target of pending) {
    if (there.has(target.id)) continue;
    items.set(target.id, failed(noTarget({ id: target.id }), place, target));
  }
}

async function removeAll(
  { db, clock }: Deps,
  targets: readonly BriefTarget[],
  items: Map<number, BulkItem>,
  dryRun: boolean,
): Promise<BriefTarget[]> {
  const deleted = dryRun
    ? new Set(targets.map(({ id }) => id))
    : await deleteTargets(db, targets, clock.now());
  for (const target of targets) {
    if (deleted.has(target.id)) items.set(target.id, done("deleted", target));
  }
  return targets.filter(({ id }) => !deleted.has(id));
}

type Changing = Exclude<Choosing, { operation: "delete" }>;

async function changeAll(
  { db, clock }: Deps,
  wanted: Changing,
  targets: readonly BriefTarget[],
  items: Map<number, BulkItem>,
): Promise<BriefTarget[]> {
  const edits: (EditOfOne & { target: BriefTarget })[] = [];
  for (const target of targets) {
    await refuseProblems(
      async () => {
        const edit = toEdit(target, wishedFields(wanted, target));
        if (isNoEdit(edit)) items.set(target.id, done("unchanged", target));
        else edits.push({ target, edit });
      },
      (problem) => items.set(target.id, failed(problem, "", target)),
    );
  }
  const changed = wanted.dryRun
    ? new Set(edits.map(({ target }) => target.id))
    : await editTargets(db, edits, clock.now());
  for (const { target } of edits) {
    if (changed.has(target.id)) items.set(target.id, done("changed", target));
  }
  return edits.map(({ target }) => target).filter(({ id }) => !changed.has(id));
}

/** The fields that the operation gives a target. Throws a Problem for too many tags. */
function wishedFields(wanted: Changing, target: BriefTarget): Partial<TargetDraft> {
  if (wanted.operation !== "tag") return { enabled: wanted.operation === "resume" };
  const left = target.tags.filter((tag) => !wanted.remove.includes(tag));
  const tags = [...new Set([...left, ...wanted.add])];
  if (tags.length <= mostTags) return { tags };
  const message = `Target ${target.id} would have ${tags.length} tags of at most ${mostTags}.`;
  throw invalidField("json", ["add"], message);
}
