// Tests who may read a feed of changes, and what feed readers get.
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const at = Date.parse("2026-03-02T00:00:00Z");

/** Two targets, the second with a tag; each has a change, the first a minor one too. */
async function build(vars: Record<string, string> = {}) {
  const sent: string[] = [];
  const afterSending = async (texts: readonly string[]) => {
    sent.push(...texts);
  };
  const world = await createWorld({ vars, afterSending });
  const shop = await addTarget(world, { name: "Shop", key: "shop" });
  const news = await addTarget(world, { name: "News", tags: ["a b"] });
  const contents = [shop, news].flatMap((targetId) =>
    [1, 2].map((n) => aContent({ targetId, hash: hashOf(n), text: `text ${n}` })),
  );
  await keep(world.deps.db, await Promise.all(contents), [
    aChange({ targetId: shop, at, confirmedAt: at + 45_000 }),
    aChange({ targetId: shop, at: at + 1, kind: "minor" }),
    aChange({ targetId: news, at: at + 2_000, confirmedAt: at + 47_000 }),
  ]);
  return { world, shop, news, sent };
}

/** The path of an address. */
const pathOf = (url: string) => url.replace(/^https?:\/\/[^/]+/, "");

const addressesOf = async (world: World, query = "") =>
  (await world.call("GET", `/api/feeds${query}`)).body;

/** A feed reader asks. */
const ask = (world: World, url: string, headers: Record<string, string> = {}) =>
  world.call("GET", pathOf(url), undefined, { authorization: "", ...headers });

const titlesOf = (body: string) =>
  parseAtomFeed(body).entries?.map(({ title }) => title?.value);

it("whoever has an address reads the feed of its scope and no other", async () => {
  const { world, shop } = await build({ PUBLIC_URL: "https://junkai.example.com" });
  const titleOfNews = "News: 1 line added, 1 removed";
  const titleOfShop = "Shop: 1 line added, 1 removed";
  for (const [query, title, titles] of [
    ["", "Changes of all targets", [titleOfNews, titleOfShop]],
    ["?target=shop", "Changes of Shop", [titleOfShop]],
    [`?target=${shop}`, "Changes of Shop", [titleOfShop]],
    ["?tag=a%20b", "Changes of targets with the tag a b", [titleOfNews]],
  ] as const) {
    const { atom, json } = await addressesOf(world, query);
    expect(atom).toMatch(
      /^https:\/\/junkai\.example\.com\/feeds\/[\w.-]+\/changes\.atom$/,
    );
    const answer = await ask(world, atom);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(
      "application/atom+xml; charset=utf-8",
    );
    expect(parseAtomFeed(answer.body)).toMatchObject({
      title: { value: title },
      links: [{ href: atom }, {}],
    });
    expect(titlesOf(answer.body)).toEqual(titles);
    const { body } = await ask(world, json);
    expect(parseJsonFeed(body).items?.map((item) => item.title)).toEqual(titles);
  }
  const { atom } = await addressesOf(world, "?target=shop");
  const more = await ask(world, `${atom}?kind=minor&kind=changed&in=ja`);
  expect(titlesOf(more.body)).toEqual(["Shop: わずかな変更", "Shop: 1 行追加、1 行削除"]);
});

it("a renewed address opens nothing more, and only that one", async () => {
  const { world } = await build();
  const all = await addressesOf(world);
  const shop = await addressesOf(world, "?target=shop");
  const renewed = await world.call("POST", "/api/feeds/renew", { target: "shop" });
  expect(renewed.status).toBe(200);
  expect((await ask(world, shop.atom)).status).toBe(404);
  expect((await ask(world, renewed.body.atom)).status).toBe(200);
  expect((await ask(world, all.atom)).status).toBe(200);
  expect(await addressesOf(world, "?target=shop")).toEqual(renewed.body);
  const again = await world.call("POST", "/api/feeds/renew", { target: "shop" });
  expect(again.body).not.toEqual(renewed.body);
});

it("a key that is not ours is refused without a statement", async () => {
  const { world } = await build();
  const { atom } = await addressesOf(world, "?target=shop");
  const [, key = ""] = /feeds\/([^/]+)/.exec(atom) ?? [];
  const [, mac = ""] = key.split(".");
  const all = btoa('["all",0]').replace(/=+$/, "");
  world.outage.of = /./;
  for (const forged of [
    "x",
    `${key}x`,
    `${key.slice(0, -1)}`,
    `${all}.${mac}`,
    "%00.%ff",
  ]) {
    const answer = await ask(world, `/feeds/${forged}/changes.atom`);
    expect([forged, answer.status]).toEqual([forged, 404]);
  }
});

