import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { headingOf, linkOf, textIn } from "#test/fixtures/pages/listed.ts";
import { fieldsIn, logIn, type Visitor } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

/** Targets 1 to 3: the third is paused, the first two have a tag. */
async function threeTargets() {
  const world = await createWorld();
  await addTarget(world, { url: "https://a.example/", name: "A", tags: ["web"] });
  await addTarget(world, { url: "https://b.example/", name: "B", tags: ["web"] });
  await addTarget(world, { url: "https://c.example/", name: "C", enabled: false });
  return { world, visitor: await logIn(world) };
}

const listAll = async (world: World, query = "") =>
  (await world.call("GET", `/api/targets?sort=created&limit=200${query}`)).body.items as {
    id: number;
    enabled: boolean;
    tags: string[];
  }[];

const enabledIn = async (world: World) =>
  (await listAll(world)).filter(({ enabled }) => enabled).map(({ id }) => id);

const tagsIn = async (world: World) => (await listAll(world)).map(({ tags }) => tags);

const noticeIn = (html: string) => textIn(html, '<div class="said up"', "</p>");

/** Sends the form of the notice that takes back what was done. */
async function undo(visitor: Visitor, html: string) {
  const form = html.slice(html.indexOf('<div class="said up"'));
  const fields = Object.fromEntries(fieldsIn(form.slice(0, form.indexOf("</form>"))));
  return await visitor.send("/bulk", fields, "/");
}

