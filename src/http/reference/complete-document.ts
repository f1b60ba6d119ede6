// Completes the generated description of the API for programs that read it: names every
// operation, and gives requests and answers documents of their own. In a request a field
// with a default may be left out; in an answer it is always there. Generators of clients
// take a field with a default for one that is always there, so defaults are told in words.
import { isObject, type Json } from "#domain/json.ts";
import { operationIdOf } from "./operation-id.ts";

/** The parts of an OpenAPI 3.1 document that matter here. */
type Described = { paths: Record<string, Json>; components: { schemas: Json } & Json };

const methods = new Set(["get", "put", "post", "delete", "patch"]);
const prefix = "#/components/schemas/";

const mapValues = (from: Json, to: (value: unknown, name: string) => unknown): Json =>
  Object.fromEntries(
    Object.entries(from).map(([name, value]) => [name, to(value, name)]),
  );

/** A schema with each schema in it replaced; `replace` is not called for the outermost. */
const mapInner = (schema: Json, replace: (inner: unknown) => unknown): Json =>
  mapValues(schema, (value) =>
    Array.isArray(value) ? value.map(replace) : isObject(value) ? replace(value) : value,
  );

/** Takes a generated OpenAPI 3.1 document; gives a completed one. */
export function completeDocument(generated: object): object {
  const document = generated as Described;
  const { schemas } = document.components;
  const asked = namesReached(partsOf(document, "requestBody"), schemas);
  const answered = namesReached(partsOf(document, "responses"), schemas);
  const forms = formsOf(schemas, (name) => asked.has(name) && hasDefaults(name, schemas));
  const paths = mapValues(document.paths, (item, path) =>
    mapValues(item as Json, (operation, method) =>
      methods.has(method)
        ? completeOperation(operation as Json, { path, method, schemas, forms })
        : operation,
    ),
  );
  const named = Object.entries(schemas).flatMap(([name, schema]) => [
    ...(asked.has(name) ? [[name, forms.request(schema)]] : []),
    ...(answered.has(name) ? [[forms.answerName(name), forms.answer(schema)]] : []),
  ]);
  // Of two entries with one name both have the same form: they hold no default.
  const components = { ...document.components, schemas: Object.fromEntries(named) };
  return { ...document, paths, components };
}

/** The requests' bodies of all operations, or all their responses. */
const partsOf = ({ paths }: Described, name: "requestBody" | "responses"): unknown =>
  Object.values(paths).flatMap((item) =>
    Object.values(item).map((operation) => (operation as Json)[name]),
  );

/** The names of the schemas that are referred to from `from`, directly or not. */
function namesReached(from: unknown, schemas: Json): Set<string> {
  const reached = new Set<string>();
  const open = [from];
  while (open.length > 0) {
    const at = open.pop();
    const name = nameOf(at);
    if (name !== null && !reached.has(name)) {
      reached.add(name);
      open.push(schemas[name]);
    }
    if (typeof at === "object" && at !== null) open.push(...Object.values(at));
  }
  return reached;
}

/** The name of the schema that a reference refers to. */
function nameOf(schema: unknown): string | null {
  const reference = isObject(schema) ? schema.$ref : undefined;
  return typeof reference === "string" && reference.startsWith(prefix)
    ? reference.slice(prefix.length)
    : null;
}

function hasDefaults(name: string, schemas: Json): boolean {
  const names = namesReached({ $ref: prefix + name }, schemas);
  return [...names].some((one) => JSON.stringify(schemas[one]).includes('"default":'));
}

type Forms = {
  request(schema: unknown): unknown;
  answer(schema: unknown): unknown;
  answerName(name: string): string;
};

/** The two forms of schemas. `isApart` tells which names have a form for each. */
function formsOf(schemas: Json, isApart: (name: string) => boolean): Forms {
  const apart = new Set(Object.keys(schemas).filter(isApart));
  const answerName = (name: string) => (apart.has(name) ? `${name}Answer` : name);
  const isFilledIn = (schema: unknown): boolean => {
    const name = nameOf(schema);
    const whole = name === null ? schema : schemas[name];
    return isObject(whole) && "default" in whole;
  };

  const request = (schema: unknown): unknown => {
    if (!isObject(schema)) return schema;
    const { default: usual, ...rest } = mapInner(schema, request);
    return usual === undefined ? rest : { ...rest, ...inWords(usual, rest.description) };
  };

  const answer = (schema: unknown): unknown => {
    if (!isObject(schema)) return schema;
    const name = nameOf(schema);
    if (name !== null) return { ...schema, $ref: prefix + answerName(name) };
    const { default: _, ...rest } = mapInner(schema, answer);
    const { properties, required = [] } = schema;
    if (!isObject(properties)) return rest;
    const filledIn = Object.keys(properties).filter((one) => isFilledIn(properties[one]));
    const always = new Set([...(required as string[]), ...filledIn]);
    return always.size > 0 ? { ...rest, required: [...always] } : rest;
  };
  return { request, answer, answerName };
}

/** Tells a default in a description; an empty one says nothing. */
function inWords(usual: unknown, description: unknown): Json {
  const isEmpty = typeof usual === "object" && Object.keys(usual ?? {}).length === 0;
  if (isEmpty) return {};
  const told = [description, `Default: ${JSON.stringify(usual)}.`];
  return { description: told.filter((part) => part !== undefined).join(" ") };
}

type OperationContext = { path: string; method: string; schemas: Json; forms: Forms };

function completeOperation(
  { parameters, requestBody, responses, ...rest }: Json,
  { path, method, schemas, forms }: OperationContext,
): Json {
  const isList = isPageOfList((responses as Json)["200"], schemas);
  return {
    operationId: operationIdOf({ method, path, isList }),
    ...rest,
    ...(parameters !== undefined && {
      parameters: (parameters as Json[]).map((one) =>
        one.in === "path" ? { ...one, required: true } : one,
      ),
    }),
    ...(requestBody !== undefined && { requestBody: forms.request(requestBody) }),
    responses: forms.answer(responses),
  };
}

/** Whether an answer has `items`. */
function isPageOfList(response: unknown, schemas: Json): boolean {
  const { content = {} } = (response ?? {}) as { content?: Json };
  const { schema } = (content["application/json"] ?? {}) as { schema?: unknown };
  const name = nameOf(schema);
  const whole = name === null ? schema : schemas[name];
  return isObject(whole) && isObject(whole.properties) && "items" in whole.properties;
}
