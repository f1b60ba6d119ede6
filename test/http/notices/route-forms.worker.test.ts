// Tests the form of one route: that a person can add, change, move and delete routes with
// it, that it names what is wrong where it stands, and that two people do not undo each
// other's work.
import { describe, expect, it } from "vitest";
import { addChannel } from "#test/fixtures/notices/told-hosts.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { headingOf, textIn } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import {
  createVisitor,
  logIn,
  textOf,
  type Visitor,
} from "#test/fixtures/pages/visitor.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const tree = {
  channels: ["team"],
  groupWait: "1m",
  routes: [
    {
      match: ['tag="web"', 'severity="down"', 'event=~"incident|job"'],
      channels: ["ops"],
      groupBy: ["host", "tag"],
      groupWait: "10s",
      groupInterval: "2m",
      repeat: null,
      mute: [
        { weekdays: ["mon", "tue"], from: "09:00", to: "17:00", zone: "Europe/Berlin" },
      ],
      digest: "1d",
      continue: true,
      routes: [{ match: ['host=~"a.*"'], channels: [], groupBy: [], mute: [] }],
    },
    { match: ['kind="site"'], digest: null },
    { match: ['kind="job"'], channels: [] },
  ],
};

async function worldWith(routes: object): Promise<World> {
  const world = await createWorld();
  await addChannel(world, "ops");
  await addChannel(world, "team");
  const { status, body } = await world.call("PUT", "/api/routes", routes);
  expect(status, JSON.stringify(body)).toBe(200);
  return world;
}

const treeOf = async (world: World) => (await world.call("GET", "/api/routes")).body;

type Fields = Record<string, string | string[]>;

const formOf = async (visitor: Visitor, path: string): Promise<Fields> =>
  formIn((await visitor.open(path)).html);

