// Finds example values: takes those that the document gives, else makes them up from the
// schema.
import {
  follow,
  type MediaType,
  type OpenApiDocument,
  type Parameter,
  type Schema,
} from "./openapi-document.ts";
import { type Merged, settle, variantsOf } from "./schema-fields.ts";

const plainTexts: Record<string, string> = {
  uri: "https://example.com/",
  email: "ops@example.com",
  date: "2026-01-31",
  "date-time": "2026-01-31T09:00:00Z",
};

const statedExample = ({ example, examples }: Schema) => example ?? examples?.[0];

/**
 * A value of the schema. `sparse` leaves out what is neither required nor given an
 * example.
 */
export function exampleOf(
  document: OpenApiDocument,
  schema: Schema,
  sparse: boolean,
  trail: string[] = [],
): unknown {
  const settled = settle(document, schema);
  if (settled.refs.some((ref) => trail.includes(ref))) return undefined;
  const given = [
    statedExample(settled),
    settled.const,
    settled.default,
    settled.enum?.[0],
  ];
  const found = given.find((value) => value !== undefined);
  if (found !== undefined) return found;

  const inner = (each: Schema) =>
    exampleOf(document, each, sparse, [...trail, ...settled.refs]);
  const variant = variantsOf(settled)[0];
  const fields = Object.entries(settled.properties);
  if (fields.length > 0) {
    const isWanted = (name: string, each: Schema) =>
      !sparse ||
      settled.required.includes(name) ||
      statedExample(settle(document, each)) !== undefined;
    const wanted = fields.filter(([name, each]) => isWanted(name, each));
    // A patch requires no field, so its example has the first one.
    const shown = wanted.length > 0 ? wanted : fields.slice(0, 1);
    return Object.assign(
      Object.fromEntries(shown.map(([name, each]) => [name, inner(each)])),
      variant && inner(variant),
    );
  }
  return variant ? inner(variant) : exampleOfType(settled, inner);
}

/** A value of the schema's first type; `inner` gives one of a schema inside it. */
function exampleOfType(
  { type: types, items, additionalProperties: rest, format = "", minimum = 1 }: Merged,
  inner: (schema: Schema) => unknown,
): unknown {
  const type = typeof types === "string" ? types : types?.[0];
  switch (type) {
    case "array":
      return [items && inner(items)].filter((item) => item !== undefined);
    case "object":
      return typeof rest === "object" ? { name: inner(rest) } : {};
    case "string":
      return plainTexts[format] ?? "string";
    case "integer":
    case "number":
      return minimum;
    case "boolean":
      return true;
    default:
      return null;
  }
}

function givenExample(
  document: OpenApiDocument,
  { example, examples = {} }: MediaType,
): unknown {
  const first = Object.values(examples)[0];
  return example ?? (first && follow<{ value?: unknown }>(document, first).value);
}

/**
 * Text to put into a path, query or header; undefined where the document suggests none.
 */
export function parameterExample(
  document: OpenApiDocument,
  parameter: Parameter,
): string | undefined {
  const schema = settle(document, parameter.schema ?? {});
  const value = givenExample(document, parameter) ?? statedExample(schema);
  if (value !== undefined) return String(value);
  if (!parameter.required) return undefined;
  const made = exampleOf(document, schema, true);
  return made === "string" || made === null ? parameter.name.toUpperCase() : String(made);
}

/**
 * An example of a body. Undefined for a body that is not JSON and has no example, and
 * for a full one that has a name, since the example stands where the name is described.
 */
export function bodyExample(
  document: OpenApiDocument,
  type: string,
  media: MediaType,
  sparse: boolean,
): unknown {
  const given = givenExample(document, media);
  if (given !== undefined || !media.schema || !/[/+]json\b/.test(type)) return given;
  if (!sparse && media.schema.$ref !== undefined) return undefined;
  return exampleOf(document, media.schema, sparse);
}
