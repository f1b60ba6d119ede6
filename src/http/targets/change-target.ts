// Adds and changes targets. Tries again when another request was faster, unless the request says
// with If-Match which revision it changes.
import type { Deps } from "#deps";
import { explainUnreadable } from "#domain/sealed.ts";
import type { Target, TargetDraft } from "#domain/targets/target.ts";
import { isNoEdit, toEdit } from "#domain/targets/target-edit.ts";
import { getTarget } from "#http/find-target.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { sealRequest } from "#store/secrets/request-secrets.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import {
  changeTarget,
  createTarget,
  deleteTarget,
  type Idempotency,
  type Taken,
} from "#store/targets/targets.ts";
import { checkParents } from "./check-parents.ts";
import { checkPrecondition, type Precondition } from "./etag.ts";
import { findReplayed } from "./idempotency.ts";
import { mergePatch } from "./merge-patch.ts";
import { type ParsedDocument, toDraft } from "./target-document.ts";
import { tryWhileOvertaken } from "./try-while-overtaken.ts";

type Added = {
  known: KnownTarget;
  /** Whether an earlier request with the same key added it. */
  isReplayed: boolean;
};

/** Adds the target that a document describes. Throws a Problem when it may not be. */
export async function addTarget(
  deps: Deps,
  document: ParsedDocument,
  idempotency: Idempotency | null,
): Promise<Added> {
  const earlier = await findReplayed(deps, idempotency);
  if (earlier !== null) return { known: earlier, isReplayed: true };
  const draft = await sealedDraftOf(deps, document, null);
  const created = await createTarget(deps.db, draft, deps.clock.now(), idempotency);
  if (created.outcome === "created") {
    deps.lookSoon();
    return { known: created.known, isReplayed: false };
  }
  if (created.outcome !== "repeated") throw taken(created.outcome, draft);
  const concurrent = await findReplayed(deps, idempotency);
  if (concurrent !== null) return { known: concurrent, isReplayed: true };
  throw new Problem("conflict", "A request with this Idempotency-Key is under way.");
}

/** What a request does to a target, and what it expects to find. */
type Change = {
  find: () => Promise<KnownTarget>;
  expected: Precondition;
};

/** Turns a target into what the document that `toDocument` makes of it says. */
export const replaceTarget = (
  deps: Deps,
  change: Change,
  toDocument: (target: Target) => ParsedDocument,
): Promise<KnownTarget> =>
  tryWhileOvertaken(async () => {
    const known = await change.find();
    return await replaceOnce(deps, known, change.expected, toDocument);
  });

/** Resumes a target or pauses it. */
export const enableTarget = (
  deps: Deps,
  change: Change,
  enabled: boolean,
): Promise<KnownTarget> =>
  replaceTarget(deps, change, (target) => mergePatch(target, { enabled }));

/** Null when the target was changed or deleted since it was read. */
async function replaceOnce(
  deps: Deps,
  known: KnownTarget,
  expected: Precondition,
  toDocument: (target: Target) => ParsedDocument,
): Promise<KnownTarget | null> {
  const { target } = known;
  checkPrecondition(expected, target);
  const draft = await sealedDraftOf(deps, toDocument(target), target);
  const edit = toEdit(target, draft);
  if (isNoEdit(edit)) return known;
  const outcome = await changeTarget(deps.db, target, edit, deps.clock.now());
  if (outcome === "stale") return null;
  if (outcome !== "changed") throw taken(outcome, draft);
  if (edit.effects.has("restarts-schedule")) deps.lookSoon();
  return await getTarget(deps, { id: target.id });
}

/** A target as a request left it, and whether the request created it. */
type Put = { known: KnownTarget; isNew: boolean };

/** Creates the target that `find` finds none of, or replaces the one that it finds. */
export const putTarget = (
  deps: Deps,
  { find, expected }: { find: () => Promise<KnownTarget | null>; expected: Precondition },
  document: ParsedDocument,
): Promise<Put> =>
  tryWhileOvertaken(async () => {
    const known = await find();
    if (known !== null) {
      const put = await replaceOnce(deps, known, expected, () => document);
      return put && { known: put, isNew: false };
    }
    checkPrecondition(expected, null);
    const draft = await sealedDraftOf(deps, document, null);
    const created = await createTarget(deps.db, draft, deps.clock.now(), null);
    if (created.outcome === "uuid-taken") throw uuidTaken();
    if (created.outcome !== "created") return null;
    deps.lookSoon();
    return { known: created.known, isNew: true };
  });

export const removeTarget = (deps: Deps, { find, expected }: Change): Promise<true> =>
  tryWhileOvertaken(async () => {
    const { target } = await find();
    checkPrecondition(expected, target);
    return (await deleteTarget(deps.db, target, deps.clock.now())) === "deleted" || null;
  });

/** Parses a document; `stored` is the target that it replaces, null for a new one. */
export function draftOf(
  { clock, newToken, settings }: Deps,
  document: ParsedDocument,
  stored: Target | null,
): TargetDraft {
  const { addresses } = settings;
  return toDraft(document, {
    now: clock.now(),
    addresses,
    stored,
    newUuid: newToken,
  });
}

/** Parses a document and seals its secrets: a draft that may be stored. */
export const sealedDraftOf = async (
  deps: Deps,
  document: ParsedDocument,
  stored: Target | null,
): Promise<TargetDraft> => {
  const draft = draftOf(deps, document, stored);
  await checkParents(deps, draft, stored);
  return await sealDraft(deps, draft, stored);
};

/** Throws a Problem for a secret that is kept for another origin, and does not open. */
export async function sealDraft(
  { vault }: Pick<Deps, "vault">,
  draft: TargetDraft,
  stored: Target | null,
): Promise<TargetDraft> {
  const sealed = await sealRequest(vault, draft, stored);
  if ("request" in sealed) return { ...draft, request: sealed.request };
  const { unreadable } = sealed;
  const detail = `${explainUnreadable("The stored value")}.`;
  throw invalidField("json", ["request", "headers", unreadable], detail);
}

const taken = (what: Taken, { key }: TargetDraft): Problem =>
  what === "key-taken" ? keyTaken(key) : uuidTaken();

export function uuidTaken(): Problem {
  const detail = "Another heartbeat has this uuid.";
  return new Problem("conflict", detail, [{ pointer: "/heartbeat/uuid", detail }]);
}

export function keyTaken(key: string | null): Problem {
  const detail = `Another target has the key ${key}.`;
  return new Problem("conflict", detail, [{ pointer: "/key", detail }]);
}
