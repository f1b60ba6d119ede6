// Tests the pages of changes: of a target, of all, what is new since one looked, feeds.
import { describe, expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import {
  afterMinutes,
  type Said,
  watchedPage,
} from "#test/fixtures/changes/watched-page.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { headingOf } from "#test/fixtures/pages/listed.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget } from "#test/fixtures/world.ts";

const vars = { API_TOKEN: "secret", READ_TOKEN: "look" };
const hostile = "<script>alert(1)</script>\u202e";

const story: readonly Said[] = [
  [0, "one\ntwo\nthree"],
  [150, `one\n${hostile}\nthree`],
  [330, "one\ntwo\nthree"],
];

const titleOf = (html: string): string => /<title>(.*?) · junkai/.exec(html)?.[1] ?? "";

const timelineOf = (html: string): string =>
  /<ol class="timeline">.*?<\/ol>/s.exec(html)?.[0] ?? "";

async function build(document: Record<string, unknown> = {}, said = story) {
  const made = await watchedPage(
    said,
    { name: "Shop", tags: ["web"], ...document },
    { vars },
  );
  const visitor = await logIn(made.world);
  const path = `/targets/${made.id}/changes`;
  return { ...made, visitor, path };
}

describe("the changes of a target", () => {
  it("are told with what was added and removed, as text and nothing else", async () => {
    const { world, visitor, path } = await build();
    await world.runUntil(afterMinutes(4));
    const { html } = await visitor.open(path);
    const text = textOf(html);
    expect(text).toContain("First content");
    expect(text).toMatch(/Changed.*1 added, 1 removed/);
    expect(html).toContain("<del>two</del>");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).not.toContain("<script>alert");
    const links = [...html.matchAll(/href="(\/targets\/1\/diff\?[^"]+)"/g)];
    expect(links.length).toBeGreaterThan(0);
  });

  it("that came back are told as that", async () => {
    const { world, visitor, path } = await build();
    await world.runUntil(afterMinutes(8));
    const { html } = await visitor.open(path);
    expect(textOf(html)).toContain("Came back");
    const only = await visitor.open(`${path}?kind=changed`);
    expect(timelineOf(only.html)).not.toContain("First content");
    expect(only.html).toContain("<del>two</del>");
  });

  it("say what is waited for, and when it is looked at again", async () => {
    const { world, visitor, path } = await build();
    await world.runUntil(afterMinutes(3) + 5_000);
    const text = textOf((await visitor.open(path)).html);
    expect(text).toContain("Something differs: it is looked at again");
    expect(text).toMatch(/Seen at 00:03:00\. It is looked at again at 00:03:45/);
  });

  it("are counted since somebody marked a content as seen", async () => {
    const { world, visitor, path, id } = await build();
    await world.runUntil(afterMinutes(2));
    const before = await visitor.open(path);
    expect(textOf(before.html)).toContain("Nobody has marked a content as seen yet");
    const { hash } = formIn(before.html);
    const seen = await visitor.send(`/targets/${id}/seen`, { hash: `${hash}` }, path);
    expect(textOf(seen.html)).toContain("Marked as seen.");
    expect(titleOf(seen.html)).toBe("Shop: nothing new since you last looked");
    await world.runUntil(afterMinutes(4));
    const { html } = await visitor.open(path);
    expect(titleOf(html)).toBe("Shop: 1 change since you last looked");
    expect(html).toContain(`/targets/${id}/diff?from=seen&amp;to=latest`);
    const own = textOf((await visitor.open(`/targets/${id}`)).html);
    expect(own).toContain("1 change since I last looked");
  });

  it("mark nothing that is not kept, and refuse what is no content", async () => {
    const { world, visitor, path, id } = await build();
    await world.runUntil(afterMinutes(1));
    const send = (hash: string) => visitor.send(`/targets/${id}/seen`, { hash }, path);
    expect(textOf((await send(hashOf(7))).html)).toContain("nothing was marked");
    expect((await send("../x")).status).toBe(422);
    const reader = await logIn(world, "look");
    expect((await reader.open(path)).status).toBe(200);
    const refused = await reader.send(`/targets/${id}/seen`, { hash: hashOf(1) }, path);
    expect(refused.status).toBe(403);
  });

  it("propose steps that ignore what differed by itself", async () => {
    const said: readonly Said[] = [
      [0, "one\nUpdated 2026-03-02 00:00:00"],
      [55, "one\nUpdated 2026-03-02 00:00:55"],
    ];
    const { world, visitor, path } = await build({ changes: { learn: true } }, said);
    await world.runUntil(afterMinutes(3));
    const { html } = await visitor.open(path);
    expect(textOf(html)).toContain("Differs by itself");
    const proposals = /<h2 id="proposals">.*<code>(ignore|lines) [^<]+<\/code>/s;
    expect(html).toMatch(proposals);
    const filtered = await visitor.open(`${path}?kind=changed`);
    expect(filtered.html).toMatch(proposals);
  });

  it("of a target without steps say what steps are for", async () => {
    const { world, visitor, path, id } = await build({ extract: [] });
    await world.runUntil(afterMinutes(1));
    const { html } = await visitor.open(path);
    expect(textOf(html)).toContain("With steps it is told what was added and removed.");
    expect(html).toContain(`/targets/${id}/edit#steps`);
    expect(titleOf(html)).toBe("Shop: no steps, no readings");
  });

  it("stand in Japanese for whoever reads it", async () => {
    const { world, visitor, path } = await build();
    await world.runUntil(afterMinutes(4));
    await visitor.open("/?lang=ja");
    const text = textOf((await visitor.open(path)).html);
    expect(text).toContain("追加 1 行、削除 1 行");
    expect(text).toContain("まだ確認済みの内容がありません");
  });
});

