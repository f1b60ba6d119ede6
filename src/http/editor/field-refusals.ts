// Says what is wrong with the fields of a form: takes the API's refusals, which name
// places in a document, to the fields that say what stands there.
import { isZone } from "#domain/time/zone.ts";
import type { Problem } from "#http/problem.ts";
import type { FieldName, FormValues } from "#ui/editor/form-values.ts";
import type { Refusals } from "#ui/screens/fields.tsx";
import { refusalIn } from "#ui/words/refusals.ts";
import type { Language } from "#ui/words/words.ts";
import { documentOf, rows, valueAt } from "./form/target-form.ts";

/** A refusal of no field has this name, which no field has. */
const wholeForm = "form";

type Refused = { field: FieldName | typeof wholeForm; sentence: string };

/** The refusals of a problem, by field, in the viewer's language. */
export function refusalsIn(
  problem: Problem,
  values: FormValues,
  language: Language,
): Refusals {
  const byField = new Map<string, string[]>();
  for (const { field, sentence } of refusedFields(problem, values, language))
    byField.set(field, [...new Set([...(byField.get(field) ?? []), sentence])]);
  return byField;
}

function refusedFields(
  { detail, errors }: Problem,
  values: FormValues,
  language: Language,
): Refused[] {
  const say = (sentence: string) => refusalIn(language, sentence);
  if (errors.length === 0) return [{ field: wholeForm, sentence: say(detail) }];
  const document = documentOf(values);
  return errors.map(({ pointer = "", detail }) => {
    const path = pathOf(pointer);
    const place = placeOf(path, values);
    const named = nameOfItem(document, path, place);
    const sentence = say(detail);
    return {
      field: place.field,
      sentence: named === null ? sentence : `${named}: ${sentence}`,
    };
  });
}

/** The path of a JSON pointer (RFC 6901). */
export const pathOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The field that says a value, and where within the value something is wrong. */
type Place = {
  field: Refused["field"];
  inner: readonly string[];
  /** What the items of the value are called, where that is told. */
  items?: readonly string[];
};

function placeOf(path: readonly string[], values: FormValues): Place {
  // A schedule's refusal does not say whether the zone is the window's.
  const isWindowZone = path.join() === "schedule,zone" && isZone(values.zone);
  if (isWindowZone && values.windowed === "yes")
    return { field: "windowZone", inner: [] };
  const row =
    rows.findLast((row) => isPrefix(row.path, path)) ??
    rows.find((row) => path.length > 0 && isPrefix(path, row.path));
  return row === undefined
    ? { field: wholeForm, inner: [] }
    : {
        field: row.field(values),
        inner: path.slice(row.path.length),
        ...(row.items && { items: row.items(values) }),
      };
}

const isPrefix = (short: readonly string[], long: readonly string[]): boolean =>
  short.every((part, index) => part === long[index]);

/** What an item of a list, or a header, is called; null where all of it is meant. */
function nameOfItem(
  document: unknown,
  path: readonly string[],
  { inner, items }: Place,
): string | null {
  const [name] = inner;
  if (name === undefined) return null;
  if (items !== undefined) return items[Number(name)] ?? null;
  const item = valueAt(document, path);
  return /^\d+$/.test(name) && typeof item === "string" ? item : name;
}