describe("the form of a route", () => {
  it.each(["top", "0", "0.0", "1", "2"])(
    "says all that the route at %s says, and sent again changes nothing",
    async (place) => {
      const world = await worldWith(tree);
      const visitor = await logIn(world);
      const fields = await formOf(visitor, `/routes/change?at=${place}`);
      const { html, path } = await visitor.send("/routes/change", fields);
      expect([path, textOf(html)]).toEqual([
        "/routes",
        expect.stringContaining("The route is changed."),
      ]);
      expect(await treeOf(world)).toEqual(tree);
    },
  );

  it("adds a route with everything that one can say", async () => {
    const world = await worldWith({});
    const visitor = await logIn(world);
    const fields = await formOf(visitor, "/routes/new?below=top");
    const added = await visitor.send("/routes/new", {
      ...fields,
      match: 'tag="web"\r\n\r\n severity="down" ',
      events: ["job", "incident"],
      told: "these",
      channels: ["1"],
      grouping: "these",
      groupBy: ["host", "tag"],
      groupWait: "10s",
      groupInterval: "2m",
      repeat: "Never",
      digest: "1d",
      mute: "mon-tue 09:00-17:00 Europe/Berlin",
      goesOn: "yes",
    });
    expect(textOf(added.html)).toContain("The route is added.");
    const { routes: _, ...first } = tree.routes[0] as { routes?: unknown };
    expect(await treeOf(world)).toEqual({ routes: [first] });
  });

  it("moves a route below another one, with what stands below it", async () => {
    const world = await worldWith(tree);
    const visitor = await logIn(world);
    const fields = await formOf(visitor, "/routes/change?at=0");
    const { html } = await visitor.open("/routes/change?at=0");
    expect(textIn(html, 'id="above"', "</select>")).not.toContain('host=~"a.*"');
    await visitor.send("/routes/change", { ...fields, above: "1" });
    const [first, second, third] = tree.routes;
    expect(await treeOf(world)).toEqual({
      ...tree,
      routes: [{ ...second, routes: [first] }, third],
    });
  });

  it("moves routes up and down, and deletes one with those below it", async () => {
    const world = await worldWith(tree);
    const visitor = await logIn(world);
    const press = async (button: Fields) => {
      const { revision = "" } = await formOf(visitor, "/routes");
      return await visitor.send("/routes/move", { revision, ...button });
    };
    const [first, second, third] = tree.routes;
    await press({ down: "0" });
    expect((await treeOf(world)).routes).toEqual([second, first, third]);
    await press({ up: "1" });
    expect((await treeOf(world)).routes).toEqual([first, second, third]);
    const question = await visitor.open("/routes/delete?at=0");
    expect(textOf(question.html)).toContain("It goes with the 1 route below it.");
    const gone = await visitor.send("/routes/delete", formIn(question.html));
    expect(textOf(gone.html)).toContain("The route is deleted.");
    expect((await treeOf(world)).routes).toEqual([second, third]);
  });

  it.each<[Fields, string, string]>([
    [
      { match: 'tag="web"\r\n\r\ncolour=red' },
      "match",
      "Line 3: At character 1: A label",
    ],
    [{ told: "these" }, "channels", "Tick a channel, or tell nobody."],
    [{ told: "these", channels: "9" }, "channels", "There is no channel 9."],
    [{ grouping: "these" }, "groupBy", "Tick a label, or tell everything together."],
    [{ groupWait: "2d" }, "groupWait", "This is a duration from 0s to 1h"],
    [{ groupInterval: "soon" }, "groupInterval", "This is a duration"],
    [{ repeat: "1s" }, "repeat", "This is a duration"],
    [{ digest: "1s" }, "digest", "This is a duration"],
    [{ mute: "22:00-06:00\r\nnight" }, "mute", "Line 2: A window is written as"],
    [{ mute: "22:00-06:00 Mars" }, "mute", 'Line 1: "Mars" is no time zone'],
    [{ above: "7" }, "above", "This is another route, and not one below it."],
  ])("refuses %j at its field, and keeps what was typed", async (typed, field, said) => {
    const world = await worldWith(tree);
    const visitor = await logIn(world);
    const fields = await formOf(visitor, "/routes/new?below=top");
    const sent = { ...fields, digest: "3d", ...typed };
    const { html, status } = await visitor.send("/routes/new", sent);
    expect(status).toBe(422);
    expect(textIn(html, `id="${field}-wrong"`, "</p>")).toContain(said);
    expect(textIn(html, 'class="said failed"', "</div>")).toContain(said);
    const { "form-token": _, channels: _gone, above: _place, ...kept } = formIn(html);
    expect(sent).toMatchObject(kept);
    expect(await treeOf(world)).toEqual(tree);
  });

  it("says what is wrong in Japanese as well", async () => {
    const world = await worldWith(tree);
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    const fields = await formOf(visitor, "/routes/new");
    for (const typed of [{ mute: "night" }, { told: "these" }, { above: "7" }]) {
      const { html } = await visitor.send("/routes/new", { ...fields, ...typed });
      expect(textIn(html, 'class="wrong"', "</p>")).not.toMatch(
        /[A-Za-z]{3,} [a-z]{2,} /,
      );
    }
  });

  it("is not there for a place without a route, nor for a reader", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    const visitor = await logIn(world);
    for (const path of ["change?at=0", "change?at=0.0", "new?below=3", "delete?at=1"])
      expect((await visitor.open(`/routes/${path}`)).status).toBe(404);
    expect((await visitor.open("/routes/change?at=x")).status).toBe(422);
    const reader = await logIn(world, "look");
    for (const path of ["change?at=top", "new", "delete?at=0"])
      expect((await reader.open(`/routes/${path}`)).status).toBe(403);
    expect((await reader.send("/routes/move", { up: "1" })).status).toBe(403);
  });
});

