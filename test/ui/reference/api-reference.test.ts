import type { OpenAPIHono } from "@hono/zod-openapi";
import { expect, it } from "vitest";
import { decodeEntities } from "#test/fixtures/content/html.ts";
import { ApiReference } from "#ui/reference/api-reference.tsx";
import type {
  OpenApiDocument,
  Operation,
  Schema,
} from "#ui/reference/openapi-document.ts";

const problem = (description: string) => ({
  description,
  content: {
    "application/problem+json": {
      schema: { type: "object", properties: { detail: {} } },
    },
  },
});

const rule: Schema = {
  type: "object",
  properties: {
    contains: { type: "string" },
    not: { $ref: "#/components/schemas/Rule" },
    all: { type: "array", items: { $ref: "#/components/schemas/Rule" } },
  },
};

const newTarget: Schema = {
  type: "object",
  required: ["url", "schedule"],
  properties: {
    url: { type: "string", format: "uri", example: "https://example.com/it's" },
    name: { type: ["string", "null"] },
    kind: { type: "string", enum: ["page", "site"], default: "page" },
    rule: { $ref: "#/components/schemas/Rule" },
    proxy: { anyOf: [{ $ref: "#/components/schemas/Rule" }, { type: "null" }] },
    headers: { type: "object", additionalProperties: { type: "string" } },
    schedule: {
      oneOf: [
        {
          type: "object",
          required: ["kind"],
          properties: { kind: { const: "every" }, every: { type: "string" } },
        },
        {
          type: "object",
          required: ["kind"],
          properties: { kind: { const: "cron" }, zone: { type: "string" } },
        },
      ],
    },
  },
};

const target: Schema = {
  allOf: [
    { $ref: "#/components/schemas/NewTarget" },
    { type: "object", required: ["id"], properties: { id: { type: "integer" } } },
  ],
};

const json = (schema: Schema) => ({ content: { "application/json": { schema } } });
const id = { name: "id", in: "path", schema: { type: "string" }, example: "a b" };

const document: OpenApiDocument = {
  info: {
    title: "junkai",
    version: "1.2.3",
    description: "First paragraph.\n\nSecond, with `code`.",
  },
  security: [{ token: [] }],
  tags: [{ name: "Targets", description: "What is watched." }],
  paths: {
    "/health": {
      get: {
        security: [],
        summary: "Health",
        responses: { 200: { description: "Alive." } },
      },
    },
    "/targets": {
      post: {
        tags: ["Targets"],
        operationId: "createTarget",
        summary: "Create a target",
        requestBody: {
          required: true,
          ...json({ $ref: "#/components/schemas/NewTarget" }),
        },
        responses: {
          201: {
            description: "Stored.",
            ...json({ $ref: "#/components/schemas/Target" }),
          },
          409: problem("The key is taken."),
        },
      },
    },
    "/targets/{id}": {
      parameters: [id],
      get: {
        tags: ["Targets"],
        security: [{ token: ["read"] }],
        parameters: [
          { name: "fields", in: "query", schema: { type: "string" }, example: "a&b's" },
          {
            name: "limit",
            in: "query",
            schema: { type: "integer", default: 50 },
            description: "How many.",
          },
          {
            name: "If-None-Match",
            in: "header",
            schema: { type: "string" },
            example: '"it\'s 7"',
          },
        ],
      },
    },
  },
  components: {
    schemas: { Rule: rule, NewTarget: newTarget, Target: target },
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "Made by an administrator." },
    },
  },
};

const problems = [
  {
    name: "key-taken",
    status: 409,
    title: "The key is taken",
    meaning: "Choose another.",
  },
];

const page = (given: OpenApiDocument = document) =>
  String(ApiReference({ document: given, problems }));

/** The page of a document with this one operation. */
const pageOf = (operation: Operation) =>
  page({ ...document, paths: { "/x": { put: operation } } });

/** What a reader sees: tags removed, entities read, white space folded. */
const textOf = (html: string) =>
  decodeEntities(html.replace(/<[^>]*>/g, "")).replace(/[ \n]+/g, " ");

const articleOf = (anchor: string) =>
  page().split(`<article id="${anchor}"`)[1]?.split("</article>")[0] ?? "";

const curlOf = (html: string) =>
  textOf(html.split('<pre class="curl">')[1]?.split("</pre>")[0] ?? "");

/** The table row of a field, as text. */
const rowOf = (html: string, field: string) =>
  html
    .split("</tr>")
    .map(textOf)
    .find((row) => row.startsWith(field)) ?? `no row ${field}`;

it("is a complete page with the title, the version and plain paragraphs", () => {
  expect(page()).toMatch(/^<!DOCTYPE html><html lang="en">.*<\/html>$/s);
  expect(page()).toContain("<h1>junkai API <small>1.2.3</small></h1>");
  expect(page()).toContain(
    "<p>First paragraph.</p><p>Second, with <code>code</code>.</p>",
  );
});