describe("what is done to ticked targets", () => {
  it("pauses them, and takes back only what it changed", async () => {
    const { world, visitor } = await threeTargets();
    const done = await visitor.send("/bulk", { do: "pause", id: ["1", "3"] }, "/");
    expect(noticeIn(done.html)).toBe("1 target paused. 1 needed no change.");
    expect(await enabledIn(world)).toEqual([2]);
    const undone = await undo(visitor, done.html);
    expect(noticeIn(undone.html)).toBe("1 target resumed.");
    expect(await enabledIn(world)).toEqual([1, 2]);
  });

  it("resumes them, and takes it back", async () => {
    const { world, visitor } = await threeTargets();
    const done = await visitor.send("/bulk", { do: "resume", id: ["1", "2", "3"] }, "/");
    expect(noticeIn(done.html)).toBe("1 target resumed. 2 needed no change.");
    await undo(visitor, done.html);
    expect(await enabledIn(world)).toEqual([1, 2]);
  });

  it("adds and removes a tag, and takes both back", async () => {
    const { world, visitor } = await threeTargets();
    const asked = await visitor.send("/bulk", { do: "ask-tag", id: ["1", "3"] }, "/");
    expect(headingOf(asked.html)).toBe("Tag 2 targets");
    const form = Object.fromEntries(
      fieldsIn(asked.html.slice(asked.html.indexOf("<main"))),
    );
    const added = await visitor.send("/bulk", { ...form, do: "add-tag", label: "night" });
    expect(noticeIn(added.html)).toBe("2 targets got the tag night.");
    expect(await tagsIn(world)).toEqual([["web", "night"], ["web"], ["night"]]);
    await undo(visitor, added.html);
    expect(await tagsIn(world)).toEqual([["web"], ["web"], []]);

    const fields = { do: "remove-tag", label: "web", id: ["1", "3"] };
    const removed = await visitor.send("/bulk", fields, "/");
    expect(noticeIn(removed.html)).toBe("1 target lost the tag web. 1 needed no change.");
    await undo(visitor, removed.html);
    expect(await tagsIn(world)).toEqual([["web"], ["web"], []]);
  });

  it("refuses a tag that is none at its field, as the API does, and keeps what was typed", async () => {
    const { world, visitor } = await threeTargets();
    const fields = { do: "add-tag", label: "<b>", id: "1" };
    const { status, html } = await visitor.send("/bulk", fields, "/");
    expect(status).toBe(422);
    expect(html).toContain('value="&lt;b&gt;"');
    expect(textIn(html, '<p class="wrong"', "</p>")).toContain(
      "A tag is 1 to 50 letters",
    );
    expect(await tagsIn(world)).toEqual([["web"], ["web"], []]);
  });

  it("runs them now and says how they ended", async () => {
    const { world, visitor } = await threeTargets();
    const done = await visitor.send(
      "/bulk",
      { do: "run", id: ["1", "2", "3", "77"] },
      "/",
    );
    expect(noticeIn(done.html)).toBe(
      "3 targets ran: 3 ok. 1 refused: There is no target 77.",
    );
    expect(world.requests).toHaveLength(3);
  });

  it("runs a target once that was ticked under two tags", async () => {
    const { world, visitor } = await threeTargets();
    await visitor.send("/bulk", { do: "run", id: ["1", "1"] }, "/");
    expect(world.requests).toHaveLength(1);
  });

  it("runs at most twenty in a request, and goes on with the rest", async () => {
    const world = await createWorld();
    const one = { url: "https://a.example/" };
    await world.call("POST", "/api/targets/bulk", {
      operation: "create",
      documents: Array.from({ length: 25 }, () => one),
    });
    const visitor = await logIn(world);
    const begun = await visitor.send("/bulk", { do: "run", which: "filter" }, "/");
    expect(headingOf(begun.html)).toBe("20 targets done, more are left");
    expect(world.requests).toHaveLength(20);
    const form = begun.html.slice(begun.html.indexOf("<main"));
    const rest = { ...Object.fromEntries(fieldsIn(form)), do: "run" };
    const done = await visitor.send("/bulk", rest, "/");
    expect(noticeIn(done.html)).toBe(
      "5 targets ran: 5 ok. 20 targets were dealt with before.",
    );
    expect(world.requests).toHaveLength(25);
  });

  it("runs on the free plan as many as a request has statements for", async () => {
    const site = "https://a.example";
    await seedTargets(DB, { count: 20, site, dueAt: 0, anchorAt: 0 });
    const world = await createWorld({ vars: { PLAN: "free" } });
    const visitor = await logIn(world);
    const begun = await visitor.send("/bulk", { do: "run", which: "filter" }, "/");
    const many = world.requests.length;
    expect(headingOf(begun.html)).toBe(`${many} targets done, more are left`);
    expect(many).toBeGreaterThanOrEqual(4);
    const form = begun.html.slice(begun.html.indexOf("<main"));
    const rest = { ...Object.fromEntries(fieldsIn(form)), do: "run" };
    await visitor.send("/bulk", rest, "/");
    expect(new Set(world.requests).size).toBe(world.requests.length);
  });

  it("deletes them only from a page that asks, says how many, and that it cannot be undone", async () => {
    const { world, visitor } = await threeTargets();
    const asked = await visitor.send("/bulk", { do: "ask-delete", id: ["1", "3"] }, "/");
    expect(headingOf(asked.html)).toBe("Delete these 2 targets?");
    expect(asked.html).toContain("This cannot be undone");
    expect(textIn(asked.html, '<ul class="card"', "</ul>")).toBe("A C");
    expect(await listAll(world)).toHaveLength(3);
    const form = Object.fromEntries(
      fieldsIn(asked.html.slice(asked.html.indexOf("<main"))),
    );
    const done = await visitor.send("/bulk", { ...form, do: "delete" }, "/");
    expect(noticeIn(done.html)).toBe("2 targets deleted.");
    expect(done.html).not.toContain(">Undo<");
    expect((await listAll(world)).map(({ id }) => id)).toEqual([2]);
  });

  it("says so when nothing was ticked, or what was ticked is gone", async () => {
    const { visitor } = await threeTargets();
    const none = await visitor.send("/bulk", { do: "pause" }, "/");
    expect(noticeIn(none.html)).toBe("Nothing was ticked, so nothing was done.");
    const gone = await visitor.send("/bulk", { do: "pause", id: "99" }, "/");
    expect(noticeIn(gone.html)).toContain("1 refused: There is no target 99.");
  });

  it("goes back to the view it came from, and nowhere else", async () => {
    const { visitor } = await threeTargets();
    const back = "/?tag=web&sort=name";
    const fields = { do: "pause", id: "1" };
    expect((await visitor.send("/bulk", { ...fields, back }, "/")).path).toBe(back);
    for (const elsewhere of ["https://evil.example/", "//evil.example", "javascript:x"]) {
      const { path } = await visitor.send("/bulk", { ...fields, back: elsewhere }, "/");
      expect(path).toBe("/");
      const query = new URLSearchParams({ which: "filter", back: elsewhere });
      const { html } = await visitor.open(`/bulk/delete?${query}`);
      expect(linkOf(html, "Cancel")).toBe("/");
    }
  });

  it("refuses an operation that there is none, and a form of nobody's login", async () => {
    const { world, visitor } = await threeTargets();
    const unknown = await visitor.send("/bulk", { do: "explode", id: "1" }, "/");
    expect(unknown.status).toBe(422);
    const forged = await visitor.post("/bulk", "do=pause&id=1");
    expect(forged.status).toBe(403);
    expect(await enabledIn(world)).toEqual([1, 2]);
  });
});

