// A JSON Schema as the flat list of fields that a table shows, nested ones by their dotted path.
import { follow, type OpenApiDocument, type Schema } from "./openapi-document.ts";

type Note = { label: string; values: unknown[] };

type Field = {
  parent: string;
  name: string;
  type: string;
  required: boolean;
  description: string | undefined;
  notes: Note[];
};

/** Either a field, or a heading above the fields that only one variant of a union has. */
export type Row = Field | { variant: string };

/** A schema without `$ref` and `allOf`; `refs` are the references that led to it. */
type Settled = Omit<Schema, "$ref" | "allOf"> & {
  properties: Record<string, Schema>;
  required: string[];
  refs: string[];
};

/** Follows references and merges `allOf`; what is beside them wins. */
export function settle(document: OpenApiDocument, schema: Schema, seen: string[] = []): Settled {
  const { $ref, allOf = [], ...own } = schema;
  const parts: Schema[] =
    $ref === undefined || seen.includes($ref) ? [] : [follow<Schema>(document, { $ref })];
  const refs = $ref === undefined ? [] : [$ref];
  const settled = [...parts, ...allOf].map((part) => settle(document, part, [...seen, ...refs]));
  const all = [...settled, own];
  return {
    ...Object.assign({}, ...all),
    properties: Object.assign({}, ...all.map((part) => part.properties)),
    required: all.flatMap((part) => part.required ?? []),
    refs: [...refs, ...settled.flatMap((part) => part.refs)],
  };
}

const typesOf = (schema: Schema) => (typeof schema.type === "string" ? [schema.type] : (schema.type ?? []));
const isNull = (schema: Schema) => schema.const === null || typesOf(schema).join() === "null";

/** The members of a union that are not null. */
export const variantsOf = ({ oneOf = [], anyOf = [] }: Schema) =>
  [...oneOf, ...anyOf].filter((each) => !isNull(each));

export const meetsAgain = (schema: Settled, trail: string[]) =>
  schema.refs.some((ref) => trail.includes(ref));

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);

/** The type in a few words: `string | null`, `Target[]`, `map of string`. */
export function typeOf(document: OpenApiDocument, schema: Schema, trail: string[] = []): string {
  const settled = settle(document, schema);
  const { refs, items, prefixItems, additionalProperties: rest } = settled;
  const inner = (each: Schema) => typeOf(document, each, [...trail, ...refs]);
  const union = [...(settled.oneOf ?? []), ...(settled.anyOf ?? [])];
  const size = Object.keys(settled.properties).length;
  const constant =
    settled.const === undefined && settled.enum?.length === 1 ? settled.enum[0] : settled.const;

  const [ref = ""] = refs;
  // An inline extension of a named schema is not that schema.
  const extended = ref !== "" && Object.keys(settle(document, { $ref: ref }).properties).length < size;
  const named = ref !== "" && !extended && (size > 0 || union.length > 0 || meetsAgain(settled, trail));
  const shape = (type: string) => {
    if (type === "array" && prefixItems) return `[${prefixItems.map(inner).join(", ")}]`;
    if (type === "array") return `${inner(items ?? {}).replace(/^.* \| .*$/, "($&)")}[]`;
    if (type === "object" && named) return nameOf(ref);
    return type === "object" && size === 0 && typeof rest === "object" ? `map of ${inner(rest)}` : type;
  };
  if (constant !== undefined) return JSON.stringify(constant);
  if (named && !typesOf(settled).includes("object")) return nameOf(ref);
  if (union.length > 0) return [...new Set(union.map(inner))].join(" | ");
  return typesOf(settled).map(shape).join(" | ") || (size > 0 ? "object" : "any");
}

const noteLabels = {
  enum: "one of",
  default: "default",
  format: "format",
  pattern: "pattern",
  minimum: "at least",
  exclusiveMinimum: "more than",
  maximum: "at most",
  exclusiveMaximum: "less than",
  minLength: "length at least",
  maxLength: "length at most",
  minItems: "items at least",
  maxItems: "items at most",
} as const satisfies Partial<Record<keyof Schema, string>>;

function notesOf(document: OpenApiDocument, schema: Schema, trail: string[]): Note[] {
  const settled = settle(document, schema);
  if (meetsAgain(settled, trail))
    return [{ label: "the same fields again:", values: settled.refs.slice(0, 1).map(nameOf) }];
  const notes = Object.entries(noteLabels).flatMap(([key, label]) => {
    const value = settled[key as keyof typeof noteLabels];
    if (value === undefined || (key === "enum" && settled.enum?.length === 1)) return [];
    return [{ label, values: Array.isArray(value) && key === "enum" ? value : [value] }];
  });
  const inside = [settled.items, settled.additionalProperties, ...variantsOf(settled)];
  const held = inside.filter((each) => typeof each === "object");
  return [...notes, ...held.flatMap((each) => notesOf(document, each, [...trail, ...settled.refs]))];
}

/** What a table shows of one named value: a property, a parameter or a header. */
export function fieldOf(
  document: OpenApiDocument,
  schema: Schema,
  place: {
    parent?: string;
    name: string;
    required?: boolean;
    description?: string | undefined;
    trail?: string[];
  },
): Field {
  const { parent = "", name, required = false, trail = [] } = place;
  return {
    parent,
    name,
    required,
    type: typeOf(document, schema),
    description: place.description ?? settle(document, schema).description,
    notes: notesOf(document, schema, trail),
  };
}

/** The fields inside a schema, depth first. A schema that contains itself is opened once. */
export function rowsOf(document: OpenApiDocument, schema: Schema, path = "", trail: string[] = []): Row[] {
  const settled = settle(document, schema);
  if (meetsAgain(settled, trail)) return [];
  const inner = [...trail, ...settled.refs];
  const parent = path && `${path}.`;
  const own = Object.entries(settled.properties).flatMap(([name, each]) => {
    const required = settled.required.includes(name);
    const field = fieldOf(document, each, { parent, name, required, trail: inner });
    return [field, ...rowsOf(document, each, `${parent}${name}`, inner)];
  });
  const items = settled.items ? rowsOf(document, settled.items, `${path}[]`, inner) : [];
  const rest = settled.additionalProperties;
  const values = typeof rest === "object" ? rowsOf(document, rest, `${parent}*`, inner) : [];
  const variants = variantsOf(settled);
  const perVariant = variants.flatMap((each) => {
    const rows = rowsOf(document, each, path, inner);
    const heading = { variant: `${path || "body"}, ${variantName(document, each)}` };
    return variants.length > 1 && rows.length > 0 ? [heading, ...rows] : rows;
  });
  return [...own, ...items, ...values, ...perVariant];
}

/** A variant goes by its constant property, as discriminated unions do, or else by its type. */
function variantName(document: OpenApiDocument, schema: Schema): string {
  const { properties } = settle(document, schema);
  const tag = Object.entries(properties).find(
    ([, each]) => each.const !== undefined || each.enum?.length === 1,
  );
  return tag ? `${tag[0]} ${typeOf(document, tag[1])}` : `as ${typeOf(document, schema)}`;
}
