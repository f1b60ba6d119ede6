// Cuts lists into pages: a page is at most as long as its request asks, and its cursor
// leads to the next one.
import { z } from "@hono/zod-openapi";
import { limitField } from "./fields.ts";

/** The end of a page as a cursor, which clients take as it is. */
export const encodeCursor = (value: unknown): string =>
  new TextEncoder()
    .encode(JSON.stringify(value))
    .toBase64({ alphabet: "base64url", omitPadding: true });

/** A cursor in a request; `content` is the schema of what it holds. */
export function cursorField<T>(content: z.ZodType<T>) {
  return z
    .string()
    .optional()
    .transform((text, context): T | null => {
      if (text === undefined) return null;
      const parsed = content.safeParse(decodeCursor(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: "custom",
        message: "This is not a cursor that an answer gave as `next`.",
      });
      return z.NEVER;
    })
    .openapi({ type: "string", description: "The `next` of the page before." });
}

function decodeCursor(text: string): unknown {
  try {
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" })),
    );
  } catch {
    return undefined;
  }
}

/** The part of a query that asks for a page; `cursor` is what a cursor must hold. */
export const pageFields = <T>(most: number, usual: number, cursor: z.ZodType<T>) => ({
  limit: limitField(most, usual),
  cursor: cursorField(cursor),
});

/** The answer for one page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .openapi({ description: "The cursor of the next page; null on the last." }),
  });

/**
 * The answer for the first `limit` items. `found` has one more of them when there is a
 * next page; `cursorOf` tells what leads from the last item of a page to the next page.
 */
export function toPage<T, Answer>(
  found: readonly T[],
  limit: number,
  toAnswer: (item: T) => Answer,
  cursorOf: (last: T) => unknown,
): { items: Answer[]; next: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return {
    items: items.map(toAnswer),
    next: hasMore ? encodeCursor(cursorOf(last)) : null,
  };
}
