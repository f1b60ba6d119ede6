// Tests the pages of the dead-man ping and of the canaries, and that two people who change
// them at once do not undo each other's work.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { headingOf, rowTexts, textIn } from "#test/fixtures/pages/listed.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { storedTexts } from "#test/fixtures/stored-texts.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const minute = 60_000;
const url = "https://hc-ping.example.com/9b2f6c1e-57a2-4c6e-8a0d-8d1c5a3f2a10";
const masked = "https://hc-ping.example.com/…2a10";
const path = "/settings/dead-man";

const readDeadMan = async (world: World) => await world.call("GET", "/api/dead-man");
const wakeAt = async () =>
  await DB.prepare("SELECT wake_at FROM jobs WHERE name = 'vouch'").first("wake_at");

describe("the dead-man ping", () => {
  it("has an ETag that each change renews and no ping does", async () => {
    const world = await createWorld();
    const etagOf = async () => (await readDeadMan(world)).headers.get("etag");
    const put = async (document: object, match: string) =>
      await world.call("PUT", "/api/dead-man", document, { "if-match": match });
    expect(await etagOf()).toBe('"dead-man-0"');
    expect((await put({ url }, '"dead-man-0"')).headers.get("etag")).toBe('"dead-man-1"');
    expect((await put({ url: null }, '"dead-man-0"')).status).toBe(412);
    expect((await put({ url: masked }, "*")).headers.get("etag")).toBe('"dead-man-1"');
    await world.runUntil(world.now() + minute);
    expect((await readDeadMan(world)).body.lastPing.status).toBe(200);
    expect(await etagOf()).toBe('"dead-man-1"');
    await put({ url: null }, 'W/"dead-man-1"');
    expect([await etagOf(), await wakeAt()]).toEqual(['"dead-man-2"', null]);
    // An address that was taken back is not taken for the one before it.
    expect((await put({ url }, '"dead-man-0"')).status).toBe(412);
    await put({ url }, '"dead-man-2"');
    expect([await etagOf(), await wakeAt()]).toEqual(['"dead-man-3"', world.now()]);
  });

  it("is asked for when somebody tests it, and says what it answered", async () => {
    const world = await createWorld({ site: () => ({ status: 404 }) });
    expect((await world.call("POST", "/api/dead-man/test")).status).toBe(409);
    await world.call("PUT", "/api/dead-man", { url });
    const { body, status } = await world.call("POST", "/api/dead-man/test");
    expect(status).toBe(200);
    expect(body).toMatchObject({ url: masked, lastPing: { status: 404, failure: null } });
    expect(world.sent.filter((one) => one.url === url).length).toBe(1);
  });

  it("is named, shown masked, kept, tested and taken back on its page", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const empty = await visitor.open(path);
    expect(headingOf(empty.html)).toBe("Nobody outside notices when ticks stop");
    const named = await visitor.send(path, { ...formIn(empty.html), url });
    expect([named.path, headingOf(named.html)]).toEqual([
      path,
      "Somebody outside notices when ticks stop",
    ]);
    expect(named.html).not.toContain("9b2f6c1e");
    expect(formIn(named.html)).toMatchObject({ url: masked, everySeconds: "60" });
    const kept = { ...formIn(named.html), everySeconds: "150" };
    await visitor.send(path, kept);
    expect((await readDeadMan(world)).body).toMatchObject({
      url: masked,
      everySeconds: 180,
    });
    const tested = await visitor.send(`${path}/test`, {});
    expect(textOf(tested.html)).toContain("It was asked for and answered 200.");
    expect(textIn(tested.html, 'id="now"', "</section>")).toContain("Answered 200");
    expect(world.sent.filter((one) => one.url === url).length).toBe(1);
    expect(await storedTexts(DB)).not.toContain("9b2f6c1e");
    await visitor.send(path, { ...formIn(tested.html), url: "" });
    expect((await readDeadMan(world)).body.url).toBeNull();
  });

  it.each([
    [{ url: "http://127.0.0.1/" }, "url", "This address cannot be used"],
    [{ url: "https://hc-ping.example.com/…2a11" }, "url", "there is no such value"],
    [{ url, everySeconds: "5" }, "everySeconds", "60"],
    [{ url, everySeconds: "often" }, "everySeconds", "number"],
  ])("refuses %j at its field, and keeps what was typed", async (typed, field, said) => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const fields = formIn((await visitor.open(path)).html);
    const { html, status } = await visitor.send(path, { ...fields, ...typed });
    expect(status).toBe(422);
    expect(textIn(html, `id="${field}-wrong"`, "</p>")).toContain(said);
    expect(formIn(html)).toMatchObject(typed);
    expect((await readDeadMan(world)).body.url).toBeNull();
  });

  it("tells who comes second that it was changed, and loses nothing of both", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const fields = formIn((await visitor.open(path)).html);
    await world.call("PUT", "/api/dead-man", { url });
    const other = "https://other.example.com/secret-address-of-mine";
    const told = await visitor.send(path, { ...fields, url: other });
    expect(told.status).toBe(409);
    expect(textOf(told.html)).toContain("It was changed meanwhile");
    expect(textIn(told.html, 'id="now"', "</section>")).toContain(masked);
    expect((await readDeadMan(world)).body.url).toBe(masked);
    await visitor.send(path, formIn(told.html));
    expect((await readDeadMan(world)).body.url).toBe("https://other.example.com/…mine");
  });
});

