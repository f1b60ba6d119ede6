// Tests the pages of channels: what they show and keep secret, and what their forms do.
import { describe, expect, it } from "vitest";
import { channelKinds } from "#domain/notices/channels/kinds.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { headingOf, rowTexts, textIn } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { createVisitor, fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { type Answer, createWorld, type World } from "#test/fixtures/world.ts";

const url = "https://hooks.example.com/services/T0000/abcdefgh3f2a";
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const webhook = { kind: "webhook", name: "ops", url, secret };

const add = async (world: World, document: object = webhook) => {
  const { status, body } = await world.call("POST", "/api/channels", document);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};

const channelsOf = async (world: World) =>
  (await world.call("GET", "/api/channels")).body.items;

const worldThat = (answer: Answer | Error = {}) => createWorld({ site: () => answer });

describe("the list of channels", () => {
  it("says what to do while there is none, and the log is one press away", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/channels");
    expect(headingOf(html)).toBe("Nobody is told anything yet");
    const fields = fieldsIn(html.slice(html.indexOf('action="/channels/new"')));
    const page = await visitor.send("/channels/new", Object.fromEntries(fields));
    expect(page.path).toBe("/channels/1");
    expect(textOf(page.html)).toContain("log is added.");
    expect(await channelsOf(world)).toMatchObject([
      { kind: "log", name: "log", enabled: true, language: "en" },
    ]);
  });

  it("tells of each where it leads, what it answered and when, and no secret", async () => {
    const world = await worldThat({ status: 503, body: "<b>busy</b>" });
    await add(world);
    await add(world, { kind: "log", name: "<img src=x>", language: "ja" });
    await add(world, {
      kind: "email",
      name: "m",
      from: "a@b.example",
      to: "c@d.example",
    });
    await world.call("POST", "/api/channels/1/test");
    const { html } = await (await logIn(world)).open("/channels");
    expect(headingOf(html)).toBe("1 of 3 channels could not be told");
    const [ops, log, mail] = rowTexts(html);
    expect(ops).toContain(
      "ops Webhook Did not take the test It answered 503: <b>busy</b> now hooks.example.com English none",
    );
    expect(log).toContain("<img src=x> Log of this deployment Told nothing yet");
    expect(log).toContain("the log Japanese none");
    expect(mail).toContain("c@d.example");
    for (const hidden of ["abcdefgh", "MfKQ9r8G", "<img src=x>", "<b>"])
      expect(html).not.toContain(hidden);
  });

  it("counts what waits and what is dead in 3 statements", async () => {
    const world = await createWorld();
    await add(world);
    const insert = (id: number, state: string) =>
      DB.prepare(
        "INSERT INTO notices (id, channel_id, group_key, message, state, created_at, due_at) VALUES (?, 1, 'g', '{}', ?, 1, 1)",
      ).bind(`n${id}`, state);
    await DB.batch([
      ...Array.from({ length: 3 }, (_, i) => insert(i, "waiting")),
      ...Array.from({ length: 1_001 }, (_, i) => insert(10 + i, "dead")),
    ]);
    const visitor = await logIn(world);
    const [row] = rowTexts((await visitor.open("/channels")).html);
    expect(row).toContain("3 waiting, 1,000 or more dead");
    const cost = await costOfPage(world, visitor, "/channels");
    expect(cost.statements).toBe(3);
    expect(cost.rowsWritten).toBe(0);
    expect(cost.rowsRead).toBeLessThanOrEqual(2 * 1_000 + 20);
  });
});

