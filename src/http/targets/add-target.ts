// Adds targets. A repeated request with the same Idempotency-Key adds nothing.
import type { Deps } from "#deps";
import { findNamed } from "#http/find-target.ts";
import { invalidField, Problem } from "#http/problem.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { createTarget, findCreation, type Idempotency } from "#store/targets/targets.ts";
import { draftOf, keyTaken } from "./change-target.ts";
import type { ParsedDocument } from "./target-document.ts";

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
  const draft = draftOf(deps, document, null);
  const created = await createTarget(deps.db, draft, deps.clock.now(), idempotency);
  if (created.outcome === "created") {
    deps.lookSoon();
    return { known: created.known, isReplayed: false };
  }
  if (created.outcome === "key-taken") throw keyTaken(draft.key);
  const concurrent = await findReplayed(deps, idempotency);
  if (concurrent !== null) return { known: concurrent, isReplayed: true };
  throw new Problem("conflict", "A request with this Idempotency-Key is under way.");
}

/** The target that an earlier request under this key created, if there was one. */
async function findReplayed(
  deps: Deps,
  idempotency: Idempotency | null,
): Promise<KnownTarget | null> {
  if (idempotency === null) return null;
  const creation = await findCreation(deps.db, idempotency.key);
  if (creation === null) return null;
  if (creation.fingerprint !== idempotency.fingerprint) {
    const detail = "This key was used for another body.";
    throw invalidField("header", ["idempotency-key"], detail);
  }
  const known = await findNamed(deps, { id: creation.targetId });
  if (known !== null) return known;
  throw new Problem("conflict", "What this Idempotency-Key created was deleted since.");
}
