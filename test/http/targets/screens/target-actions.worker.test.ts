// Tests what the buttons of a target's page do, and for whom.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const vars = { READ_TOKEN: "reader" };
const statusOf = async (world: Awaited<ReturnType<typeof createWorld>>, id: number) =>
  (await world.call("GET", `/api/targets/${id}`)).body.status;

describe("the button", () => {
  it("Run now runs a page and leads to the run", async () => {
    const world = await createWorld({ site: () => ({ status: 204 }) });
    const id = await addTarget(world);
    const visitor = await logIn(world);
    const page = await visitor.send(`/targets/${id}/run`, {}, `/targets/${id}`);
    expect(page.status).toBe(200);
    expect(page.path).toMatch(new RegExp(`^/targets/${id}/runs/\\d{4}-`));
    const text = textOf(page.html);
    expect(text).toContain("The run has ended and is recorded.");
    expect(text).toContain("Ok: answered 204");
    expect(text).toContain("somebody asked for it");
  });

  it("Run now opens a crawl of a site and leads to it", async () => {
    const world = await createWorld();
    const id = await addTarget(world, { kind: "site" });
    const visitor = await logIn(world);
    const page = await visitor.send(`/targets/${id}/run`, {}, `/targets/${id}`);
    expect(page.path).toMatch(new RegExp(`^/targets/${id}/crawls/\\d+$`));
    expect(
      (await world.call("GET", `/api/targets/${id}/crawls`)).body.items,
    ).toHaveLength(1);
  });

  it("Pause pauses, and its undo resumes", async () => {
    const world = await createWorld();
    const id = await addTarget(world, { name: "Shop" });
    const visitor = await logIn(world);
    const paused = await visitor.send(`/targets/${id}/pause`, {}, `/targets/${id}`);
    expect(textOf(paused.html)).toContain("Shop is paused");
    expect(paused.html).toContain(`action="/targets/${id}/resume"`);
    expect(await statusOf(world, id)).toBe("paused");
    const resumed = await visitor.send(`/targets/${id}/resume`, {}, `/targets/${id}`);
    expect(textOf(resumed.html)).toContain("Shop runs again.");
    expect(await statusOf(world, id)).toBe("new");
  });

  it("Delete deletes, and asks before", async () => {
    const world = await createWorld();
    const id = await addTarget(world, { name: "Shop" });
    const visitor = await logIn(world);
    const asked = textOf((await visitor.open(`/targets/${id}`)).html);
    expect(asked).toContain("Nothing brings them back.");
    const page = await visitor.send(`/targets/${id}/delete`, {}, `/targets/${id}`);
    expect(page.path).toBe("/");
    expect((await world.call("GET", `/api/targets/${id}`)).status).toBe(404);
  });

  it("Try it again takes a target back that is left alone", async () => {
    const world = await createWorld();
    const id = await addTarget(world);
    await DB.prepare(`
      INSERT INTO set_aside (kind, item, since, retry_at, reason)
      VALUES ('target', ?, ?, ?, 'it <b>broke</b>')`)
      .bind(`${id}`, world.now(), world.now() + 3_600_000)
      .run();
    const visitor = await logIn(world);
    const { html } = await visitor.open(`/targets/${id}`);
    expect(textOf(html)).toContain("it is tried again in 1 h.");
    expect(html).toContain("it &lt;b&gt;broke&lt;/b&gt;");
    const page = await visitor.send(`/targets/${id}/retry`, {}, `/targets/${id}`);
    expect(textOf(page.html)).toContain("it is tried again now.");
  });
});

describe("a target's forms", () => {
  const actions = ["run", "pause", "resume", "delete", "retry"];

  it.each(actions)("without their token do not %s", async (action) => {
    const world = await createWorld();
    const id = await addTarget(world);
    const visitor = await logIn(world);
    const page = await visitor.post(`/targets/${id}/${action}`, "");
    expect(page.status).toBe(403);
    expect(await statusOf(world, id)).toBe("new");
    expect(world.requests).toEqual([]);
  });

  it.each(actions)("let no reader %s", async (action) => {
    const world = await createWorld({ vars });
    const id = await addTarget(world);
    const visitor = await logIn(world, "reader");
    const token = fieldsIn((await visitor.open(`/targets/${id}`)).html).get("form-token");
    const page = await visitor.post(
      `/targets/${id}/${action}`,
      new URLSearchParams({ "form-token": token ?? "" }).toString(),
    );
    expect(page.status).toBe(403);
    expect(await statusOf(world, id)).toBe("new");
    expect(world.requests).toEqual([]);
  });

  it.each(actions)("for a target that is not there say so: %s", async (action) => {
    const world = await createWorld();
    const id = await addTarget(world);
    const visitor = await logIn(world);
    const page = await visitor.send(`/targets/99/${action}`, {}, `/targets/${id}`);
    expect(page.status).toBe(404);
  });

  it("are not there for a reader", async () => {
    const world = await createWorld({ vars });
    const id = await addTarget(world);
    const { html } = await (await logIn(world, "reader")).open(`/targets/${id}`);
    const posted = [...html.matchAll(/action="([^"]+)"/g)].map(([, action]) => action);
    expect(posted).toEqual(["/logout", `/targets/${id}`]);
    expect(html).not.toContain("formaction");
  });
});

it("a site that is paused cannot be run: a page says so", async () => {
  const world = await createWorld();
  const id = await addTarget(world, { kind: "site", enabled: false });
  const visitor = await logIn(world);
  expect((await visitor.open(`/targets/${id}`)).html).not.toContain("Run now");
  const page = await visitor.send(`/targets/${id}/run`, {}, `/targets/${id}`);
  expect(page.status).toBe(409);
  expect(textOf(page.html)).toContain("resume it first");
});