describe("the canaries", () => {
  const page = "/settings/canaries";
  const site = ({ host }: URL) => (host === "off.example.com" ? new Error("off") : {});

  it("have an ETag that each change renews", async () => {
    const world = await createWorld();
    const { headers } = await world.call("GET", "/api/canaries");
    expect(headers.get("etag")).toBe('"canaries-0"');
    const urls = ["https://a.example.com/"];
    const match = { "if-match": '"canaries-0"' };
    const put = await world.call("PUT", "/api/canaries", { urls }, match);
    expect([put.status, put.body, put.headers.get("etag")]).toEqual([
      200,
      { urls },
      '"canaries-1"',
    ]);
    const late = await world.call("PUT", "/api/canaries", { urls: [] }, match);
    expect(late.status).toBe(412);
    expect((await world.call("GET", "/api/canaries")).body).toEqual({ urls });
  });

  it("are named and asked on their page", async () => {
    const world = await createWorld({ site });
    const visitor = await logIn(world);
    const { html } = await visitor.open(page);
    expect(headingOf(html)).toBe("Canaries: 3");
    const urls = "https://on.example.com/\r\n\r\nhttps://off.example.com/";
    const named = await visitor.send(page, { ...formIn(html), urls });
    expect(headingOf(named.html)).toBe("Canaries: 2");
    const asked = await visitor.send(`${page}/test`, {});
    expect(rowTexts(asked.html)).toEqual([
      expect.stringMatching(/on\.example\.com.*Heard Answered 200/),
      expect.stringMatching(/off\.example\.com.*Silent Not answered/),
    ]);
    expect(world.sent.length).toBe(2);
    const none = await visitor.send(page, { ...formIn(named.html), urls: "" });
    expect(headingOf(none.html)).toBe("No canary is asked");
  });

  it("are refused at their field, and told to who comes second", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const fields = formIn((await visitor.open(page)).html);
    const typed = { ...fields, urls: "ftp://a.example.com/" };
    const refused = await visitor.send(page, typed);
    expect(refused.status).toBe(422);
    expect(textIn(refused.html, 'id="urls-wrong"', "</p>")).toContain(
      "cannot be fetched",
    );
    expect(formIn(refused.html)).toMatchObject({ urls: typed.urls });
    await world.call("PUT", "/api/canaries", { urls: ["https://a.example.com/"] });
    const told = await visitor.send(page, { ...fields, urls: "" });
    expect(told.status).toBe(409);
    expect(textOf(told.html)).toContain("It was changed meanwhile");
    await visitor.send(page, formIn(told.html));
    expect((await world.call("GET", "/api/canaries")).body).toEqual({ urls: [] });
  });
});

describe("a reader", () => {
  it("sees both pages in both languages, and no form", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    await world.call("PUT", "/api/dead-man", { url });
    const reader = createVisitor(world, { "accept-language": "ja" });
    await reader.logIn("look");
    for (const place of [path, "/settings/canaries"]) {
      const { html, status } = await reader.open(place);
      expect(status).toBe(200);
      expect(html.match(/method="post" action="([^"]+)"/g)).toEqual([
        'method="post" action="/logout"',
      ]);
      for (const at of [place, `${place}/test`])
        expect((await reader.send(at, {})).status).toBe(403);
    }
    for (const api of ["/api/dead-man/test", "/api/canaries/test"]) {
      const asReader = { authorization: "Bearer look" };
      expect((await world.call("POST", api, undefined, asReader)).status).toBe(403);
    }
  });
});