it("lists every operation in the contents by an anchor that exists once", () => {
  const links = [...page().matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
  expect(links).toEqual(
    expect.arrayContaining(["createTarget", "get-targets-by-id", "get-health"]),
  );
  for (const anchor of links) expect(page().split(` id="${anchor}"`)).toHaveLength(2);
  const ids = [...page().matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(ids).toEqual([...new Set(ids)]);
});

it("puts declared tags first and operations without a tag last", () => {
  const headings = [...page().matchAll(/<h2[^>]*>([^<]*)/g)].map((match) => match[1]);
  expect(headings).toEqual([
    "Calling the API",
    "Targets",
    "Other",
    "Problems",
    "Documents",
  ]);
});

it("never skips a heading level", () => {
  const levels = [...page().matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
  for (const [index, level] of levels.entries())
    expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
});

it("says how to authenticate and which operation needs what", () => {
  expect(textOf(page())).toContain(
    "Send the token with each request: Authorization: Bearer $TOKEN.",
  );
  expect(textOf(page())).toContain("Made by an administrator.");
  expect(textOf(articleOf("get-targets-by-id"))).toContain(
    "Needs a token with scope read.",
  );
  expect(textOf(articleOf("get-health"))).toContain("Needs no token.");
});

it("quotes a JSON body for the shell", () => {
  expect(curlOf(articleOf("createTarget"))).toBe(
    `curl -X POST "$BASE/targets" \\ -H "Authorization: Bearer $TOKEN" \\ -H 'Content-Type: application/json' \\ ` +
      `--data-raw '{"url":"https://example.com/it'\\''s","schedule":{"kind":"every"}}'`,
  );
});

it("encodes path and query examples and leaves out what has none", () => {
  expect(curlOf(articleOf("get-targets-by-id"))).toBe(
    `curl "$BASE/targets/a%20b?fields=a%26b's" \\ -H "Authorization: Bearer $TOKEN" \\ ` +
      `-H 'If-None-Match: "it'\\''s 7"'`,
  );
});

it("sends no token to an operation that needs none", () => {
  expect(curlOf(articleOf("get-health"))).toBe('curl "$BASE/health"');
});

it("sends a body that is not JSON as it is, or from a file", () => {
  const text = { "text/plain": { example: "it's\nplain" } };
  expect(curlOf(pageOf({ requestBody: { content: text } }))).toContain(
    "--data-raw 'it'\\''s plain'",
  );
  expect(curlOf(pageOf({ requestBody: { content: { "text/csv": {} } } }))).toContain(
    "--data-binary @FILE",
  );
});

it("describes each named schema once, by the alphabet, and links to it wherever it is used", () => {
  const [, documents = ""] = page().split('id="documents"');
  expect(
    [...documents.matchAll(/<article id="([^"]+)"/g)].map((match) => match[1]),
  ).toEqual(["document-NewTarget", "document-Rule", "document-Target"]);
  const operation = articleOf("createTarget");
  expect(operation).toContain(
    'type <code><a href="#document-NewTarget">NewTarget</a></code>',
  );
  expect(operation).toContain('type <code><a href="#document-Target">Target</a></code>');
  expect(operation).not.toContain("<table");
  expect(articleOf("document-NewTarget")).toContain(
    '<td><code><a href="#document-Rule">Rule</a></code></td>',
  );
  expect(articleOf("document-NewTarget")).not.toContain("contains</code>");
});

it.each([
  ["NewTarget", "url required", "string", "format uri"],
  ["NewTarget", "name", "string | null", ""],
  ["NewTarget", "kind", "string", "one of page site default page"],
  ["NewTarget", "headers", "map of string", ""],
  ["NewTarget", "proxy", "Rule | null", ""],
  ["NewTarget", "rule", "Rule", ""],
  ["Rule", "not", "Rule", ""],
  ["Rule", "all", "Rule[]", ""],
  ["NewTarget", "schedule.kind required", '"every"', ""],
  ["NewTarget", "schedule.zone", "string", ""],
])("shows the field of %s %s as %s, %s", (name, field, type, notes) => {
  expect(rowOf(articleOf(`document-${name}`), `${field}${type}`).trim()).toBe(
    `${field}${type}${notes}`,
  );
});

const ruleRef = { $ref: "#/components/schemas/Rule" };

it.each<[string, Schema]>([
  ["(Rule | null)[]", { type: "array", items: { anyOf: [ruleRef, { type: "null" }] } }],
  ["Rule[] | string", { oneOf: [{ type: "array", items: ruleRef }, { type: "string" }] }],
  ["[number, Rule]", { type: "array", prefixItems: [{ type: "number" }, ruleRef] }],
  ["map of Rule", { type: "object", additionalProperties: ruleRef }],
  ["Rule", { allOf: [ruleRef, { description: "Any rule." }] }],
  ["object", { anyOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }],
  ["any", {}],
])("names the type %s", (type, schema) => {
  const html = pageOf({ requestBody: json(schema) });
  expect(textOf(html.split(", type ")[1]?.split("</p>")[0] ?? "")).toBe(type);
});

it("lists the fields of a schema without a name in place, without those of named ones inside", () => {
  const items: Schema = {
    type: "array",
    items: { properties: { rule: ruleRef, note: { type: "string" } } },
  };
  const html =
    pageOf({ requestBody: json({ type: "object", properties: { items } }) }).split(
      "</article>",
    )[0] ?? "";
  expect(rowOf(html, "items[].rule")).toBe("items[].ruleRule");
  expect(rowOf(html, "items[].note")).toBe("items[].notestring");
  expect(html).not.toContain("contains</code>");
});

it("heads each variant of a union by its constant", () => {
  const text = textOf(articleOf("document-NewTarget"));
  expect(text).toContain('schedule, kind "every"');
  expect(text).toContain('schedule, kind "cron"');
});

it("shows what an extension adds, and links to what it extends", () => {
  const extension = articleOf("document-Target");
  expect(textOf(extension)).toContain("Type NewTarget & object");
  expect(rowOf(extension, "id required")).toBe("id requiredinteger");
  expect(rowOf(extension, "url")).toBe("no row url");
  const html = pageOf({ requestBody: json(target) });
  expect(textOf(html)).toContain("application/json, type NewTarget & object");
});

it("shows the example of a named answer where it is described, with the parts of allOf merged", () => {
  const [, response = ""] = articleOf("createTarget").split('<details class="response">');
  expect(textOf(response)).toContain("201 Stored.application/json, type Target");
  expect(response).not.toContain("<figure>");
  const example = textOf(articleOf("document-Target").split("<figure>")[1] ?? "");
  expect(example).toContain(`"url": "https://example.com/it's"`);
  expect(example).toContain('"id": 1');
});

it("shows where a parameter goes, its default and its meaning; one in the path is always required", () => {
  expect(rowOf(articleOf("get-targets-by-id"), "limit")).toBe(
    "limitintegerHow many.in the query default 50 ",
  );
  expect(rowOf(articleOf("get-targets-by-id"), "id required")).toBe(
    "id requiredstringin the path ",
  );
});

it("shows an error in one line, without its schema", () => {
  const [, errors = ""] = articleOf("createTarget").split('<ul class="errors">');
  expect(textOf(errors)).toBe("409 The key is taken.");
});

it("has an anchor for each type of problem", () => {
  const [, section = ""] = page().split('id="problem-key-taken"');
  expect(textOf(section)).toContain("409 The key is takenkey-takenChoose another.");
});

it("escapes whatever the document says", () => {
  const evil = `<img src=x onerror="alert(1)"></style><script>alert(2)</script>`;
  const html = page({
    ...document,
    info: { title: evil, version: evil, description: `${evil} \`${evil}\`` },
    paths: {
      [`/${evil}`]: {
        put: {
          tags: [evil],
          operationId: `"><script>`,
          summary: evil,
          description: evil,
          parameters: [
            {
              name: evil,
              in: "query",
              example: evil,
              schema: { enum: [evil, 1], description: evil },
            },
          ],
          requestBody: json({ properties: { [evil]: { pattern: evil, default: evil } } }),
          responses: {
            [evil]: { description: evil, content: { [evil]: { example: evil } } },
            400: problem(evil),
          },
        },
      },
    },
  });
  expect(html).not.toMatch(/<img|<script|<\/style/);
});

it("runs nothing, and loads nothing but its style and its icon", () => {
  expect(page()).not.toMatch(
    /\b(src|srcset|action)=|<(script|iframe|object|embed)|@import|url\(|\son\w+=/,
  );
  expect([...page().matchAll(/href="([^#"][^"]*)"/g)].map((match) => match[1])).toEqual([
    expect.stringMatching(/^\/assets\/mark\.\w+\.svg$/),
    expect.stringMatching(/^\/assets\/reference\.\w+\.css$/),
  ]);
});

it("refuses a reference that leads nowhere", () => {
  expect(() =>
    pageOf({ requestBody: json({ $ref: "#/components/schemas/Lost" }) }),
  ).toThrow("The OpenAPI document has no #/components/schemas/Lost");
});

it("takes the document of zod-openapi without a cast", () => {
  const fits = (
    generated: ReturnType<OpenAPIHono["getOpenAPI31Document"]>,
  ): OpenApiDocument => generated;
  expect(fits).toBeTypeOf("function");
});
