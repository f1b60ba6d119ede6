// Tests that each field that is refused says why, beside what was typed.
import { describe, expect, it } from "vitest";
import { fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const create = () => createWorld({ vars: tokens });
const url = "https://site.example.com/shop";

const targets = async (world: World) =>
  (await world.call("GET", "/api/targets?sort=created")).body.items;

/** The sentences that stand at a field as refusals. */
const wrongAt = (html: string, field: string): string | null => {
  const [, inner] =
    new RegExp(`<p class="wrong" id="${field}-wrong">(.*?)</p>`).exec(html) ?? [];
  return inner === undefined ? null : textOf(inner);
};

describe("a field that is refused", () => {
  it.each([
    ["url", { url: "" }, "This has at least 1 character."],
    ["url", { url: "nowhere" }, "This address cannot be fetched: it is not a valid URL."],
    ["url", { url: "http://10.0.0.1/" }, "10.0.0.1 is a private address"],
    ["url", { url: "ftp://a.example/" }, "only http and https are fetched, not ftp"],
    ["kind", { kind: "book" }, 'This is "page", "site" or "heartbeat".'],
    ["key", { key: "a b" }, "A key is 1 to 100 letters"],
    ["name", { name: "x".repeat(201) }, "This has at most 200 characters."],
    ["tags", { tags: "web, <b>" }, "<b>: A tag is 1 to 50 letters"],
    ["every", { every: "1s" }, "This is a duration from 5s to 366d"],
    ["every", { every: "soon" }, "This is a duration from 5s to 366d"],
    [
      "cron",
      { when: "cron", cron: "*/15 9-17 * *" },
      'A cron expression has 5 fields, or 6 with seconds first; "*/15 9-17 * *" has 4.',
    ],
    ["cron", { when: "cron", cron: "" }, "A cron expression has 5 fields"],
    [
      "zone",
      { when: "cron", cron: "@daily", zone: "Berlin" },
      '"Berlin" is no time zone',
    ],
    ["times", { when: "times", times: "" }, "Name at least one time, such as 09:00."],
    ["times", { when: "times", times: "25:00" }, '"25:00" is no time of day'],
    [
      "times",
      { when: "times", times: "09:00, 17:30" },
      "it would also fire at 09:30, 17:00.",
    ],
    ["days", { when: "times", times: "09:00", days: [""] }, "Tick at least one day."],
    ["windowFrom", { windowed: "yes", windowFrom: "9" }, "The window opens at HH:MM"],
    ["windowDays", { windowed: "yes", windowDays: [""] }, "This has at least 1 item."],
    ["windowZone", { windowed: "yes", windowZone: "Mars" }, '"Mars" is no time zone'],
    ["startAt", { startAt: "tomorrow" }, "This is an instant such as"],
    ["expiresAt", { expiresAt: "2001-01-01T00:00:00Z" }, "The schedule has expired"],
    ["overlap", { overlap: "all" }, 'This is "buffer-one", "keep-latest"'],
    ["catchUpWindow", { catchUpWindow: "8d" }, "This is a duration from 0s to 7d"],
    ["grace", { grace: "2d" }, "This is a duration from 0s to 1d"],
    ["method", { method: "TRACE" }, 'This is "GET", "HEAD"'],
    [
      "headers",
      { headers: "no colon here" },
      "no colon here: This is not a header name.",
    ],
    ["headers", { headers: "a: 1\nA: 2" }, "A: This header is named twice"],
    ["headers", { headers: "a: 1\na: 2" }, "A: This header is named twice"],
    [
      "headers",
      { headers: "authorization: ***" },
      'authorization: "***" stands for a stored value, and there is none.',
    ],
    ["secretHeaders", { secretHeaders: "a b" }, "a b: This is not a header name."],
    ["body", { body: "hello" }, "A GET has no body."],
    ["timeout", { timeout: "90s" }, "This is a duration from 100ms to 1m"],
    ["firstByteTimeout", { firstByteTimeout: "20s" }, "This is longer than the timeout."],
    ["maxBodyBytes", { maxBodyBytes: "much" }, "This is a number, not text."],
    ["maxRedirects", { maxRedirects: "21" }, "This is at most 20."],
    ["retries", { retries: "-1" }, "This is at least 0."],
    ["status", { status: "2xx, fine" }, "fine: This is a status such as 200"],
    ["scope", { kind: "site", scope: "all" }, 'This is "origin", "host"'],
    ["include", { kind: "site", include: "/a\n/(b)" }, "/(b): Regular expressions"],
    ["exclude", { kind: "site", exclude: "http://[" }, "http://[: This is a URL pattern"],
    ["maxDepth", { kind: "site", maxDepth: "10001" }, "This is at most 10000."],
    ["maxPages", { kind: "site", maxPages: "0" }, "This is at least 1."],
    [
      "contentTypes",
      { kind: "site", contentTypes: "html" },
      "html: This is a media type",
    ],
    ["delay", { kind: "site", delay: "2m" }, "This is a duration from 0s to 1m"],
    ["method", { kind: "site", method: "POST" }, "A site is read with GET."],
    [
      "steps",
      { steps: "css main\njsn $.price" },
      "jsn $.price: A step begins with one of css, remove,",
    ],
    [
      "steps",
      { steps: "css main; every" },
      "css main; every: The options of css are all, text, html, attribute",
    ],
    ["steps", { steps: "text\n\nfeed entries many" }, "feed entries many: This is"],
    ["steps", { steps: "number as Price" }, "number as Price: A name is a lower-case"],
    ["confirm", { confirm: "2h" }, "This is a duration from 5s to 1h"],
    ["compare", { compare: "21" }, "This is at most 20."],
    ["leastCharacters", { leastCharacters: "0" }, "This is at least 1."],
    ["leastPercent", { leastPercent: "some" }, "This is a number, not text."],
    ["differences", { differences: [""] }, "This has at least 1 item."],
    [
      "numberRules",
      { steps: "number as price", numberRules: "price much" },
      "price: This names by, percent or both.",
    ],
    [
      "numberRules",
      { steps: "number as price", numberRules: "price 5% of highest" },
      'price: This is "last", "lowest" or "average".',
    ],
    ["keepRaw", { keepRaw: "2000000" }, "This is at most 1048576."],
    ["keepContents", { keepContents: "1" }, "This is at least 2."],
    ["keepChanges", { keepChanges: "0" }, "This is at least 1."],
    ["keepRuns", { keepRuns: "1h" }, "This is a duration from 1d to 3650d"],
    ["keepHours", { keepHours: "x" }, "This is a duration from 1d to 3650d"],
    ["keepFailures", { keepFailures: "1h" }, "This is a duration from 1d to 3650d"],
  ] as const)("%s has its sentence: %j", async (field, sent, sentence) => {
    const world = await create();
    const visitor = await logIn(world);
    const whole = { url, tags: "web", ...sent } as Record<string, string | string[]>;
    const page = await visitor.send("/targets/new", whole, "/targets/new");
    expect(page.status).toBe(422);
    expect(wrongAt(page.html, field)).toContain(sentence);
    expect(page.html).toContain(`<a href="#${field}">`);
    expect(textOf(page.html)).toContain("One thing needs another look");
    expect(await targets(world)).toEqual([]);
  });

  it("stands beside every other one, with what was typed, in an open fold", async () => {
    const world = await create();
    await addTarget(world, { key: "taken" });
    const visitor = await logIn(world);
    const sent = {
      url: "http://127.0.0.1/",
      when: "cron",
      cron: "* * *",
      timeout: "90s",
      name: "Kept name",
      headers: "accept: kept/type",
    };
    const { html } = await visitor.send("/targets/new", sent, "/targets/new");
    expect(textOf(html)).toContain("3 things need another look");
    expect(["url", "cron", "timeout"].map((field) => wrongAt(html, field))).toEqual([
      expect.stringContaining("127.0.0.1 is a loopback address"),
      expect.stringContaining("has 3."),
      expect.stringContaining("100ms to 1m"),
    ]);
    const fields = fieldsIn(html);
    expect([fields.get("cron"), fields.get("name")]).toEqual(["* * *", "Kept name"]);
    expect(html).toContain("accept: kept/type</textarea>");
    expect(html).toMatch(/<details open=""><summary>Schedule: to be put right/);
    expect(html).toMatch(/<details open=""><summary>Request and what is expected: to be/);
  });

  it("is told in Japanese to whoever reads it", async () => {
    const world = await create();
    const visitor = await logIn(world);
    await visitor.open("/login?lang=ja");
    const sent = { url, every: "1s", when: "every" };
    const { html } = await visitor.send("/targets/new", sent, "/targets/new");
    expect(wrongAt(html, "every")).toContain("5s から 366d までの時間を");
    expect(textOf(html)).toContain("見直しが必要な項目が 1 件あります");
  });

  it("is a key that another target has", async () => {
    const world = await create();
    await addTarget(world, { key: "taken" });
    const visitor = await logIn(world);
    const page = await visitor.send(
      "/targets/new",
      { url, key: "taken" },
      "/targets/new",
    );
    expect(page.status).toBe(422);
    expect(wrongAt(page.html, "key")).toBe("Another target has the key taken.");
    expect(await targets(world)).toHaveLength(1);
  });
});