it("a tag that reads like another scope opens its own feed alone", async () => {
  const { world, shop } = await build();
  const named = await addTarget(world, { name: "Named", tags: [`target:${shop}`] });
  await keep(world.deps.db, [], [aChange({ targetId: named, at: at + 5_000 })]);
  const { atom } = await addressesOf(world, `?tag=target:${shop}`);
  expect(titlesOf((await ask(world, atom)).body)).toEqual([
    "Named: 1 line added, 1 removed",
  ]);
  expect(atom).not.toBe((await addressesOf(world, "?target=shop")).atom);
  await world.call("POST", "/api/feeds/renew", { tag: `target:${shop}` });
  const { atom: ofShop } = await addressesOf(world, "?target=shop");
  expect((await ask(world, ofShop)).status).toBe(200);
});

it("names that strangers chose are text in a feed", async () => {
  const { world } = await build();
  const name = '<b>"&]]></title><script>x</script>';
  const id = await addTarget(world, { name, key: "odd" });
  const line = "]]><script>alert(1)</script>\u0000\ud800";
  const facts = { ...aChange().facts, added: [line] };
  await keep(world.deps.db, [], [aChange({ targetId: id, at: at + 9_000, facts })]);
  const { atom, json } = await addressesOf(world, "?target=odd");
  const told = await ask(world, atom);
  for (const part of ["<script", "<b>", "\u0000"]) expect(told.body).not.toContain(part);
  const { title, entries = [] } = parseAtomFeed(told.body);
  expect(title?.value).toBe(`Changes of ${name}`);
  expect(entries[0]?.title?.value).toBe(`${name}: 1 line added, 1 removed`);
  expect(entries[0]?.content?.value).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  const { items } = parseJsonFeed((await ask(world, json)).body);
  expect(items?.[0]?.content_html).toContain("&lt;script&gt;");
});

it("the feed of a target that was deleted is gone", async () => {
  const { world, shop } = await build();
  const { atom } = await addressesOf(world, "?target=shop");
  await world.call("DELETE", `/api/targets/${shop}`);
  expect((await ask(world, atom)).status).toBe(404);
});

it("who has a feed as it is gets none of it again", async () => {
  const { world, news } = await build();
  const { atom } = await addressesOf(world, "?tag=a%20b");
  const first = await ask(world, atom);
  const etag = String(first.headers.get("etag"));
  expect(first.headers.get("last-modified")).toBe("Mon, 02 Mar 2026 00:00:47 GMT");
  expect(first.headers.get("cache-control")).toBe("private, max-age=60");
  const since = { "if-modified-since": "Mon, 02 Mar 2026 00:00:47 GMT" };
  for (const headers of [{ "if-none-match": etag }, since]) {
    const again = await ask(world, atom, headers);
    expect([again.status, again.body]).toEqual([304, null]);
  }
  const change = aChange({ targetId: news, at: at + 9_000, confirmedAt: at + 90_000 });
  await keep(world.deps.db, [], [change]);
  for (const headers of [{ "if-none-match": etag }, since])
    expect((await ask(world, atom, headers)).status).toBe(200);
});

it("no log and no problem tells a key", async () => {
  const { world } = await build();
  const { atom } = await addressesOf(world);
  const [, key = ""] = /feeds\/([^/]+)/.exec(atom) ?? [];
  await ask(world, atom);
  await ask(world, `/feeds/${key}/changes.rss`);
  await ask(world, `//feeds//${key}/changes.atom`);
  await ask(world, `/%66eeds/${key}/changes.atom`);
  await ask(world, `/feeds%2F${key}/changes.atom`);
  await ask(world, `/x/../feeds/${key}`);
  await ask(world, `/login?to=/feeds/${key}/changes.atom`);
  world.outage.of = /./;
  await ask(world, atom);
  const logs = JSON.stringify([world.logs, world.requestLogs]);
  expect(logs).not.toContain(key.slice(0, 12));
  world.outage.of = null;
  const metrics = await world.call("GET", "/metrics");
  expect(metrics.status).toBe(200);
  expect(metrics.body).not.toContain(key.slice(0, 12));
  expect(logs).toContain("/feeds/***/changes.atom");
});

it.each([
  [
    "?target=shop&tag=web",
    "tag",
    "A feed is of a target or of a tag; without either of all targets.",
  ],
  ["?target=nobody", "target", "There is no target with the key nobody."],
  ["?tag=%3F", "tag", "A tag is 1 to 50 letters, digits, spaces or ._:/-."],
])("the addresses for %s are refused", async (query, parameter, detail) => {
  const { world } = await build();
  const answer = await world.call("GET", `/api/feeds${query}`);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual([{ parameter, detail }]);
});

it("a feed costs three statements, however many changes there are", async () => {
  const { world, shop, sent } = await build();
  const changes = Array.from({ length: 200 }, (_, i) =>
    aChange({ targetId: shop, at: at + 100_000 + i }),
  );
  await keep(world.deps.db, [], changes);
  const { atom } = await addressesOf(world);
  sent.length = 0;
  const { body } = await ask(world, atom);
  expect(titlesOf(body)).toHaveLength(50);
  expect(sent).toHaveLength(3);
});
