// Lists the fields of a JSON Schema for a table, nested fields by their dotted path. Does
// not open schemas that have a name: a link leads to their description.
import { type Child, jsx } from "hono/jsx";
import { follow, type OpenApiDocument, type Schema } from "./openapi-document.ts";

type Note = { label: string; values: unknown[] };

type Field = {
  parent: string;
  name: string;
  type: Child;
  required: boolean;
  description: string | undefined;
  notes: Note[];
};

/** Either a field, or a heading above the fields that only one variant of a union has. */
export type Row = Field | { variant: Child };

/**
 * A schema without `$ref` and `allOf`; `refs` are the references that were among its
 * parts.
 */
export type Merged = Omit<Schema, "$ref" | "allOf"> & {
  properties: Record<string, Schema>;
  required: string[];
  refs: string[];
};

const merge = (parts: Schema[], refs: string[]): Merged => ({
  ...Object.assign({}, ...parts),
  properties: Object.assign({}, ...parts.map((part) => part.properties)),
  required: parts.flatMap((part) => part.required ?? []),
  refs,
});

/** Merges `allOf` without following references. What stands beside `allOf` wins. */
function mergeParts({ $ref, allOf = [], ...own }: Schema): Merged {
  const parts = allOf.map(mergeParts);
  const refs = parts.flatMap((part) => part.refs);
  return merge([...parts, own], $ref === undefined ? refs : [$ref, ...refs]);
}

/** Follows references and merges `allOf`. What stands beside them wins. */
export function settle(document: OpenApiDocument, schema: Schema): Merged {
  const { refs, ...own } = mergeParts(schema);
  const bases = refs.map(($ref) => settle(document, follow<Schema>(document, { $ref })));
  return merge([...bases, own], [...refs, ...bases.flatMap((base) => base.refs)]);
}

const typesOf = (schema: Schema) =>
  typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
const isNull = (schema: Schema) =>
  schema.const === null || typesOf(schema).join() === "null";

/** The members of a union that are not null. */
export const variantsOf = ({ oneOf = [], anyOf = [] }: Schema) =>
  [...oneOf, ...anyOf].filter((each) => !isNull(each));

/** The anchor of a named schema. */
export const documentId = (name: string) => `document-${name}`;

function linkTo(document: OpenApiDocument, $ref: string): Child {
  follow(document, { $ref });
  const name = $ref.slice($ref.lastIndexOf("/") + 1);
  return jsx("a", { href: `#${documentId(name)}` }, name);
}

/** Joins words. A single word stays itself, so that equal types are shown only once. */
const join = (words: Child[], separator: string): Child =>
  words.length === 1
    ? words[0]
    : words.flatMap((word, index) => (index > 0 ? [separator, word] : [word]));

/**
 * The type in a few words: `string | null`, `Target[]`, `map of string`. Names are links.
 */
export function typeOf(document: OpenApiDocument, schema: Schema): Child {
  const merged = mergeParts(schema);
  const { refs, items, prefixItems, additionalProperties: rest } = merged;
  const inner = (each: Schema) => typeOf(document, each);
  const union = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])];
  const isEmpty = Object.keys(merged.properties).length === 0;
  const constant =
    merged.const === undefined && merged.enum?.length === 1
      ? merged.enum[0]
      : merged.const;
  const shape = (type: string): Child => {
    if (type === "array" && prefixItems)
      return ["[", join(prefixItems.map(inner), ", "), "]"];
    if (type === "array") {
      const item = inner(items ?? {});
      return Array.isArray(item) && item.includes(" | ")
        ? ["(", item, ")[]"]
        : [item, "[]"];
    }
    return type === "object" && isEmpty && typeof rest === "object"
      ? ["map of ", inner(rest)]
      : type;
  };

  if (constant !== undefined) return JSON.stringify(constant);
  const bases = refs.map((ref) => linkTo(document, ref));
  if (bases.length > 0) return join(isEmpty ? bases : [...bases, "object"], " & ");
  if (union.length > 0) return join([...new Set(union.map(inner))], " | ");
  const types = typesOf(merged).map(shape);
  return types.length > 0 ? join(types, " | ") : isEmpty ? "any" : "object";
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

function notesOf(schema: Schema): Note[] {
  const merged = mergeParts(schema);
  const notes = Object.entries(noteLabels).flatMap(([key, label]) => {
    const value = merged[key as keyof typeof noteLabels];
    if (value === undefined || (key === "enum" && merged.enum?.length === 1)) return [];
    return [{ label, values: Array.isArray(value) && key === "enum" ? value : [value] }];
  });
  const inside = [merged.items, merged.additionalProperties, ...variantsOf(merged)];
  return [
    ...notes,
    ...inside.filter((each) => typeof each === "object").flatMap(notesOf),
  ];
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
  },
): Field {
  const { parent = "", name, required = false } = place;
  return {
    parent,
    name,
    required,
    type: typeOf(document, schema),
    description: place.description ?? settle(document, schema).description,
    notes: notesOf(schema),
  };
}

/** The fields inside a schema, depth first; those of named schemas are not among them. */
export function rowsOf(document: OpenApiDocument, schema: Schema, path = ""): Row[] {
  const merged = mergeParts(schema);
  const parent = path && `${path}.`;
  const own = Object.entries(merged.properties).flatMap(([name, each]) => {
    const required = merged.required.includes(name);
    const field = fieldOf(document, each, { parent, name, required });
    return [field, ...rowsOf(document, each, `${parent}${name}`)];
  });
  const items = merged.items ? rowsOf(document, merged.items, `${path}[]`) : [];
  const rest = merged.additionalProperties;
  const values = typeof rest === "object" ? rowsOf(document, rest, `${parent}*`) : [];
  const variants = variantsOf(merged);
  const perVariant = variants.flatMap((each) => {
    const rows = rowsOf(document, each, path);
    const heading = { variant: [path || "body", ", ", variantName(document, each)] };
    return variants.length > 1 && rows.length > 0 ? [heading, ...rows] : rows;
  });
  return [...own, ...items, ...values, ...perVariant];
}

/**
 * Names a variant by its constant property, as discriminated unions have one, or else
 * by its type.
 */
function variantName(document: OpenApiDocument, schema: Schema): Child {
  const tag = Object.entries(mergeParts(schema).properties).find(
    ([, each]) => each.const !== undefined || each.enum?.length === 1,
  );
  return tag
    ? [tag[0], " ", typeOf(document, tag[1])]
    : ["as ", typeOf(document, schema)];
}
