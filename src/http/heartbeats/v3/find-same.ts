// Finds the check that a request means which would rather change one than add another.
import type { Db } from "#store/db.ts";
import { type KnownHeartbeat, listHeartbeats } from "#store/targets/heartbeats.ts";
import { type Asking, toCheck } from "./check-answer.ts";
import { type CheckSpec, splitTags } from "./check-spec.ts";
import { nameOf } from "./spec-documents.ts";

/**
 * The oldest check that has the same values in the fields that must be unique; null when
 * there is none, and where the request leaves one of them out.
 */
export async function findSame(
  db: Db,
  spec: CheckSpec,
  asking: Asking,
): Promise<KnownHeartbeat | null> {
  const { unique = [] } = spec;
  if (unique.length === 0 || unique.some((field) => spec[field] === undefined))
    return null;
  const name = spec.name?.trim();
  const wanted = {
    ...spec,
    name,
    ...(spec.tags && { tags: splitTags(spec.tags).join(" ") }),
  };
  const filter = {
    ...(unique.includes("slug") && spec.slug && { slug: spec.slug }),
    ...(unique.includes("name") && { name: nameOf(spec.name ?? "") }),
  };
  for (const found of await listHeartbeats(db, filter)) {
    const check: Record<string, unknown> = await toCheck(found, asking);
    if (unique.every((field) => check[field] === wanted[field])) return found;
  }
  return null;
}
