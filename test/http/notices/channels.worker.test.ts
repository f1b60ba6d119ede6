// Tests that channels can be made, changed and deleted over the API, and that none of
// their secrets is shown or stored.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";

import { storedTexts } from "#test/fixtures/stored-texts.ts";
import { type Answered, createWorld, type World } from "#test/fixtures/world.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const url = "https://hooks.example.com/services/T0000/abcdefgh3f2a";
const token = "1234567890:ABCDEF";
const webhook = { kind: "webhook", name: "ops", url, secret };

const add = async (world: World, document: object = webhook): Promise<Answered> => {
  const { status, body } = await world.call("POST", "/api/channels", document);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};

const masked = {
  url: "https://hooks.example.com/…3f2a",
  secret: "…LaSw",
};

describe("a channel", () => {
  it("is made by its kind and answered with its secrets masked", async () => {
    const world = await createWorld();
    const { status, body, headers } = await world.call("POST", "/api/channels", webhook);
    expect(status).toBe(201);
    expect(headers.get("location")).toBe("/api/channels/1");
    expect(headers.get("etag")).toBe('"1-1"');
    expect(body).toEqual({
      id: 1,
      kind: "webhook",
      name: "ops",
      enabled: true,
      language: "en",
      template: null,
      ...masked,
      problem: null,
      lastAnswer: null,
      createdAt: "2026-03-02T00:00:00.000Z",
      updatedAt: "2026-03-02T00:00:00.000Z",
      revision: 1,
    });
    const list = await world.call("GET", "/api/channels");
    expect(list.body.items).toEqual([body]);
    expect((await world.call("GET", "/api/channels/1")).body).toEqual(body);
  });

  it("keeps no secret in the database, also after it was changed", async () => {
    const world = await createWorld();
    await add(world);
    await world.call("PATCH", "/api/channels/1", { secret: secret.replace("Mf", "Nf") });
    const texts = await storedTexts(DB);
    expect(texts).toContain("webhook");
    expect(texts).not.toContain("abcdefgh3f2a");
    expect(texts).not.toContain("KQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  });

  it("is not changed by its own document, masked or not", async () => {
    const world = await createWorld();
    await add(world);
    const before = await storedTexts(DB);
    for (const document of [webhook, { ...webhook, ...masked }]) {
      const { status, body } = await world.call("PUT", "/api/channels/1", document);
      expect({ status, revision: body.revision }).toEqual({ status: 200, revision: 1 });
    }
    expect(await storedTexts(DB)).toBe(before);
  });

  it("keeps a masked secret when something else is changed", async () => {
    const world = await createWorld();
    await add(world);
    const { body } = await world.call("PUT", "/api/channels/1", {
      ...webhook,
      ...masked,
      name: "others",
      url: `${url}9`,
    });
    expect(body).toMatchObject({ name: "others", secret: masked.secret, revision: 2 });
    expect(body.url).toBe("https://hooks.example.com/…f2a9");
    const same = { ...webhook, name: "others", url: `${url}9` };
    const again = await world.call("PUT", "/api/channels/1", same);
    expect(again.body.revision).toBe(2);
  });

  it("takes its secrets along to no other host than they were written for", async () => {
    const world = await createWorld();
    const server = "https://am.example.com";
    await add(world, {
      kind: "alertmanager",
      name: "am",
      server,
      token: "tk_Ag0123456789",
    });
    const patch = (document: object) => world.call("PATCH", "/api/channels/1", document);
    for (const other of ["https://evil.example.com", "http://am.example.com"]) {
      const { status, body } = await patch({ server: other });
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ pointer: "/token" }]);
    }
    expect((await patch({ server: `${server}/below` })).status).toBe(200);
    const anew = { server: "https://b.example.com", token: "tk_Bg0123456789" };
    expect((await patch(anew)).body).toMatchObject({ server: anew.server });
    expect((await patch({ server, token: null })).status).toBe(200);
  });

  it("without a server of its own does not get one that learns its token", async () => {
    const world = await createWorld();
    await add(world, {
      kind: "telegram",
      name: "t",
      token: "1234567890:ABCDEF",
      chat: "1",
    });
    const server = "https://evil.example.com";
    const { body } = await world.call("PATCH", "/api/channels/1", { server });
    expect(body.errors).toMatchObject([{ pointer: "/token" }]);
  });

  it("that somebody changes meanwhile is not taken back by what it answers", async () => {
    const changes: Promise<unknown>[] = [];
    const change = `UPDATE channels SET config = json_set(config, '$.chat', '2'),
      revision = revision + 1`;
    const parameters = { migrate_to_chat_id: -3 };
    const world = await createWorld({
      site: () => {
        changes.push(DB.prepare(change).run());
        return { status: 400, body: JSON.stringify({ ok: false, parameters }) };
      },
    });
    await add(world, { kind: "telegram", name: "t", token, chat: "1" });
    await world.call("POST", "/api/channels/1/test");
    await Promise.all(changes);
    const { body } = await world.call("GET", "/api/channels/1");
    expect(body).toMatchObject({ chat: "2", revision: 2 });
  });

  it("takes a merge patch: null gives the default back, what is not named stays", async () => {
    const world = await createWorld();
    await add(world, { ...webhook, language: "ja", format: "alertmanager" });
    const wanted = { language: null, secret: null, enabled: false };
    const { body } = await world.call("PATCH", "/api/channels/1", wanted);
    expect(body).toMatchObject({
      language: "en",
      enabled: false,
      format: "alertmanager",
    });
    expect(body).not.toHaveProperty("secret");
    expect(body.url).toBe(masked.url);
  });

  it("is changed only as it was read, where a request says so", async () => {
    const world = await createWorld();
    await add(world);
    const patch = (tag: string, name: string) =>
      world.call("PATCH", "/api/channels/1", { name }, { "if-match": tag });
    expect((await patch('"1-1"', "first")).status).toBe(200);
    const { status, body } = await patch('"1-1"', "second");
    expect({ status, detail: body.detail }).toEqual({
      status: 412,
      detail: "The channel was changed or deleted meanwhile: read it again.",
    });
  });

  it("is deleted once, and another one gets another id", async () => {
    const world = await createWorld();
    await add(world);
    const remove = () => world.call("DELETE", "/api/channels/1");
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await add(world)).id).toBe(2);
  });

  it("stays while routes name it, at any depth", async () => {
    const world = await createWorld();
    await add(world);
    const routes = (channels: number[]) =>
      world.call("PUT", "/api/routes", {
        routes: [{ match: { tag: "a" }, routes: [{ match: { tag: "b" }, channels }] }],
      });
    expect((await routes([1])).status).toBe(200);
    const { status, body } = await world.call("DELETE", "/api/channels/1");
    expect({ status, detail: body.detail }).toEqual({
      status: 409,
      detail: "Routes name the channel ops: take it out of them first.",
    });
    expect((await routes([])).status).toBe(200);
    expect((await world.call("DELETE", "/api/channels/1")).status).toBe(204);
  });

  it("may lack a password that is not asked for, and nothing else", async () => {
    const world = await createWorld();
    const { secret: _, ...document } = webhook;
    expect(await add(world, document)).not.toHaveProperty("secret");
  });
});

