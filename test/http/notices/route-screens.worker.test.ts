// Tests the pages of routes and silences: what they say of who is told what, and what
// their forms change.
import { describe, expect, it } from "vitest";
import { addChannel } from "#test/fixtures/notices/told-hosts.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { headingOf, rowTexts, textIn } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const hostile = '<script>window.harmed = 1</script>"';

const tree = {
  channels: ["team"],
  groupWait: "1m",
  routes: [
    {
      match: ['tag="web"', 'severity="down"'],
      channels: ["ops", hostile],
      groupBy: ["host"],
      repeat: null,
      mute: [{ weekdays: ["sun"], from: "09:00", to: "17:00", zone: "UTC" }],
    },
    { match: ['kind="job"'], channels: [], digest: "1d", continue: true },
  ],
};

async function worldWithRoutes(): Promise<World> {
  const world = await createWorld({ now: start, vars: { READ_TOKEN: "look" } });
  for (const [i, name] of ["ops", "team", hostile].entries())
    await world.call("POST", "/api/channels", {
      kind: "webhook",
      name,
      url: `https://hook${i}.example.com/`,
    });
  const { status, body } = await world.call("PUT", "/api/routes", tree);
  expect(status, JSON.stringify(body)).toBe(200);
  return world;
}

describe("the page of routes", () => {
  it("says before anybody decided that every channel is told everything", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const before = (await visitor.open("/routes")).html;
    expect(headingOf(before)).toBe("Nobody is told anything yet");
    await addChannel(world, "ops");
    const { html } = await visitor.open("/routes");
    expect(headingOf(html)).toBe("Every channel is told everything");
    expect(textIn(html, 'id="tree"', "</section>")).toContain(
      "Everything tells every channel after 30 s; then at most every 5 min; again every 4 h while it goes on",
    );
  });

  it("says the tree in words, whatever channels are called", async () => {
    const { html } = await (await logIn(await worldWithRoutes())).open("/routes");
    expect(headingOf(html)).toBe("3 routes say who is told what");
    const said = textIn(html, 'id="tree"', "</section>");
    expect(said).toContain("Whatever no route below takes tells team after 1 min;");
    expect(said).toContain(
      `{tag="web", severity="down"} tells ops, ${hostile} without reminders; together by host; quiet during Sunday 09:00–17:00 UTC`,
    );
    expect(said).toContain(
      '{kind="job"} tells nobody once in 1 d, all together; the next routes are tried as well',
    );
    expect(html).not.toContain("<script>window");
  });

  it("answers what would be told to whom, by id, key and name", async () => {
    const world = await worldWithRoutes();
    await addTarget(world, { key: "home", name: hostile, tags: ["web"] });
    const visitor = await logIn(world);
    for (const target of ["1", "home", hostile]) {
      const query = new URLSearchParams({ target, severity: "down" });
      const { html, status } = await visitor.open(`/routes?${query}`);
      expect(status).toBe(200);
      expect(textOf(html)).toContain(`2 channels would be told of ${hostile}.`);
      const [first] = rowTexts(html.slice(html.indexOf('role="status"')));
      expect(first).toContain("ops after 1 min After the wait of its group.");
      expect(html).not.toContain("<script>window");
    }
    const { html } = await visitor.open("/routes?target=home&severity=degraded");
    expect(textOf(html)).toContain("1 channel would be told");
    expect(textOf(html)).toContain('severity="down" does not match.');
  });

  it("says why a target is quiet: silenced, in maintenance, paused", async () => {
    const world = await worldWithRoutes();
    await addTarget(world, { key: "home", tags: ["web"] });
    await world.call("POST", "/api/silences", { match: [{ target: "home" }], for: "2h" });
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    const ask = async () => textOf((await visitor.open("/routes?target=home")).html);
    expect(await ask()).toContain("2 時間後 その時刻までミュートされています。");
    const window = { name: "move", targets: ["home"], for: "1h" };
    expect((await world.call("POST", "/api/maintenance", window)).status).toBe(201);
    expect(await ask()).toContain("メンテナンス中です（move）。");
    await world.call("PATCH", "/api/targets/home", { enabled: false });
    expect(await ask()).toContain("一時停止中のため、");
  });

  it("says that nobody would be told, and of which target there is none", async () => {
    const world = await createWorld();
    await addTarget(world, { key: "home", name: "twin" });
    await addTarget(world, { name: "twin", url: "https://other.example.com/" });
    const visitor = await logIn(world);
    const ask = (target: string) =>
      visitor.open(`/routes?target=${encodeURIComponent(target)}`);
    expect(textOf((await ask("home")).html)).toContain("Nobody would be told of twin.");
    const none = await ask("<b>nothing</b>");
    expect(none.status).toBe(422);
    expect(textOf(none.html)).toContain("There is no target <b>nothing</b>.");
    expect(none.html).toContain('aria-invalid="true"');
    expect(textOf((await ask("twin")).html)).toContain("2 targets are called twin");
    expect((await visitor.open("/routes?severity=bad")).status).toBe(422);
  });

  it("is changed as JSON, and keeps what others changed meanwhile", async () => {
    const world = await worldWithRoutes();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/routes/edit");
    const [, anchor] = /href="\/docs#(\w+)"/.exec(html) ?? [];
    expect((await visitor.open("/docs")).html).toContain(`id="${anchor}"`);
    const { revision, json } = formIn(html);
    expect(JSON.parse(String(json))).toMatchObject(tree);
    const changed = JSON.stringify({ ...tree, groupWait: "2m" });
    const saved = await visitor.send("/routes/edit", {
      revision: String(revision),
      json: changed,
    });
    expect(saved.path).toBe("/routes");
    expect(textOf(saved.html)).toContain("The routes are changed.");
    expect((await world.call("GET", "/api/routes")).body.groupWait).toBe("2m");
    const late = await visitor.send("/routes/edit", {
      revision: String(revision),
      json: "{}",
    });
    expect(late.status).toBe(409);
    expect(textOf(late.html)).toContain(
      "The tree of routes was changed or deleted meanwhile",
    );
    expect((await world.call("GET", "/api/routes")).body.groupWait).toBe("2m");
  });

  it.each([
    ["{", "This is no JSON: "],
    ['{"groupWait":"soon"}', "/groupWait: This is a duration"],
    ['{"routes":[{"match":["tag"]}]}', "/routes/0/match/0: At character 4:"],
    [
      '{"routes":[{"channels":["gone"]}]}',
      '/routes/0/channels/0: There is no channel "gone".',
    ],
    ['{"chanels":[]}', "/chanels: "],
    ["[]", "the top: "],
  ])("refuses %s at its place, and keeps what was typed", async (json, said) => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const { html, status } = await visitor.send("/routes/edit", { json });
    expect(status).toBe(422);
    expect(textIn(html, 'id="json-wrong"', "</p>")).toContain(said);
    expect(formIn(html).json).toBe(json);
    expect((await world.call("GET", "/api/routes")).body).toEqual({});
  });
});

