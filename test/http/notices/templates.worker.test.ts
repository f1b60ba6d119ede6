// Tests templates of channels: over the API, on the pages, and in what channels are told.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { createVisitor, fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const webhook = {
  kind: "webhook",
  name: "ops",
  url: "https://hooks.example.com/services/T0000/abcdefgh3f2a",
};
const template = {
  title: "[{{severity}}] {{title}}",
  text: "{{#items}}{{name}}: {{text}}\n{{/items}}",
};

const add = async (world: World, document: object = { ...webhook, template }) => {
  const { status, body } = await world.call("POST", "/api/channels", document);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};

const patch = (world: World, wanted: object) =>
  world.call("PATCH", "/api/channels/1", wanted);

describe("the template of a channel", () => {
  it("is stored, answered, and the same when it comes back", async () => {
    const world = await createWorld();
    const { id: _, ...added } = await add(world);
    expect(added.template).toEqual(template);
    const same = { ...webhook, template };
    const { body } = await world.call("PUT", "/api/channels/1", same);
    expect(body).toMatchObject({ template, revision: 1 });
    const gone = await world.call("PUT", "/api/channels/1", webhook);
    expect(gone.body).toMatchObject({ template: null, revision: 2 });
  });

  it("is patched form by form, and null takes it away", async () => {
    const world = await createWorld();
    await add(world);
    const { title } = template;
    expect((await patch(world, { template: { text: null } })).body.template).toEqual({
      title,
    });
    expect((await patch(world, { name: "other" })).body.template).toEqual({ title });
    const none = await patch(world, { template: { title: null } });
    expect(none.body.template).toBeNull();
    await patch(world, { template });
    expect((await patch(world, { template: null })).body.template).toBeNull();
  });

  it("has the ends of lines that a form cannot send", async () => {
    const world = await createWorld();
    const { template: stored } = await add(world, {
      ...webhook,
      template: { text: "a\r\nb\rc" },
    });
    expect(stored).toEqual({ text: "a\nb\nc" });
  });

  it("comes with an address of Apprise as well", async () => {
    const world = await createWorld();
    const apprise = "gotify://gotify.example.com/AbCdEf123456789";
    expect((await add(world, { apprise, template })).template).toEqual(template);
  });

  it.each([
    [
      { title: "{{titel}}" },
      "/template/title",
      "There is no field titel, line 1, column 1.",
    ],
    [
      { text: "a\r\n{{#items}}b" },
      "/template/text",
      'Unclosed section "items", line 2, column 12.',
    ],
    [
      { text: "{{host}}" },
      "/template/text",
      "The field host stands only within {{#items}}, line 1, column 1.",
    ],
    [
      { text: "x".repeat(4_001) },
      "/template/text",
      "A template may have at most 4000 characters.",
    ],
    [{ text: "" }, "/template/text", expect.stringContaining("at least 1 character")],
    [{ body: "x" }, "/template/body", expect.stringContaining("no such field")],
    ["{{title}}", "/template", expect.stringContaining("an object")],
  ])("is refused at its place: %#", async (written, pointer, detail) => {
    const world = await createWorld();
    const document = { ...webhook, template: written };
    const { status, body } = await world.call("POST", "/api/channels", document);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ pointer, detail }]);
  });

  it.each([
    { kind: "alertmanager", name: "am", server: "https://am.example.com" },
    { ...webhook, format: "alertmanager" },
  ])("is refused where a message has no place for it: %j", async (document) => {
    const world = await createWorld();
    await add(world, document);
    const { status, body } = await patch(world, { template });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: "/template", detail: "Alertmanager's form takes no template." },
    ]);
  });
});

describe("a channel with a template", () => {
  const answering = async (vars = {}) => {
    const bodies: Promise<string>[] = [];
    const world = await createWorld({
      vars: { PUBLIC_URL: "https://junkai.example.com", ...vars },
      site: (_, request) => {
        bodies.push(request.text());
        return { status: 204 };
      },
    });
    const got = async () =>
      (await Promise.all(bodies)).map((body) => JSON.parse(body).data);
    return { world, got };
  };

  it("is told in its own form", async () => {
    const { world, got } = await answering();
    await add(world);
    await happen({ id: "1-a", what: "opened", at: world.now() });
    await world.runUntil(world.now() + 60_000);
    const [{ title, text, items }] = (await got()) as [
      {
        title: string;
        text: string;
        items: { title: string; text: string; labels: { name: string } }[];
      },
    ];
    const [item] = items;
    expect(title).toBe(`[down] ${item?.title}`);
    expect(text).toBe(`${item?.labels.name}: ${item?.text}`);
  });

  it("is told as usual by a form that a later version does not know", async () => {
    const { world, got } = await answering();
    await add(world);
    await DB.prepare("UPDATE channels SET template = ?")
      .bind(JSON.stringify({ title: "{{later}}", text: "{{later}}" }))
      .run();
    await happen({ id: "1-a", what: "opened", at: world.now() });
    await world.runUntil(world.now() + 60_000);
    const [data] = await got();
    expect(data.text).toBeNull();
    expect(data.title).toBe(data.items[0].title);
  });

  it("gets its test in that form", async () => {
    const { world, got } = await answering();
    await add(world);
    const { body } = await world.call("POST", "/api/channels/1/test");
    expect(body.outcome).toBe("sent");
    expect(await got()).toMatchObject([
      {
        title: "[info] Test from junkai",
        text: "ops: This is a test: the channel ops works. Nothing is wrong.",
      },
    ]);
  });

  it("shows readers of its notices no link that acts", async () => {
    const { world, got } = await answering({ READ_TOKEN: "look" });
    const links = "{{#links}}{{url}}\n{{/links}}";
    await add(world, { ...webhook, template: { title: links, text: links } });
    await happen({ id: "1-a", what: "opened", at: world.now() });
    await world.runUntil(world.now() + 60_000);
    const [{ text }] = (await got()) as [{ text: string }];
    expect(text).toMatch(/act\/silence\?\S{40}/);
    const asReader = { authorization: "Bearer look" };
    const read = async (path: string) =>
      JSON.stringify((await world.call("GET", path, undefined, asReader)).body);
    const { items } = JSON.parse(await read("/api/notices"));
    const { html } = await (await logIn(world, "look")).open(`/notices/${items[0].id}`);
    for (const shown of [
      await read("/api/notices"),
      await read(`/api/notices/${items[0].id}`),
      html,
    ]) {
      expect(shown).toContain("act/acknowledge?…");
      expect(shown).not.toMatch(/act\/\w+\?(?!…)/);
    }
  });
});

