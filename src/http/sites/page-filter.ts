// Parses which pages of a site a request asks for, alike for lists and exports.
import { z } from "@hono/zod-openapi";
import { flagField, momentField, orRelative, textField } from "#http/fields.ts";
import type { PageFilter } from "#store/sites/page-list.ts";

/** A moment without an example: a call with an example of each filter finds nothing. */
const since = (description: string) =>
  momentField
    .optional()
    .openapi({ description: `${description} ${orRelative}`, example: undefined });

export const pageFilterFields = z.strictObject({
  status: z
    .string()
    .regex(
      /^([1-5]\d\d|[1-5]xx|broken)$/,
      'This is a status such as 404, a class such as 4xx, or "broken".',
    )
    .optional()
    .openapi({ description: "A status, a class, or `broken`: 4xx, 5xx or no answer." }),
  changedSince: since(
    "Status, content or redirect changed from here on, after the page was found.",
  ),
  newSince: since("Found from here on."),
  goneSince: since("Gone from here on: 404, 410, or no longer linked."),
  gone: flagField("Whether it is gone; both unless given."),
  unseen: flagField("Whether the last crawls left it out; both unless given."),
  text: textField("Is part of the URL or the title."),
});

export const toPageFilter = (
  query: z.output<typeof pageFilterFields>,
  now: number,
): PageFilter => ({
  status: query.status ?? null,
  changedSince: query.changedSince?.(now) ?? null,
  newSince: query.newSince?.(now) ?? null,
  goneSince: query.goneSince?.(now) ?? null,
  gone: query.gone ?? null,
  unseen: query.unseen ?? null,
  text: query.text ?? null,
});

/** Lets every page through. */
export const anyPage: PageFilter = {
  status: null,
  changedSince: null,
  newSince: null,
  goneSince: null,
  gone: null,
  unseen: null,
  text: null,
};
