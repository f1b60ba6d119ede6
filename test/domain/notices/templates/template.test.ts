import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectToTemplate, renderTemplate } from "#domain/notices/templates/template.ts";
import {
  templateFields,
  templateScopes,
} from "#domain/notices/templates/template-fields.ts";
import {
  aMessage,
  anEvent,
  hostileName,
  manyEvents,
} from "#test/fixtures/notices/events.ts";

const textOf = (text: string, input: Parameters<typeof aMessage>[0] = {}) =>
  aMessage({ template: { text }, ...input }).text;

describe("a channel's template", () => {
  test("makes the title and the text of a message", () => {
    const template = {
      title: "[{{severity}}] {{title}}",
      text: "{{#items}}{{name}} since {{since}}\n{{#fields}}- {{name}}: {{value}}\n{{/fields}}{{/items}}{{#links}}{{label}} {{url}}\n{{/links}}",
    };
    const { title, text } = aMessage({ template });
    expect(title).toBe("[down] Down: shop.example.com");
    expect(text).toBe(
      [
        "shop.example.com since 2026-11-28 11:48:00 UTC",
        "- Status: Down",
        "- Since: 2026-11-28 11:48:00 UTC",
        "- Duration: 12 min so far",
        "- Failed runs: 3",
        "- Last good run: 2026-11-28 11:47:00 UTC",
        "- Address: https://shop.example.com/",
        "Acknowledge https://junkai.example.com/act/ack?k=A.B&s=C",
        "Silence for an hour https://junkai.example.com/act/silence?k=A.B&s=C",
        "Details https://junkai.example.com/incidents/17-a",
      ].join("\n"),
    );
  });

  test("tells states apart by sections", () => {
    const text =
      "{{#firing}}fires{{/firing}}{{^firing}}ends after {{#items}}{{duration}}{{/items}}{{/firing}}";
    expect(textOf(text)).toBe("fires");
    expect(textOf(text, { news: [anEvent("incident-closed")] })).toBe(
      "ends after 12 min",
    );
  });

  test("tells the states of items apart, whatever that of the message is", () => {
    const text =
      "{{#items}}{{#firing}}fires {{/firing}}{{#resolved}}over{{/resolved}}{{/items}}";
    const other = { incidentId: "18-a", id: "18-a.closed" };
    const news = [anEvent("incident-opened"), anEvent("incident-closed", other)];
    expect(textOf(text, { news })).toBe("fires over");
  });

  test("takes values as they are, and as no template of their own", () => {
    const news = [anEvent("incident-opened", { labels: { name: "<&\"'{{title}}>" } })];
    expect(textOf("{{#items}}{{name}}{{/items}}", { news })).toBe("<&\"'{{title}}>");
  });

  test("that makes nothing leaves the message as it is", () => {
    const template = { title: "{{#resolved}}x{{/resolved}}", text: " \n" };
    expect(aMessage({ template })).toEqual(aMessage());
  });

  const refused: [string, string][] = [
    ["{{#items}}\n{{name}}", 'Unclosed section "items", line 2, column 9.'],
    ["a {{/items}}", 'Unopened section "items", line 1, column 3.'],
    ["{{#items}}{{/links}}", 'Unclosed section "items", line 1, column 11.'],
    ["a\nb {{title", "Unclosed tag, line 2, column 10."],
    ["{{> other}}", "Templates within templates are not known, line 1, column 1."],
    ["{{titel}}", "There is no field titel, line 1, column 1."],
    [
      "{{title}}\n{{since}}",
      "The field since stands only within {{#items}}, line 2, column 1.",
    ],
    [
      "{{#links}}{{value}}{{/links}}",
      "The field value stands only within {{#fields}}, line 1, column 11.",
    ],
    [
      "{{name}}",
      "The field name stands only within {{#items}}, {{#fields}}, {{#links}}, line 1, column 1.",
    ],
    ["{{=a=}}", "Invalid tags: a, line 1, column 1."],
    [
      `{{a\n${"b".repeat(100)}}}`,
      `There is no field a ${"b".repeat(77)}…, line 1, column 1.`,
    ],
    ["{{{constructor}}}", "There is no field constructor, line 1, column 1."],
    [
      "{{#title.constructor}}{{/title.constructor}}",
      "There is no field title.constructor, line 1, column 1.",
    ],
    [
      "{{#items}}{{#items}}x{{/items}}{{/items}}",
      "{{#items}} stands within itself, line 1, column 11.",
    ],
    ["x".repeat(4_001), "A template may have at most 4000 characters."],
  ];
  for (const [template, problem] of refused)
    test(`is refused with its place: ${problem}`, () => {
      expect(objectToTemplate(template)).toBe(problem);
      expect(renderTemplate(template, {})).toBeNull();
      expect(textOf(template)).toBeNull();
    });

  test("makes at most 20,000 characters, however its lists multiply", () => {
    const body = "{{text}}{{title}}".repeat(200);
    const text = `{{#items}}{{#fields}}{{#links}}${body}{{/links}}{{/fields}}{{/items}}`;
    const news = manyEvents(40);
    expect(textOf(text, { news })).toHaveLength(20_000);
  });

  for (const scope of templateScopes)
    test(`finds each field of ${scope}`, () => {
      const inputs = (["incident-opened", "incident-closed"] as const).map((kind) => ({
        news: [anEvent(kind)],
      }));
      for (const name of templateFields[scope]) {
        const value = `{{${name}}}`;
        const form = scope === "message" ? value : `{{#${scope}}}${value}{{/${scope}}}`;
        const text = scope === "fields" ? `{{#items}}${form}{{/items}}` : form;
        const made = inputs.map((input) => textOf(text, input));
        expect(made, name).toContainEqual(expect.any(String));
      }
    });

  test("finds in an item no field of the message", () => {
    const news = [anEvent("storage-nearly-full", { labels: { name: "", host: "" } })];
    expect(textOf("{{#items}}<{{name}}{{host}}{{until}}>{{/items}}", { news })).toBe(
      "<>",
    );
  });

  test("never throws, whatever is written in it", () => {
    const parts = fc.constantFrom(
      ...["{{", "}}", "{{{", "}}}", "#", "/", "^", ">", "!", "=", "&", ".", " ", "\n"],
      ...[
        "items",
        "title",
        "fields",
        "constructor",
        "{{=<% %>=}}",
        "<%",
        "%>",
        hostileName,
      ],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (written) => {
        const template = written.join("");
        const text = renderTemplate(template, { title: "t", items: [{ name: "n" }] });
        expect(text === null).toBe(objectToTemplate(template) !== null);
      }),
    );
  });
});

describe("the documentation of templates", () => {
  const docs = readFileSync("docs/channels.md", "utf8");
  const [section = ""] = (docs.split("\n## Templates\n")[1] ?? "").split("\n## ");
  const rows = [...section.matchAll(/^\| `(\w+)` \| `(\w+)` \| (.+) \|$/gm)];

  for (const scope of templateScopes)
    test(`explains each field of ${scope}, and no other one`, () => {
      const explained = rows.filter((row) => row[1] === scope).map((row) => row[2]);
      expect(explained).toEqual([...templateFields[scope]]);
    });

  test("has a template that is fine", () => {
    const [, template = ""] = /```\n(.*?)```/s.exec(section) ?? [];
    expect(template).toContain("{{#items}}");
    expect(objectToTemplate(template)).toBeNull();
  });
});