describe("the page of silences", () => {
  const silence = {
    match: 'tag="web"\nhost=~".*"',
    for: "2h",
    reason: hostile,
    by: "ada",
  };

  it("makes one, lists it, and ends it", async () => {
    const world = await createWorld({ now: start });
    const visitor = await logIn(world);
    expect(headingOf((await visitor.open("/silences")).html)).toBe("Nothing is silenced");
    const made = await visitor.send("/silences", silence, "/silences");
    expect(headingOf(made.html)).toBe("1 silence holds now");
    expect(rowTexts(made.html)[0]).toContain(
      `tag="web", host=~".*" In force 00:00:00 02:00:00 ${hostile} by ada`,
    );
    expect(made.html).not.toContain("<script>window");
    const ended = await visitor.send("/silences/1/end", {}, "/silences");
    expect(textOf(ended.html)).toContain("The silence is over.");
    expect(headingOf(ended.html)).toBe("Nothing is silenced");
    expect(rowTexts(ended.html)[0]).toContain("Over");
    expect(ended.html).not.toContain("/silences/1/end");
    expect((await visitor.send("/silences/9/end", {})).status).toBe(404);
  });

  it.each([
    [{ ...silence, match: "" }, "match", "Say what is silenced"],
    [{ ...silence, match: "web" }, "match", "At character"],
    [{ ...silence, for: "long" }, "for", "This is a duration"],
    [{ ...silence, for: "" }, "for", "Give one of for, until and untilRecovery."],
  ])("refuses %j at its field, and keeps what was typed", async (typed, field, said) => {
    const visitor = await logIn(await createWorld());
    const { html, status } = await visitor.send("/silences", typed, "/silences");
    expect(status).toBe(422);
    expect(textIn(html, `id="${field}-wrong"`, "</p>")).toContain(said);
    expect(formIn(html)).toMatchObject({
      reason: hostile,
      match: typed.match.replaceAll("\n", "\r\n"),
    });
  });
});

describe("the pages about alerts", () => {
  it("lead from one to the others, and say how telling stands", async () => {
    const world = await worldWithRoutes();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/alerts");
    expect(headingOf(html)).toBe("Every notice was sent");
    expect(textOf(html)).toContain("3 routes say who is told what.");
    for (const path of ["channels", "notices", "routes", "silences", "maintenance"]) {
      expect(html).toContain(`href="/${path}"`);
      expect((await visitor.open(`/${path}`)).html).toContain('aria-current="page"');
    }
    expect((await costOfPage(world, visitor, "/alerts")).statements).toBe(5);
  });

  it("are there for a reader without a button, in both languages", async () => {
    const world = await worldWithRoutes();
    await world.call("POST", "/api/silences", { match: [{ tag: "web" }], for: "2h" });
    const reader = createVisitor(world, { "accept-language": "ja" });
    await reader.logIn("look");
    for (const path of ["/alerts", "/routes", "/silences", "/notices", "/channels"]) {
      const { html, status } = await reader.open(path);
      expect([path, status]).toEqual([path, 200]);
      const actions = [...html.matchAll(/method="post" action="([^"]+)"/g)].map(
        ([, to]) => to,
      );
      expect(actions, path).toEqual(["/logout"]);
      expect(html).not.toContain("/routes/edit");
    }
    expect((await reader.open("/routes/edit")).status).toBe(403);
  });
});
