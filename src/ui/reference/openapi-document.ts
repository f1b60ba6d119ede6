// Reads the part of an OpenAPI 3.1 document that the reference page shows, and puts its
// operations in reading order. Validates nothing, since the document is our own. Throws
// for a reference that leads nowhere.

type Reference = { $ref: string };

export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
};

type Described = {
  description?: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown } | Reference>;
};

export type Parameter = Described & { name: string; in: string };
export type MediaType = Pick<Described, "schema" | "example" | "examples">;
export type Content = Record<string, MediaType>;
type RequestBody = { description?: string; required?: boolean; content: Content };
export type ApiResponse = {
  description: string;
  headers?: Record<string, Described | Reference>;
  content?: Content;
};
export type SecurityScheme = {
  type: string;
  scheme?: string;
  name?: string;
  in?: string;
  description?: string;
};

export type Operation = {
  tags?: string[];
  summary?: string;
  description?: string;
  operationId?: string;
  deprecated?: boolean;
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, ApiResponse | Reference>;
  security?: Record<string, string[]>[];
};

const methods = [
  "get",
  "head",
  "post",
  "put",
  "patch",
  "delete",
  "options",
  "trace",
] as const;
type PathItem = { [method in (typeof methods)[number]]?: Operation } & Pick<
  Operation,
  "parameters"
>;

export type OpenApiDocument = {
  info: { title: string; version: string; description?: string };
  servers?: { url: string; description?: string }[];
  tags?: { name: string; description?: string }[];
  security?: Record<string, string[]>[];
  paths?: Record<string, PathItem>;
  components?: {
    schemas?: Record<string, Schema>;
    securitySchemes?: Record<string, SecurityScheme | Reference>;
  };
};

/**
 * An operation at its path, with everything that the document says about it elsewhere.
 */
export type Endpoint = {
  id: string;
  method: string;
  path: string;
  operation: Operation;
  parameters: Parameter[];
  body: RequestBody | undefined;
  responses: [status: string, response: ApiResponse][];
  secured: boolean;
  scopes: string[];
};

export type Chapter = {
  id: string;
  name: string;
  description: string | undefined;
  endpoints: Endpoint[];
};

const slugOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/**
 * What `value` is or refers to. The document's author guarantees that a reference leads
 * to a T.
 */
export function follow<T extends object>(
  document: OpenApiDocument,
  value: T | Reference,
): T {
  if (!("$ref" in value && typeof value.$ref === "string")) return value as T;
  const keys = value.$ref.split("/").slice(1);
  const found = keys.reduce<unknown>(
    (at, key) =>
      (at as Record<string, unknown> | undefined)?.[
        key.replace(/~1/g, "/").replace(/~0/g, "~")
      ],
    document,
  );
  if (found === undefined) throw new Error(`The OpenAPI document has no ${value.$ref}`);
  return found as T;
}

/**
 * The document's operations by their first tag: its declared tags first, then others as
 * they appear.
 */
export function chaptersOf(document: OpenApiDocument): Chapter[] {
  const chapters = new Map<string, Chapter>();
  const chapterOf = (name: string, description?: string) => {
    const chapter = chapters.get(name) ?? {
      id: `tag-${slugOf(name)}`,
      name,
      description,
      endpoints: [],
    };
    chapters.set(name, chapter);
    return chapter;
  };
  for (const tag of document.tags ?? []) chapterOf(tag.name, tag.description);
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const endpoint = endpointOf(document, path, method, operation, item.parameters);
      chapterOf(operation.tags?.[0] ?? "Other").endpoints.push(endpoint);
    }
  }
  return [...chapters.values()].filter((chapter) => chapter.endpoints.length > 0);
}

function endpointOf(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: Operation,
  shared: PathItem["parameters"] = [],
): Endpoint {
  const parameters = [...shared, ...(operation.parameters ?? [])].map((each) =>
    follow(document, each),
  );
  // The operation's own parameter replaces the path's of the same name and place.
  const distinct = new Map(parameters.map((each) => [`${each.in} ${each.name}`, each]));
  const security = operation.security ?? document.security ?? [];
  return {
    id:
      operation.operationId ?? slugOf(`${method}-${path.replace(/\{(\w+)\}/g, "by-$1")}`),
    method: method.toUpperCase(),
    path,
    operation,
    parameters: [...distinct.values()].map((each) =>
      each.in === "path" ? { ...each, required: true } : each,
    ),
    body: operation.requestBody && follow(document, operation.requestBody),
    responses: Object.entries(operation.responses ?? {}).map(([status, each]) => [
      status,
      follow(document, each),
    ]),
    secured: security.some((requirement) => Object.keys(requirement).length > 0),
    scopes: [
      ...new Set(security.flatMap((requirement) => Object.values(requirement).flat())),
    ],
  };
}
