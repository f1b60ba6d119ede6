// Cuts answers about many targets into parts that one request can read, each with what
// leads to the next one.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cursorField, encodeCursor } from "#http/page.ts";
import type { AppContext } from "#http/router.ts";

/** The part of a query that asks for a part: behind which target or shard it begins. */
export const partFields = {
  cursor: cursorField(z.int().nonnegative()).openapi({
    description:
      "The `next` of the part before. An answer is about as many targets as one request can read.",
  }),
};

/** What was found for one part, and the cursor of the next one; null after the last. */
export type Part<T> = { items: T[]; next: string | null };

/** The first `most` of what was found, which has one more where there is a next part. */
export function partOf<T>(
  found: readonly T[],
  most: number,
  idOf: (item: T) => number,
): Part<T> {
  const items = found.slice(0, most);
  const last = items.at(-1);
  const hasMore = found.length > most && last !== undefined;
  return { items, next: hasMore ? encodeCursor(idOf(last)) : null };
}

/** The part of an answer that leads on. */
export const nextField = z.string().nullable().openapi({
  description:
    "The cursor of the other targets, where one request cannot read all; null on the last part.",
});

/** The header of a file that leads to its next part (RFC 8288). */
export function nextHeader(
  c: Context<AppContext>,
  next: string | null,
): Record<string, string> {
  if (next === null) return {};
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set("cursor", next);
  return { link: `<${pathname}?${searchParams}>; rel="next"` };
}
