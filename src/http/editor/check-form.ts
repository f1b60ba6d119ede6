// Finds everything that is wrong with the fields of a form, by the API's own rules.
import type { Deps } from "#deps";
import type { Json } from "#domain/json.ts";
import type { TimesObjection } from "#domain/schedules/times-of-day.ts";
import type { Target } from "#domain/targets/target.ts";
import { invalid, Problem } from "#http/problem.ts";
import { draftOf } from "#http/targets/change-target.ts";
import { type ParsedDocument, TargetDocument } from "#http/targets/target-document.ts";
import type { FormValues } from "#ui/editor/form-values.ts";
import type { Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOf, refusalsIn } from "./field-refusals.ts";
import { objectionToTimes } from "./form/schedule-rows.ts";
import { documentOf } from "./form/target-form.ts";

type Checked = { document: ParsedDocument } | { refusals: Refusals };

/** The document that a form says; `stored` is the target that it would replace. */
export function checkForm(
  deps: Deps,
  viewer: Viewer,
  values: FormValues,
  stored: Target | null,
): Checked {
  const document = documentOf(values);
  const found = refuseAll(deps, document, stored);
  const objection = objectionToTimes(values);
  if (found === null && objection === null)
    return { document: TargetDocument.parse(document) };
  const refusals = new Map(found && refusalsIn(found, values, viewer.language));
  if (objection !== null) {
    refusals.delete("times");
    const field = objection.reason === "no-days" ? "days" : "times";
    refusals.set(field, [sayObjection(viewer, objection)]);
  }
  return { refusals: inOrder(refusals, Object.keys(values)) };
}

/** In the order of the fields; what is of no field comes first. */
const inOrder = (refusals: Refusals, fields: readonly string[]): Refusals =>
  new Map([...refusals].sort(([a], [b]) => fields.indexOf(a) - fields.indexOf(b)));

function sayObjection({ words }: Viewer, objection: TimesObjection): string {
  const say = words.editor.timesObjections;
  switch (objection.reason) {
    case "not-a-time":
      return say["not-a-time"](objection.text);
    case "also-fires":
      return say["also-fires"](objection.times.join(", "));
    default:
      return say[objection.reason];
  }
}

/** Any address that may be fetched stands in for one that may not. */
const standIn = "https://example.com/";

/**
 * All that is wrong with a document; null when nothing is. The API names what is wrong
 * with the form of a document before it looks further, and then one thing at a time. So a
 * part that is refused is left out, and the rest is looked at again.
 */
function refuseAll(deps: Deps, document: Json, stored: Target | null): Problem | null {
  const errors: Problem["errors"] = [];
  const refused = new Set<string>();
  for (let rest = document; ; ) {
    const problem = refuse(deps, rest, stored);
    if (problem === null) break;
    errors.push(...problem.errors);
    const parts = problem.errors.flatMap(({ pointer }) => pathOf(pointer ?? "")[0] ?? []);
    const isNews = parts.some((part) => !refused.has(part));
    if (!isNews) break;
    for (const part of parts) refused.add(part);
    rest = withoutParts(document, refused);
  }
  return errors.length === 0 ? null : new Problem("invalid", "", errors);
}

const withoutParts = (document: Json, parts: ReadonlySet<string>): Json => ({
  ...Object.fromEntries(Object.entries(document).filter(([name]) => !parts.has(name))),
  ...(parts.has("url") && { url: standIn }),
});

function refuse(deps: Deps, document: Json, stored: Target | null): Problem | null {
  const parsed = TargetDocument.safeParse(document);
  if (!parsed.success) return invalid(parsed.error.issues, "json");
  try {
    draftOf(deps, parsed.data, stored);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
