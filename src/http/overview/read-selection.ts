// Reads which targets a form or an address means.
import { z } from "@hono/zod-openapi";
import { invalid } from "#http/problem.ts";
import type { Form } from "#http/screens/form.ts";
import { readIds, type Selection } from "#ui/overview/bulk/selection.ts";
import { filterFields } from "./overview-query.ts";

/** Back to a view of the overview, and nowhere else. */
const back = z
  .string()
  .regex(/^\/(\?.*)?$/)
  .catch("/");

const filter = z.object(filterFields);

export const selectionFields = z
  .object({
    ...filterFields,
    which: z.enum(["ticked", "filter"]).catch("ticked"),
    ids: z.string().catch(""),
    back,
  })
  .transform(({ which, ids, back, ...asked }) => ({
    selection: (which === "filter"
      ? { which, filter: asked }
      : { which, ids: [...new Set(readIds(ids))] }) as Selection,
    back,
  }));

/** Boxes are sent each by itself; the pages that ask again send all ids as one text. */
export function selectionOf(form: Form): { selection: Selection; back: string } {
  const names = ["which", "back", ...Object.keys(filter.shape)];
  const given = names.filter((name) => form.text(name) !== "");
  const ids = [form.text("ids"), ...form.all("id")].filter((text) => text !== "");
  const parsed = selectionFields.safeParse({
    ...Object.fromEntries(given.map((name) => [name, form.text(name)])),
    ids: ids.join("."),
  });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "json");
}