describe("the form of a new channel", () => {
  it("is offered for each kind, with the settings of that", async () => {
    const visitor = await logIn(await createWorld());
    const { html } = await visitor.open("/channels/new");
    for (const [kind, { fields }] of Object.entries(channelKinds)) {
      expect(html).toContain(`href="/channels/new?kind=${kind}"`);
      const form = (await visitor.open(`/channels/new?kind=${kind}`)).html;
      for (const name of ["name", "language", "enabled", ...Object.keys(fields)])
        expect(form, kind).toContain(`name="${name}"`);
    }
  });

  it("in Japanese says every setting in Japanese", async () => {
    const visitor = createVisitor(await createWorld(), { "accept-language": "ja" });
    await visitor.logIn();
    for (const [kind, { fields }] of Object.entries(channelKinds)) {
      const { html } = await visitor.open(`/channels/new?kind=${kind}`);
      expect(html).toContain('<html lang="ja"');
      for (const [name, { description }] of Object.entries(fields)) {
        expect(textOf(html)).not.toContain(description);
        expect(html).not.toContain(`<label for="${name}">${name}`);
      }
    }
  });

  it("adds what was typed, with numbers and choices as the API has them", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const page = await visitor.send("/channels/new", {
      kind: "telegram",
      name: "chat",
      token: "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
      chat: "-1001",
      thread: "42",
      server: "",
      language: "ja",
      enabled: "no",
    });
    expect(page.path).toBe("/channels/1");
    expect(await channelsOf(world)).toMatchObject([
      { kind: "telegram", name: "chat", thread: 42, language: "ja", enabled: false },
    ]);
    await visitor.send("/channels/new", {
      kind: "pushover",
      name: "phone",
      token: "azGDORePK8gMaC0QOYAMyEEuzJnyUi",
      user: "uQiRzpo4DXghDmr9QzzfQu27cmVRsG",
      emergency: "yes",
      enabled: ["no", "yes"],
    });
    expect((await channelsOf(world))[1]).toMatchObject({
      emergency: true,
      enabled: true,
    });
  });

  it("takes an address of Apprise", async () => {
    const world = await createWorld();
    const page = await (await logIn(world)).send("/channels/new", {
      kind: "apprise",
      apprise: "gotify://gotify.example.com/AbCdEf123456789",
      enabled: ["no", "yes"],
    });
    expect(page.path).toBe("/channels/1");
    expect(await channelsOf(world)).toMatchObject([{ kind: "gotify", enabled: true }]);
  });

  it.each([
    [{ kind: "webhook", name: "x" }, "url", "Address: This is missing"],
    [
      { kind: "webhook", name: "x", url: "http://127.0.0.1/" },
      "url",
      "This address cannot be used",
    ],
    [{ kind: "webhook", name: "ops", url }, "name", "Another channel is called ops."],
    [{ kind: "apprise", apprise: "nothing" }, "apprise", "Address of Apprise: "],
    [
      { kind: "telegram", name: "x", token: "1:aaa", chat: "1", thread: "two" },
      "thread",
      "a number, not text",
    ],
  ])(
    "keeps what was typed and says at its place what is wrong: %j",
    async (typed, field, said) => {
      const world = await createWorld();
      await add(world);
      const { html, status } = await (await logIn(world)).send("/channels/new", typed);
      expect([409, 422]).toContain(status);
      expect(textIn(html, 'class="said failed"', "</ul>")).toContain(said);
      expect(html).toContain(`href="#${field}"`);
      expect(html).toContain(`id="${field}-wrong"`);
      expect(fieldsIn(html).get(field) ?? "").toBe(
        (typed as Record<string, string>)[field] ?? "",
      );
      expect(await channelsOf(world)).toHaveLength(1);
    },
  );

  it.each(["constructor", "nothing", "%3Cscript%3E"])(
    "of the kind %s is not there",
    async (kind) => {
      const visitor = await logIn(await createWorld());
      const { status, html } = await visitor.open(`/channels/new?kind=${kind}`);
      expect(status).toBe(404);
      expect(html).not.toContain("<script>");
    },
  );
});