describe("a preview", () => {
  const preview = (world: World, body: object) =>
    world.call("POST", "/api/channels/1/preview", body);

  it("shows what is stored, or what is to be tried, and sends nothing", async () => {
    const world = await createWorld();
    await add(world);
    expect((await preview(world, {})).body).toMatchObject({
      language: "en",
      title: "[down] Down: shop.example.com",
      text: expect.stringMatching(
        /^shop\.example\.com: The status is 502; expected 2xx\.\n\nAck/,
      ),
    });
    const other = {
      template: { text: "{{#items}}{{duration}}{{/items}}" },
      language: "ja",
    };
    expect((await preview(world, other)).body).toMatchObject({
      language: "ja",
      title: "障害：shop.example.com",
      text: expect.stringMatching(/^2 分\n/),
    });
    const usual = await preview(world, { template: null });
    expect(usual.body.text).toContain("Failed runs: 2");
    expect(world.requests).toEqual([]);
    expect((await world.call("GET", "/api/channels/1")).body.revision).toBe(1);
  });

  it("is refused as the template would be", async () => {
    const world = await createWorld();
    await add(world);
    const { status, body } = await preview(world, { template: { text: "{{x}}" } });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: "/template/text", detail: "There is no field x, line 1, column 1." },
    ]);
    const missing = await world.call("POST", "/api/channels/2/preview", {});
    expect(missing.status).toBe(404);
  });
});

describe("the form of a channel", () => {
  const typed = {
    kind: "webhook",
    name: "ops",
    url: webhook.url,
    language: "en",
    enabled: ["no", "yes"],
  };

  it("stores a template, and keeps it when something else is changed", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    await visitor.send("/channels/new", {
      ...typed,
      "template-title": template.title,
      "template-text": template.text.replaceAll("\n", "\r\n"),
    });
    const { html } = await visitor.open("/channels/1");
    const { enabled: _, ...fields } = Object.fromEntries(
      fieldsIn(html.slice(html.indexOf("novalidate"))),
    );
    expect(fields["template-title"]).toBe(template.title);
    const [, shown = ""] = /id="template-text"[^>]*>([^<]*)/.exec(html) ?? [];
    expect(shown).toBe(template.text);
    fields["template-text"] = shown;
    await visitor.send("/channels/1", { ...fields, enabled: ["no", "yes"] });
    const { body } = await world.call("GET", "/api/channels/1");
    expect(body).toMatchObject({ template, revision: 1 });
    await visitor.send("/channels/1", { ...typed, "template-text": " \r\n" });
    expect((await world.call("GET", "/api/channels/1")).body.template).toBeNull();
  });

  it("shows what a message looks like, before anything is stored", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const form = { ...typed, preview: "yes", "template-title": "<b>{{severity}}</b>" };
    const page = await visitor.send("/channels/new", form);
    expect(page.status).toBe(200);
    expect(page.html).toContain("<strong>&lt;b&gt;down&lt;/b&gt;</strong>");
    expect(fieldsIn(page.html).get("url")).toBe(webhook.url);
    expect((await world.call("GET", "/api/channels")).body.items).toEqual([]);
    await add(world);
    const stored = await visitor.open("/channels/1");
    expect(textOf(stored.html)).toContain("[down] Down: shop.example.com");
    const other = await visitor.send("/channels/1", { ...form, language: "ja" });
    expect(other.html).toContain("障害：shop.example.com");
    const { body } = await world.call("GET", "/api/channels/1");
    expect(body).toMatchObject({ template, revision: 1 });
  });

  it("says at its field what is wrong, in Japanese as well", async () => {
    const world = await createWorld();
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    const wrong = { ...typed, "template-text": "{{#items}}\r\n{{name}}" };
    for (const form of [wrong, { ...wrong, preview: "yes" }]) {
      const { status, html } = await visitor.send("/channels/new", form);
      expect(status).toBe(422);
      expect(html).toContain('id="template-text-wrong"');
      expect(textOf(html)).toContain(
        "セクション items が閉じていません（2 行 9 文字目）。",
      );
    }
  });

  it("offers none where a message has no place for it", async () => {
    const visitor = await logIn(await createWorld());
    const { html } = await visitor.open("/channels/new?kind=alertmanager");
    expect(html).not.toContain("template-text");
    expect(html).not.toContain('name="preview"');
  });

  it("shows a reader the template and what it makes", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    await add(world);
    const { html } = await (await logIn(world, "look")).open("/channels/1");
    expect(textOf(html)).toContain("Template of the title [{{severity}}] {{title}}");
    expect(textOf(html)).toContain("[down] Down: shop.example.com");
    expect(html).not.toContain('<form method="post" action="/channels');
  });
});