describe("two people who change routes at once", () => {
  const opened = async (world: World, path: string) => {
    const visitor = await logIn(world);
    return { visitor, fields: await formOf(visitor, path) };
  };

  it("are told, and a change of one route finds it where it stands by now", async () => {
    const world = await worldWith(tree);
    const { visitor, fields } = await opened(world, "/routes/change?at=1");
    const [first, second, third] = tree.routes;
    const theirs = { ...tree, routes: [second, first, third] };
    await world.call("PUT", "/api/routes", theirs);
    const sent = { ...fields, groupWait: "5s" };
    const told = await visitor.send("/routes/change", sent);
    expect(told.status).toBe(409);
    expect(textIn(told.html, 'class="said failed"', "</div>")).toContain(
      "this one was not",
    );
    expect(await treeOf(world)).toEqual(theirs);
    expect(formIn(told.html)).toMatchObject({ at: "0", groupWait: "5s" });
    await visitor.send("/routes/change", formIn(told.html));
    expect(await treeOf(world)).toEqual({
      ...theirs,
      routes: [{ ...second, groupWait: "5s" }, first, third],
    });
  });

  it("see how a route is now that both have changed", async () => {
    const world = await worldWith(tree);
    const { visitor, fields } = await opened(world, "/routes/change?at=2");
    const [first, second, third] = tree.routes;
    const theirs = { ...tree, routes: [first, second, { ...third, channels: ["ops"] }] };
    await world.call("PUT", "/api/routes", theirs);
    const told = await visitor.send("/routes/change", { ...fields, repeat: "2h" });
    expect(told.status).toBe(409);
    expect(textIn(told.html, 'class="said failed"', "</div>")).toContain(
      "see how it is now",
    );
    expect(textIn(told.html, 'id="standing"', "</section>")).toContain("tells ops");
    expect(await treeOf(world)).toEqual(theirs);
    await visitor.send("/routes/change", formIn(told.html));
    expect((await treeOf(world)).routes[2]).toEqual({ ...third, repeat: "2h" });
  });

  it("keep what was typed of a route that the other has deleted", async () => {
    const world = await worldWith(tree);
    const { visitor, fields } = await opened(world, "/routes/change?at=2");
    const theirs = { ...tree, routes: tree.routes.slice(0, 2) };
    await world.call("PUT", "/api/routes", theirs);
    const told = await visitor.send("/routes/change", { ...fields, repeat: "2h" });
    expect(told.status).toBe(409);
    expect(headingOf(told.html)).toBe("Add a route");
    await visitor.send("/routes/new", formIn(told.html));
    const added = { ...tree.routes[2], repeat: "2h" };
    expect((await treeOf(world)).routes).toEqual([...theirs.routes, added]);
  });

  it("neither move nor delete what they did not see, nor add without being told", async () => {
    const world = await worldWith(tree);
    const { visitor, fields } = await opened(world, "/routes");
    const adding = await formOf(visitor, "/routes/new?below=0");
    const theirs = { ...tree, routes: tree.routes.slice(1) };
    await world.call("PUT", "/api/routes", theirs);
    const revision = fields.revision ?? "";
    for (const [path, sent] of [
      ["/routes/move", { down: "0" }],
      ["/routes/delete", { at: "0" }],
    ] as const) {
      const { html } = await visitor.send(path, { revision, ...sent });
      expect(textOf(html)).toContain("so nothing was done");
      expect(await treeOf(world)).toEqual(theirs);
      await visitor.send(path, sent);
      expect(await treeOf(world)).toEqual(theirs);
    }
    const told = await visitor.send("/routes/new", { ...adding, match: 'name="x"' });
    expect(told.status).toBe(409);
    expect(formIn(told.html)).toMatchObject({ match: 'name="x"' });
    expect(await treeOf(world)).toEqual(theirs);
  });
});

describe("a tree of 200 routes", () => {
  const many = {
    routes: Array.from({ length: 199 }, (_, i) => ({ match: [`name="page ${i}"`] })),
  };

  it("is shown, changed and kept within its bounds at the cost of a small one", async () => {
    const world = await worldWith(many);
    const visitor = await logIn(world);
    expect((await costOfPage(world, visitor, "/routes")).statements).toBe(2);
    expect((await costOfPage(world, visitor, "/routes/change?at=198")).statements).toBe(
      2,
    );
    const { html } = await visitor.open("/routes");
    expect(html.length).toBeLessThan(250_000);
    const fields = await formOf(visitor, "/routes/change?at=198");
    await visitor.send("/routes/change", { ...fields, repeat: "2h" });
    expect((await treeOf(world)).routes[198].repeat).toBe("2h");
    const adding = await formOf(visitor, "/routes/new?below=3");
    const { html: full, status } = await visitor.send("/routes/new", adding);
    expect(status).toBe(422);
    expect(textOf(full)).toContain("There are at most 200 routes.");
  });

  it("has no route on a ninth level", async () => {
    const chain = (depth: number): object =>
      depth === 0 ? {} : { routes: [chain(depth - 1)] };
    const world = await worldWith(chain(8));
    const visitor = await logIn(world);
    const deepest = Array(8).fill(0).join(".");
    const fields = await formOf(visitor, `/routes/new?below=${deepest}`);
    const { html, status } = await visitor.send("/routes/new", fields);
    expect(status).toBe(422);
    expect(textOf(html)).toContain("Routes are at most 8 levels deep.");
  });
});
