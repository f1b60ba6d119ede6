// Creates many targets from documents, or replaces those that have their keys.
import type { Deps } from "#deps";
import type { Target, TargetDraft } from "#domain/targets/target.ts";
import { isNoEdit, toEdit } from "#domain/targets/target-edit.ts";
import { invalid, invalidField, type Problem } from "#http/problem.ts";
import { draftOf, keyTaken, sealDraft } from "#http/targets/change-target.ts";
import { checkAllParents, type Wanted } from "#http/targets/check-parents.ts";
import { type ParsedDocument, TargetDocument } from "#http/targets/target-document.ts";
import { type Creation, createTargets } from "#store/targets/creating/create-targets.ts";
import { type EditOfOne, editTargets } from "#store/targets/edit-targets.ts";
import { findCreations, findTargetsByKey } from "#store/targets/find-targets.ts";
import type { Idempotency } from "#store/targets/targets.ts";
import type { BulkItem, Putting } from "./bulk-documents.ts";
import { done, failed, refuseProblems, settle } from "./bulk-items.ts";
import { checkUuids } from "./check-uuids.ts";

/** A document of the request. */
type Wish = {
  index: number;
  document: ParsedDocument;
  key: string | null;
  idempotency: Idempotency | null;
};

/** A wish as a target, its secrets not sealed yet. */
type Drafted = Wanted & { wish: Wish; draft: TargetDraft };

/** What is to be done for a wish. */
type Plan = {
  creations: { wish: Wish; creation: Creation }[];
  edits: { wish: Wish; id: number; edit: EditOfOne }[];
};

/**
 * Puts the documents, and tells what became of each. `idempotency` makes a repeated
 * request create nothing twice: each document has a key of its own under the request's.
 */
export async function putMany(
  deps: Deps,
  { operation, documents, dryRun }: Putting,
  idempotency: Idempotency | null,
): Promise<BulkItem[]> {
  const most = deps.settings.budget.documents;
  if (documents.length > most) {
    const message = `On this deployment's plan a request has at most ${most} documents.`;
    throw invalidField("json", ["documents"], message);
  }
  const items = new Map<number, BulkItem>();
  const refuse = (index: number, key: string | null, problem: Problem) =>
    items.set(index, failed(problem, `/documents/${index}`, { id: null, key }));
  const wishes = parseWishes(documents, operation, idempotency, refuse);
  await settle(
    wishes,
    async (sent) => {
      const pending = await withoutReplayed(deps, sent, items);
      const plan = await planWishes(deps, operation, pending, items, refuse);
      return dryRun ? foretell(plan, items) : await carryOut(deps, plan, items);
    },
    ({ index, key }, problem) => refuse(index, key, problem),
  );
  return documents.map((_, index) => items.get(index) as BulkItem);
}

type Refuse = (index: number, key: string | null, problem: Problem) => void;

function parseWishes(
  documents: readonly unknown[],
  operation: Putting["operation"],
  idempotency: Idempotency | null,
  refuse: Refuse,
): Wish[] {
  const places = new Map<string, number>();
  return documents.flatMap((written, index): Wish[] => {
    const parsed = TargetDocument.safeParse(written);
    if (!parsed.success) {
      refuse(index, null, invalid(parsed.error.issues, "json"));
      return [];
    }
    const document = parsed.data;
    const key = document.key ?? null;
    const objection = objectionToKey(key, operation, places);
    if (objection !== null) {
      refuse(index, key, invalidField("json", ["key"], objection));
      return [];
    }
    if (key !== null) places.set(key, index);
    const own = idempotency && { ...idempotency, key: `${idempotency.key}#${index}` };
    return [{ index, document, key, idempotency: own }];
  });
}

function objectionToKey(
  key: string | null,
  operation: Putting["operation"],
  places: ReadonlyMap<string, number>,
): string | null {
  if (key === null)
    return operation === "upsert" ? "A document that is upserted has a key." : null;
  const place = places.get(key);
  return place === undefined ? null : `Document ${place} has the same key.`;
}

