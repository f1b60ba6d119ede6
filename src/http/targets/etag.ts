// Names a revision of a target in an ETag, and checks what a request expects of it.
import type { Target } from "#domain/targets/target.ts";
import { Problem } from "#http/problem.ts";

/** What an ETag names. */
type Tagged = Pick<Target, "id" | "revision">;

/**
 * The id is in it, so that a target that took over a key has none of its predecessor's
 * ETags.
 */
export const etagOf = ({ id, revision }: Tagged): string => `"${id}-${revision}"`;

/** What the headers of a request expect of the target that it changes. */
export type Precondition = {
  "if-match"?: string | undefined;
  "if-none-match"?: string | undefined;
};

/**
 * Throws the Problem `stale` unless the target is as the request expects; null stands for
 * no target. `noun` is what it is called, where it is no target. A tag that is marked as weak names the same revision: whoever compresses an
 * answer on its way, as Cloudflare does, marks its tag.
 */
export function checkPrecondition(
  expected: Precondition,
  target: Tagged | null,
  noun = "target",
): void {
  const { "if-match": match, "if-none-match": noneMatch } = expected;
  if (match !== undefined && !names(match, target)) throw stale(noun);
  if (noneMatch !== undefined && names(noneMatch, target)) throw existsAlready(noun);
}

function names(tags: string, target: Tagged | null): boolean {
  if (target === null) return false;
  if (tags.trim() === "*") return true;
  return tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etagOf(target));
}

const stale = (noun: string) =>
  new Problem("stale", `The ${noun} was changed or deleted meanwhile: read it again.`);
const existsAlready = (noun: string) =>
  new Problem("stale", `The ${noun} exists already: If-None-Match lets it be.`);
