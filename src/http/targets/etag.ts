// Names a revision of a target, or of another thing with revisions, in an ETag, and checks
// what a request expects of it.
import { z } from "@hono/zod-openapi";
import { Problem } from "#http/problem.ts";

/** What has revisions, by its id or its name. */
type Revised = { id: number | string; revision: number };

/**
 * The id is in it, so that a target that took over a key has none of its predecessor's
 * ETags.
 */
export const etagOf = ({ id, revision }: Revised): string => `"${id}-${revision}"`;

/** The header of a request that changes only what it has read; with an ETag such as this. */
export const ifMatchHeader = (example: string) =>
  z.object({
    "if-match": z.string().optional().openapi({
      description: "The ETag read before: a change in between is refused.",
      example,
    }),
  });

/** What the headers of a request expect of the thing that it changes. */
export type Precondition = {
  "if-match"?: string | undefined;
  "if-none-match"?: string | undefined;
};

/**
 * Throws the Problem `stale` unless the thing is as the request expects; null stands for
 * none. A tag that is marked as weak names the same revision: whoever compresses an
 * answer on its way, as Cloudflare does, marks its tag.
 */
export function checkPrecondition(
  expected: Precondition,
  thing: Revised | null,
  what: Revisable = "target",
): void {
  const { "if-match": match, "if-none-match": noneMatch } = expected;
  if (match !== undefined && !names(match, thing)) {
    const detail = `The ${what} was changed or deleted meanwhile: read it again.`;
    throw new Problem("stale", detail);
  }
  if (noneMatch !== undefined && names(noneMatch, thing))
    throw new Problem("stale", `The ${what} exists already: If-None-Match lets it be.`);
}

function names(tags: string, thing: Revised | null): boolean {
  if (thing === null) return false;
  if (tags.trim() === "*") return true;
  return tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etagOf(thing));
}

/** What has an ETag, as sentences call it. */
export type Revisable =
  | "target"
  | "window"
  | "status page"
  | "channel"
  | "incident"
  | "tree of routes"
  | "list of canaries"
  | "dead-man ping";