describe("what is done to all that a filter matches", () => {
  const sixHundred = async () => {
    const site = "https://a.example";
    await seedTargets(DB, { count: 600, site, dueAt: 0, anchorAt: 0 });
    const world = await createWorld();
    return { world, visitor: await logIn(world) };
  };
  const count = async (condition: string) =>
    await DB.prepare(`SELECT count(*) FROM targets WHERE ${condition}`).first("count(*)");

  it("pauses 600 targets in one request, and takes it back", async () => {
    const { visitor } = await sixHundred();
    const done = await visitor.send("/bulk", { do: "pause", which: "filter" }, "/");
    expect(noticeIn(done.html)).toBe("600 targets paused.");
    expect(await count("enabled = 0")).toBe(600);
    const undone = await undo(visitor, done.html);
    expect(noticeIn(undone.html)).toBe("600 targets resumed.");
    expect(await count("enabled = 1")).toBe(600);
  });

  it("pauses those alone that match", async () => {
    const { visitor } = await sixHundred();
    const fields = { do: "pause", which: "filter", tag: "tag7", text: "Page" };
    const done = await visitor.send("/bulk", fields, "/");
    expect(noticeIn(done.html)).toBe("6 targets paused.");
    expect(await count("enabled = 0")).toBe(6);
    expect(await count("enabled = 0 AND tags = '[\"tag7\"]'")).toBe(6);
  });

  it("says that it cannot be undone where a notice does not hold them", async () => {
    const site = "https://a.example";
    await seedTargets(DB, { count: 2_000, site, dueAt: 0, anchorAt: 0 });
    await DB.prepare("UPDATE targets SET enabled = id % 2, status = 'up'").run();
    const visitor = await logIn(await createWorld());
    const done = await visitor.send("/bulk", { do: "pause", which: "filter" }, "/");
    expect(noticeIn(done.html)).toBe(
      "1,000 targets paused. 1,000 needed no change. These are too many to undo with one click.",
    );
    expect(done.html).not.toContain(">Undo<");
  });

  it("deletes 600 targets from a page that says how many", async () => {
    const { visitor } = await sixHundred();
    const asked = await visitor.send("/bulk", { do: "ask-delete", which: "filter" }, "/");
    expect(headingOf(asked.html)).toBe("Delete these 600 targets?");
    expect(asked.html).toContain("600 targets: all there are");
    const form = Object.fromEntries(
      fieldsIn(asked.html.slice(asked.html.indexOf("<main"))),
    );
    const done = await visitor.send("/bulk", { ...form, do: "delete" }, "/");
    expect(headingOf(done.html)).toBe("Nothing to watch yet");
    expect(noticeIn(done.html)).toBe("600 targets deleted.");
  });

  it("does on the free plan what one request may, and goes on from there", async () => {
    const site = "https://a.example";
    await seedTargets(DB, { count: 1_600, site, dueAt: 0, anchorAt: 0 });
    const visitor = await logIn(await createWorld({ vars: { PLAN: "free" } }));
    const begun = await visitor.send("/bulk", { do: "pause", which: "filter" }, "/");
    expect(headingOf(begun.html)).toBe("1,500 targets done, more are left");
    expect(await count("enabled = 1")).toBe(98);
    const form = begun.html.slice(begun.html.indexOf("<main"));
    const rest = { ...Object.fromEntries(fieldsIn(form)), do: "pause" };
    const done = await visitor.send("/bulk", rest, "/");
    expect(noticeIn(done.html)).toBe(
      "98 targets paused. 2 needed no change. 1,500 targets were dealt with before.",
    );
    expect(await count("enabled = 1")).toBe(0);
  });
});