/** Leaves out what an earlier request of the same Idempotency-Key created. */
async function withoutReplayed(
  { db }: Deps,
  wishes: readonly Wish[],
  items: Map<number, BulkItem>,
): Promise<readonly Wish[]> {
  const keys = wishes.flatMap(({ idempotency }) => idempotency?.key ?? []);
  if (keys.length === 0) return wishes;
  const earlier = await findCreations(db, keys);
  return wishes.filter(({ index, key, idempotency }) => {
    const found = earlier.get(idempotency?.key ?? "");
    if (found === undefined) return true;
    if (found.fingerprint !== idempotency?.fingerprint) {
      const detail = "This key was used for another body.";
      throw invalidField("header", ["idempotency-key"], detail);
    }
    items.set(index, done("created", { id: found.targetId, key }));
    return false;
  });
}

/** Decides what to do for each wish; wishes that need nothing more get their items. */
async function planWishes(
  deps: Deps,
  operation: Putting["operation"],
  wishes: readonly Wish[],
  items: Map<number, BulkItem>,
  refuse: Refuse,
): Promise<Plan> {
  const keys = wishes.flatMap(({ key }) => key ?? []);
  const stored = keys.length === 0 ? [] : await findTargetsByKey(deps.db, keys);
  const byKey = new Map<string | null, Target>(stored.map((one) => [one.key, one]));
  const plan: Plan = { creations: [], edits: [] };
  const drafted: Drafted[] = [];
  for (const wish of wishes) {
    const { index, document, key } = wish;
    const stored = key === null ? null : (byKey.get(key) ?? null);
    await refuseProblems(
      async () => {
        if (stored !== null && operation === "create") throw keyTaken(key);
        drafted.push({ wish, stored, draft: draftOf(deps, document, stored) });
      },
      (problem) => refuse(index, key, problem),
    );
  }
  const orphans = await checkAllParents(deps, drafted);
  const shared = await checkUuids(deps, drafted);
  for (const [i, { wish, stored: target, draft: plain }] of drafted.entries()) {
    const { index, key, idempotency } = wish;
    await refuseProblems(
      async () => {
        const objection = orphans[i] ?? shared[i] ?? null;
        if (objection !== null) throw objection;
        const draft = await sealDraft(deps, plain, target);
        if (target === null) {
          plan.creations.push({ wish, creation: { draft, idempotency } });
          return;
        }
        const edit = toEdit(target, draft);
        if (isNoEdit(edit)) items.set(index, done("unchanged", target));
        else plan.edits.push({ wish, id: target.id, edit: { target, edit } });
      },
      (problem) => refuse(index, key, problem),
    );
  }
  return plan;
}

function foretell({ creations, edits }: Plan, items: Map<number, BulkItem>): Wish[] {
  for (const { wish } of creations)
    items.set(wish.index, done("created", { id: null, key: wish.key }));
  for (const { wish, id } of edits)
    items.set(wish.index, done("changed", { id, key: wish.key }));
  return [];
}

/** Carries a plan out. Returns the wishes that another request was faster with. */
async function carryOut(
  { db, clock }: Deps,
  { creations, edits }: Plan,
  items: Map<number, BulkItem>,
): Promise<Wish[]> {
  const now = clock.now();
  const created = await createTargets(
    db,
    creations.map(({ creation }) => creation),
    now,
  );
  creations.forEach(({ wish: { index, key } }, i) => {
    const id = created?.[i];
    if (id !== undefined) items.set(index, done("created", { id, key }));
  });
  const changed = await editTargets(
    db,
    edits.map(({ edit }) => edit),
    now,
  );
  for (const { wish, id } of edits) {
    if (changed.has(id)) items.set(wish.index, done("changed", { id, key: wish.key }));
  }
  return [...creations, ...edits]
    .map(({ wish }) => wish)
    .filter(({ index }) => !items.has(index));
}