describe("a document of a channel", () => {
  const refusals: [string, object, string, RegExp][] = [
    ["of no kind", { name: "ops", url }, "/kind", /^This is missing; it is one of /],
    [
      "of an unknown kind",
      { ...webhook, kind: "fax" },
      "/kind",
      /^There is no such kind/,
    ],
    [
      "of a kind that is a word of the language",
      { kind: "constructor" },
      "/kind",
      /kind/,
    ],
    ["without its address", { kind: "webhook", name: "ops" }, "/url", /^This is missing/],
    ["without a name", { kind: "webhook", url }, "/name", /^This is missing/],
    ["with an empty name", { ...webhook, name: " " }, "/name", /at least 1 character/],
    ["with a field of another kind", { ...webhook, chat: "1" }, "/chat", /no such field/],
    [
      "in an unknown language",
      { ...webhook, language: "fr" },
      "/language",
      /"en" or "ja"/,
    ],
    ["with a wrong choice", { ...webhook, format: "x" }, "/format", /"junkai"/],
    ["with a secret that is none", { ...webhook, secret: "short" }, "/secret", /base64/],
    ["of Apprise without a name of it", { apprise: "fax://1" }, "/apprise", /./],
    ["of Apprise with more", { apprise: "slack://a/b/c", kind: "x" }, "/kind", /no such/],
    ["to a private address", { ...webhook, url: "http://10.0.0.1/" }, "/url", /private/],
    ["to no web address", { ...webhook, url: "ftp://a.example.com/" }, "/url", /http/],
    ["with a mask for a new secret", { ...webhook, ...masked }, "/url", /stands for/],
    ["with lines in its name", { ...webhook, name: "a\nb" }, "/name", /one line/],
    [
      "with a header of two lines",
      { ...webhook, authorization: "a\r\nx-b: c" },
      "/authorization",
      /one line/,
    ],
    [
      "with a header of other letters",
      { ...webhook, authorization: "Bearer \u00e9" },
      "/authorization",
      /header/,
    ],
    [
      "with half a character",
      {
        kind: "matrix",
        name: "m",
        server: "https://a.example.com",
        token: "t",
        room: "!\ud800",
      },
      "/room",
      /half/,
    ],
    [
      "of Apprise with lines",
      { apprise: "gotify://a.example.com/t%0D%0Ax" },
      "/apprise",
      /line/,
    ],
    [
      "of Apprise with half a character",
      { apprise: "mmost://a.example.com/\ud800" },
      "/apprise",
      /half/,
    ],
    ["with another mask", { ...webhook, secret: "********" }, "/secret", /stands for/],
  ];

  it.each(refusals)("is refused %s", async (_, document, pointer, detail) => {
    const world = await createWorld();
    const { status, body } = await world.call("POST", "/api/channels", document);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
    expect((await world.call("GET", "/api/channels")).body.items).toEqual([]);
  });

  it("is refused when another channel has its name", async () => {
    const world = await createWorld();
    await add(world);
    await add(world, { ...webhook, name: "others" });
    const made = await world.call("POST", "/api/channels", webhook);
    const changed = await world.call("PATCH", "/api/channels/2", { name: "ops" });
    for (const { status, body } of [made, changed]) {
      expect(status).toBe(409);
      expect(body.errors[0].pointer).toBe("/name");
    }
  });

  it("is refused when there are a hundred channels", async () => {
    const world = await createWorld();
    await DB.prepare(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
      INSERT INTO channels (kind, name, enabled, language, config, created_at, updated_at)
      SELECT 'webhook', 'channel ' || i, 1, 'en', '{}', 0, 0 FROM n`).run();
    const { status, body } = await world.call("POST", "/api/channels", webhook);
    expect({ status, detail: body.detail }).toEqual({
      status: 409,
      detail: "There are 100 channels, which is the most.",
    });
  });
});

describe("an address of Apprise", () => {
  it("becomes a channel of its kind, with a name of its own", async () => {
    const world = await createWorld();
    const apprise = "slack://T12345678/B12345678/abcdefghijklmnopqrstuvwx";
    const body = await add(world, { apprise });
    expect(body).toMatchObject({ kind: "slack", enabled: true, language: "en" });
    expect(body).not.toHaveProperty("apprise");
    expect(body.name.length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain("abcdefghijklmnopqrst");
    expect(await storedTexts(DB)).not.toContain("abcdefghijklmnopqrst");
    const named = await add(world, { apprise, name: "ops", language: "ja" });
    expect(named).toMatchObject({ name: "ops", language: "ja" });
    const document = { ...named, name: "renamed" };
    for (const told of [
      "id",
      "problem",
      "lastAnswer",
      "createdAt",
      "updatedAt",
      "revision",
    ])
      delete document[told];
    const { status } = await world.call("PUT", "/api/channels/2", document);
    expect(status).toBe(200);
  });
});

describe("a channel of e-mail", () => {
  const mail = {
    kind: "email",
    name: "mail",
    from: "a@example.com",
    to: "b@example.com",
  };

  it("says at once that the deployment cannot send e-mail", async () => {
    const world = await createWorld();
    const { problem } = await add(world, mail);
    expect(problem).toContain("has no binding to send e-mail");
    const { body } = await world.call("POST", "/api/channels/1/test");
    expect(body).toMatchObject({ outcome: "refused", why: problem });
  });

  it("sends by the deployment's binding", async () => {
    const sent: unknown[] = [];
    const EMAIL = {
      send: (message: unknown) => Promise.resolve(sent.push(message)),
    };
    const world = await createWorld({ vars: { EMAIL } });
    expect((await add(world, mail)).problem).toBeNull();
    const { body } = await world.call("POST", "/api/channels/1/test");
    expect(body).toMatchObject({ outcome: "sent", status: 202 });
    expect(sent).toMatchObject([{ from: "a@example.com", to: ["b@example.com"] }]);
  });
});

describe("a test of a channel", () => {
  const send = (world: World) => world.call("POST", "/api/channels/1/test");

  it("sends a message now, tells what was answered, and keeps it", async () => {
    const bodies: Promise<string>[] = [];
    const world = await createWorld({
      vars: { PUBLIC_URL: "https://junkai.example.com" },
      site: (_, request) => {
        bodies.push(request.text());
        return { status: 204 };
      },
    });
    await add(world, { ...webhook, language: "ja", enabled: false });
    const { status, body } = await send(world);
    expect(status).toBe(200);
    expect(body).toMatchObject({ isTest: true, outcome: "sent", status: 204, why: null });
    expect(world.requests).toEqual([url]);
    const [sent] = world.sent;
    expect(sent?.headers.get("webhook-id")).toMatch(/^test\./);
    expect(sent?.headers.get("webhook-signature")).toMatch(/^v1,/);
    const posted = JSON.parse((await bodies[0]) ?? "");
    expect(posted.data).toMatchObject({
      title: "junkai からのテスト",
      url: "https://junkai.example.com/",
    });
    expect((await world.call("GET", "/api/channels/1")).body).toMatchObject({
      lastAnswer: body,
      revision: 1,
    });
  });

  it.each([
    [{ status: 404, body: "no such hook" }, "refused", 404, /no such hook/],
    [{ status: 503 }, "retry", 503, /503/],
    [new Error("refused"), "retry", null, /hooks\.example\.com/],
  ] as const)("tells what went wrong: %j", async (answer, outcome, status, why) => {
    const world = await createWorld({ site: () => answer });
    await add(world);
    const { body } = await send(world);
    expect(body).toMatchObject({ outcome, status, why: expect.stringMatching(why) });
    expect(body.why).not.toContain("abcdefgh3f2a");
  });

  it("asks no address that may not be asked any more", async () => {
    const loose = await createWorld({ vars: { ALLOW_PRIVATE_NETWORKS: "true" } });
    await add(loose, { ...webhook, url: "http://10.0.0.1/hooks/abcdefghijkl" });
    const world = await createWorld();
    const { body } = await send(world);
    expect(body).toMatchObject({ outcome: "refused", status: null });
    expect(world.requests).toEqual([]);
  });

  it("says that the key is lost, and sends nothing", async () => {
    await add(await createWorld());
    const world = await createWorld({ vars: { API_TOKEN: "other" } });
    const auth = { authorization: "Bearer other" };
    const { body } = await world.call("POST", "/api/channels/1/test", undefined, auth);
    expect(body.why).toContain("Set ENCRYPTION_KEY_PREVIOUS");
    expect(world.requests).toEqual([]);
  });
});

describe("a reader", () => {
  it("sees channels with their secrets masked, and changes nothing", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "reader" } });
    await add(world);
    const asReader = { authorization: "Bearer reader" };
    const { status, body } = await world.call(
      "GET",
      "/api/channels/1",
      undefined,
      asReader,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject(masked);
    for (const [method, path] of [
      ["POST", "/api/channels"],
      ["PUT", "/api/channels/1"],
      ["PATCH", "/api/channels/1"],
      ["DELETE", "/api/channels/1"],
      ["POST", "/api/channels/1/test"],
      ["PUT", "/api/dead-man"],
    ] as const) {
      const refused = await world.call(method, path, webhook, asReader);
      expect(refused.status, method).toBe(403);
    }
  });
});

describe("when the key is lost", () => {
  it("a channel says so, loses nothing, and works again with the earlier key", async () => {
    const before = await createWorld({ vars: { API_TOKEN: "secret" } });
    await add(before);
    const lost = await createWorld({ vars: { ENCRYPTION_KEY: "k".repeat(16) } });
    // The token is still there, and still opens what it has sealed.
    const opened = await lost.call("GET", "/api/channels/1");
    expect(opened.body).toMatchObject({ problem: null, ...masked });

    const asNew = { authorization: "Bearer other" };
    const world = await createWorld({ vars: { API_TOKEN: "other" } });
    const { body } = await world.call("GET", "/api/channels/1", undefined, asNew);
    expect(body).toMatchObject({ url: "********", secret: "********" });
    expect(body.problem).toBe(
      "url, secret cannot be read: it was sealed with a key that is gone. Set ENCRYPTION_KEY_PREVIOUS to the ENCRYPTION_KEY of then (or the API_TOKEN of then, where there was none), or write the value anew.",
    );
    const renamed = await world.call(
      "PATCH",
      "/api/channels/1",
      { name: "renamed" },
      asNew,
    );
    expect(renamed.body).toMatchObject({ name: "renamed", url: "********" });
    const back = await createWorld({
      vars: { API_TOKEN: "other", ENCRYPTION_KEY_PREVIOUS: "secret" },
    });
    const again = await back.call("GET", "/api/channels/1", undefined, asNew);
    expect(again.body).toMatchObject({ problem: null, name: "renamed", ...masked });
  });
});

it("a secret of a channel opens for no other channel", async () => {
  const world = await createWorld();
  await add(world);
  await add(world, { ...webhook, name: "others", url: "https://evil.example.com/x" });
  await DB.prepare(
    "UPDATE channels SET config = (SELECT config FROM channels WHERE id = 1) WHERE id = 2",
  ).run();
  const { body } = await world.call("GET", "/api/channels/2");
  expect(body).toMatchObject({ url: "********", secret: "********" });
});
