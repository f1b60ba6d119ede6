// Recognises the requests that an Idempotency-Key repeats.
import type { Deps } from "#deps";
import { findNamed } from "#http/find-target.ts";
import { invalidField, Problem } from "#http/problem.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { findCreation, type Idempotency } from "#store/targets/targets.ts";

/** The key of a request with the fingerprint of its body; null without a key. */
export async function idempotencyOf(
  key: string | undefined,
  readBody: () => Promise<string>,
): Promise<Idempotency | null> {
  return key === undefined ? null : { key, fingerprint: await sha256(await readBody()) };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

/** The target that an earlier request under this key created, if there was one. */
export async function findReplayed(
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