describe("the changes of all targets", () => {
  it("are narrowed by tag, kind and window, and name their targets", async () => {
    const { world, visitor } = await build();
    const other = await addTarget(world, { name: "News", extract: [{ text: true }] });
    const at = world.now() - 60_000;
    await keep(
      world.deps.db,
      [await aContent({ targetId: 1, hash: hashOf(2) })],
      [
        aChange({ targetId: 1, at }),
        aChange({ targetId: other, at: at + 1, kind: "minor" }),
        aChange({ targetId: other, at: at - 3 * 86_400_000 }),
      ],
    );
    const heading = async (query: string) =>
      headingOf((await visitor.open(`/changes${query}`)).html);
    expect(await heading("")).toBe("3 changes in 7 days");
    expect(await heading("?window=24h")).toBe("2 changes in 24 hours");
    expect(await heading("?tag=web")).toBe("1 change in 7 days");
    expect(await heading("?kind=minor&tag=")).toBe("1 change in 7 days");
    expect(await heading("?tag=nobody")).toBe("No change in 7 days");
    const text = textOf((await visitor.open("/changes")).html);
    expect(text).toContain("News");
    expect(text).toContain("Shop");
  });

  it("are read page by page, each once", async () => {
    const { world, visitor } = await build();
    const at = world.now() - 1_000_000;
    const changes = Array.from({ length: 95 }, (_, i) =>
      aChange({ targetId: 1, at: at + i }),
    );
    await keep(world.deps.db, [], changes);
    const seen: number[] = [];
    for (let path: string | undefined = "/changes"; path !== undefined; ) {
      const { html } = await visitor.open(path);
      seen.push([...timelineOf(html).matchAll(/<li><p/g)].length);
      path = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toEqual([40, 40, 15]);
  });

  it("give feeds of all and of a tag, whose secret can be renewed", async () => {
    const { visitor } = await build();
    const feedIn = (html: string) => /https?:[^"]*changes\.atom/.exec(html)?.[0] ?? "";
    const open = async (feed: string) =>
      (await visitor.open(new URL(feed).pathname)).status;
    const tagged = feedIn((await visitor.open("/changes?tag=web")).html);
    const all = feedIn((await visitor.open("/changes")).html);
    expect([await open(tagged), await open(all)]).toEqual([200, 200]);
    const renewed = await visitor.send(
      "/changes/feeds/renew",
      { tag: "web" },
      "/changes",
    );
    expect(textOf(renewed.html)).toContain("The secret was renewed");
    expect([await open(tagged), await open(all)]).toEqual([404, 200]);
    expect(feedIn(renewed.html)).not.toBe(tagged);
  });
});