describe("a channel's page", () => {
  it("shows its settings masked, and keeps what is left masked", async () => {
    const world = await createWorld();
    await add(world);
    const visitor = await logIn(world);
    const { html } = await visitor.open("/channels/1");
    const fields = Object.fromEntries(fieldsIn(html.slice(html.indexOf("novalidate"))));
    expect(fields).toMatchObject({
      url: "https://hooks.example.com/…3f2a",
      secret: "…LaSw",
      revision: "&quot;1-1&quot;".replaceAll("&quot;", '"'),
    });
    const { html: changed } = await visitor.send("/channels/1", {
      ...fields,
      name: "others",
      enabled: ["no", "yes"],
    });
    expect(textOf(changed)).toContain("others is changed.");
    const known = await world.call("PUT", "/api/channels/1", {
      ...webhook,
      name: "others",
    });
    expect(known.body.revision).toBe(2);
  });

  it("sends a test and shows in words what was answered", async () => {
    const world = await worldThat({ status: 200 });
    await add(world);
    const visitor = await logIn(world);
    const { html, path } = await visitor.send("/channels/1/test", {});
    expect(path).toBe("/channels/1");
    expect(textOf(html)).toContain("ops took the test.");
    expect(textOf(html)).toContain("Took the test It answered 200.");
    expect(world.requests).toEqual([url]);
    expect((await channelsOf(world))[0].lastAnswer).toMatchObject({ isTest: true });
  });

  it("says a refusal in Japanese", async () => {
    const world = await worldThat({ status: 404, body: "no_service" });
    await add(world);
    await world.call("POST", "/api/channels/1/test");
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    const { html } = await visitor.open("/channels/1");
    expect(textOf(html)).toContain("テスト拒否 応答は 404 でした：no_service");
  });

  it("refuses a change that another one came before, and then takes it", async () => {
    const world = await createWorld();
    await add(world);
    const visitor = await logIn(world);
    const page = (await visitor.open("/channels/1")).html;
    const fields = Object.fromEntries(fieldsIn(page.slice(page.indexOf("novalidate"))));
    await world.call("PATCH", "/api/channels/1", { language: "ja" });
    const typed = { ...fields, name: "mine", enabled: ["no", "yes"] };
    const stale = await visitor.send("/channels/1", typed);
    expect(stale.status).toBe(409);
    expect(textOf(stale.html)).toContain("was changed or deleted meanwhile");
    const again = fieldsIn(stale.html.slice(stale.html.indexOf("novalidate")));
    expect(again.get("name")).toBe("mine");
    await visitor.send("/channels/1", {
      ...typed,
      revision: again.get("revision") ?? "",
    });
    expect((await channelsOf(world))[0]).toMatchObject({ name: "mine", revision: 3 });
  });

  it("disables it, offers to undo that, and deletes it after a question", async () => {
    const world = await createWorld();
    await add(world);
    const visitor = await logIn(world);
    const off = await visitor.send("/channels/1/disable", {});
    expect(textOf(off.html)).toContain("ops is disabled");
    expect(off.html).toContain('action="/channels/1/enable"');
    expect((await channelsOf(world))[0]).toMatchObject({ enabled: false });
    await visitor.send("/channels/1/enable", { to: "/channels" });
    expect((await channelsOf(world))[0]).toMatchObject({ enabled: true });
    const question = await visitor.open("/channels/1/delete");
    expect(headingOf(question.html)).toBe("Delete the channel ops?");
    expect(await channelsOf(world)).toHaveLength(1);
    const gone = await visitor.send("/channels/1/delete", {});
    expect(gone.path).toBe("/channels");
    expect(await channelsOf(world)).toEqual([]);
    expect((await visitor.open("/channels/1")).status).toBe(404);
  });

  it("is shown to a reader masked and without a button", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    await add(world);
    const reader = await logIn(world, "look");
    for (const path of ["/channels", "/channels/1"]) {
      const { html, status } = await reader.open(path);
      expect(status).toBe(200);
      expect(html).not.toMatch(/action="\/channels|href="\/channels\/(new|1\/delete)/);
      expect(html).not.toContain("abcdefgh");
    }
    expect((await reader.open("/channels/new")).status).toBe(403);
  });
});
