// Tests the form that changes a target, also when somebody else was faster.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { logIn, textOf, type Visitor } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const create = () => createWorld({ vars: tokens });
const url = "https://site.example.com/shop";

const targets = async (world: World) =>
  (await world.call("GET", "/api/targets?sort=created")).body.items;

describe("the form of a target that is there", () => {
  const edit = "/targets/1/edit";
  /** The page, and what a browser would send of it. */
  const filledIn = async (visitor: Visitor) => {
    const { html } = await visitor.open(edit);
    const { "form-token": _, ...sent } = formIn(html);
    return { html, sent };
  };

  const rich = {
    name: "Home",
    key: "home",
    tags: ["web", "a b "],
    kind: "site",
    enabled: false,
    schedule: {
      cron: "0 9,17 * * mon-fri",
      zone: "Asia/Tokyo",
      window: { weekdays: ["mon", "tue"], from: "08:00", to: "18:00", zone: "UTC" },
      expiresAt: "2031-03-01T00:00:00Z",
      overlap: "keep-latest",
    },
    request: {
      headers: { authorization: "hush", "x-one": "two", accept: "a/b" },
      secretHeaders: ["x-one"],
      maxRedirects: 0,
    },
    expect: { status: ["2xx", "404"] },
    crawl: { query: ["q", "page"], include: ["/a/*"], sitemaps: false, maxDepth: 3 },
    retention: { runs: "7d" },
    badges: true,
    extract: [{ remove: ["nav", "a, b"] }, { css: "main .price" }, { number: true }],
    changes: { confirm: null, least: { percent: 0.5 }, only: ["added"], learn: true },
  };

  it("says that its zone is not known any more, and takes another one", async () => {
    const world = await create();
    const cron = "0 9 * * *";
    await addTarget(world, { name: "Home", schedule: { cron, zone: "Asia/Tokyo" } });
    await DB.prepare(
      "UPDATE targets SET schedule = replace(schedule, 'Asia/Tokyo', 'Mars/Crater')",
    ).run();
    const visitor = await logIn(world);
    const { html, sent } = await filledIn(visitor);
    expect(textOf(html)).toContain('"Mars/Crater" is no time zone');
    expect(sent.zone).toBe("Mars/Crater");
    const tried = await visitor.send(edit, { ...sent, do: "try" }, edit);
    expect([tried.status, world.requests.length]).toEqual([200, 1]);
    await visitor.send(edit, { ...sent, zone: "Asia/Seoul", do: "save" }, edit);
    const [target] = await targets(world);
    expect(target.schedule).toMatchObject({ cron, zone: "Asia/Seoul" });
  });

  it.each([
    rich,
    { request: { method: "POST", body: "\n<b>a</b>\r\n&amp;\n", retries: 0 } },
    { request: { method: "PUT", body: "a\r\nb" } },
    { schedule: { every: "90s", startAt: "2030-01-01T00:00:00Z" } },
    {
      extract: [
        { css: ".price" },
        { number: { decimal: "," }, name: "price" },
        { ignore: { presets: ["dates"], patterns: ["/a;b/"] } },
      ],
      changes: { numbers: { price: { by: 2, percent: 5, against: "lowest" } } },
    },
  ])("sent as it came changes nothing: %j", async (document) => {
    const world = await create();
    await addTarget(world, document);
    const [before] = await targets(world);
    const visitor = await logIn(world);
    const { html, sent } = await filledIn(visitor);
    expect(html).not.toContain("hush");
    const page = await visitor.send(edit, { ...sent, do: "save" }, edit);
    expect(page.path).toBe("/targets/1");
    expect(await targets(world)).toEqual([before]);
  });

  it("changes what was typed and nothing else, and keeps masked secrets", async () => {
    const world = await create();
    await addTarget(world, rich);
    const [before] = await targets(world);
    const visitor = await logIn(world);
    const { sent } = await filledIn(visitor);
    expect(sent.headers).toContain("authorization: ***");
    const storedRequest = () =>
      DB.prepare("SELECT request FROM targets").first("request");
    const stored = await storedRequest();
    await visitor.send(edit, { ...sent, tags: "web, prod" }, edit);
    const [after] = await targets(world);
    const { updatedAt } = after;
    expect(after).toEqual({ ...before, tags: ["web", "prod"], revision: 2, updatedAt });
    expect(stored).toContain('"authorization":{"sealed":');
    expect(await storedRequest()).toBe(stored);
  });

  it("does not undo what somebody else changed meanwhile", async () => {
    const world = await create();
    await addTarget(world, { name: "Home", tags: ["web"] });
    const visitor = await logIn(world);
    const { sent } = await filledIn(visitor);
    const patch = { name: "Theirs", schedule: { every: "10m" }, tags: ["theirs"] };
    await world.call("PATCH", "/api/targets/1", patch);
    const page = await visitor.send(edit, { ...sent, name: "Mine", grace: "3m" }, edit);
    expect(page.status).toBe(409);
    const text = textOf(page.html);
    expect(text).toContain("Interval is now 10m; taken over.");
    expect(text).toContain("Tags is now theirs; taken over.");
    expect(text).toContain("Name is now Theirs; what you typed is kept");
    const { "form-token": _, ...merged } = formIn(page.html);
    expect(merged).toMatchObject({
      name: "Mine",
      every: "10m",
      tags: "theirs",
      grace: "3m",
    });
    expect((await targets(world))[0]).toMatchObject({ name: "Theirs", revision: 2 });
    expect((await visitor.send(edit, merged, edit)).path).toBe("/targets/1");
    expect((await targets(world))[0]).toMatchObject({
      name: "Mine",
      tags: ["theirs"],
      schedule: { every: "10m", grace: "3m" },
      revision: 3,
    });
  });

  it("keeps the steps that were typed when others changed them meanwhile", async () => {
    const world = await create();
    await addTarget(world, { extract: [{ css: "h1" }] });
    const visitor = await logIn(world);
    const { sent } = await filledIn(visitor);
    expect(sent.steps).toBe("css h1");
    const theirs = { extract: [{ css: "h2" }], changes: { compare: 9 } };
    await world.call("PATCH", "/api/targets/1", theirs);
    const typed = { ...sent, steps: "css h3\nnumber as price" };
    const page = await visitor.send(edit, typed, edit);
    expect(page.status).toBe(409);
    const text = textOf(page.html);
    expect(text).toContain("Steps is now css h2; what you typed is kept");
    expect(text).toContain(
      "It came back when it is among the last is now 9; taken over.",
    );
    const { "form-token": _, ...merged } = formIn(page.html);
    await visitor.send(edit, merged, edit);
    const [target] = await targets(world);
    expect(target.extract).toEqual([{ css: "h3" }, { number: true, name: "price" }]);
    expect(target.changes.compare).toBe(9);
  });

  it("of a target that is gone is not there", async () => {
    const world = await create();
    const visitor = await logIn(world);
    expect((await visitor.open(edit)).status).toBe(404);
    expect((await visitor.send(edit, { url }, "/targets/new")).status).toBe(404);
  });
});
