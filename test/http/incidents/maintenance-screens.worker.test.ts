// Tests the page of maintenance windows, and what a target's page and the overview say
// while one holds.
import { describe, expect, it } from "vitest";
import { createVisitor, logIn } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const iso = (at: number) => new Date(at).toISOString();

async function openWorld() {
  const world = await createWorld({ now, site: () => ({ status: 500 }) });
  const id = await addTarget(world, { name: "Home", key: "home" });
  await world.runUntil(now + 2 * minute);
  return { world, id, visitor: await logIn(world) };
}

type Opened = Awaited<ReturnType<typeof openWorld>>;

const windowsOf = async ({ world }: Opened) =>
  (await world.call("GET", "/api/maintenance")).body.items;

describe("a target's page", () => {
  it.each([
    { fields: { for: "30m", until: "" }, lasts: 30 * minute },
    { fields: { for: "1h", until: "" }, lasts: hour },
    { fields: { for: "4h", until: "" }, lasts: 4 * hour },
    { fields: { until: "2026-03-02T06:00" }, lasts: 6 * hour - 2 * minute },
  ])("starts maintenance with one button: $fields", async ({ fields, lasts }) => {
    const opened = await openWorld();
    const { visitor, id } = opened;
    const before = await visitor.open(`/targets/${id}`);
    expect(before.html).toMatch(/name="for" value="30m"/);
    const page = await visitor.send(`/targets/${id}/maintenance`, fields);
    expect([page.status, page.path]).toEqual([200, `/targets/${id}`]);
    expect(page.html).toContain("Home is in maintenance: its failures are expected.");
    expect(page.html).toMatch(/<title>In maintenance: Home/);
    const [window] = await windowsOf(opened);
    expect(window).toMatchObject({
      name: "Maintenance of Home",
      targets: [id],
      from: iso(now + 2 * minute),
      until: iso(now + 2 * minute + lasts),
    });
    const overview = await visitor.open("/");
    expect(overview.html).toMatch(/<td class="lead"><span class="status maintenance">/);
  });

  it("says what is wrong with a time, and starts nothing", async () => {
    const opened = await openWorld();
    const { visitor, id } = opened;
    for (const fields of [{ until: "" }, { until: "2020-01-01T00:00" }, { for: "1s" }]) {
      const { status } = await visitor.send(`/targets/${id}/maintenance`, fields);
      expect(status).toBe(422);
    }
    expect(await windowsOf(opened)).toEqual([]);
  });

  it("says that nobody has looked at a slot that waits for long", async () => {
    const { world, visitor, id } = await openWorld();
    await world.advanceTo(now + hour);
    const { html } = await visitor.open(`/targets/${id}`);
    expect(html).toMatch(/<title>Not checked lately: Home/);
  });
});

describe("the page of maintenance windows", () => {
  it("sets a window by a schedule, lists it and deletes it", async () => {
    const opened = await openWorld();
    const { visitor } = opened;
    expect((await visitor.open("/maintenance")).html).toContain("There is none yet.");
    const set = await visitor.send("/maintenance", {
      name: "backups",
      targets: "home",
      tags: "web, prod",
      cron: "0 3 * * SUN",
      zone: "Europe/Berlin",
      lasts: "2h",
    });
    expect(set.html).toContain("backups is set.");
    expect(set.html).toContain("targets 1, tags web, prod");
    expect(set.html).toMatch(/Europe\/Berlin, for 2 h/);
    const [window] = await windowsOf(opened);
    expect(window.next.from).toBe("2026-03-08T02:00:00.000Z");
    const gone = await visitor.send(`/maintenance/${window.id}/delete`, {});
    expect(gone.html).toContain("backups is deleted.");
    expect(await windowsOf(opened)).toEqual([]);
  });

  it("ends a window that holds, and keeps it", async () => {
    const opened = await openWorld();
    const { visitor, world } = opened;
    const set = await visitor.send("/maintenance", {
      name: "deploy",
      all: "on",
      for: "3h",
    });
    expect(set.html).toContain("1 maintenance window is open");
    await world.advanceTo(now + hour);
    const [{ id }] = await windowsOf(opened);
    const ended = await visitor.send(`/maintenance/${id}/end`, {});
    expect(ended.html).toContain("No maintenance is going on");
    const [window] = await windowsOf(opened);
    expect(window).toMatchObject({ state: "past", until: iso(now + hour) });
  });

  it("keeps what was typed and says at the field what is wrong with it", async () => {
    const opened = await openWorld();
    const { visitor } = opened;
    const refused = await visitor.send("/maintenance", {
      name: "deploy",
      targets: "home, nobody",
      for: "1h",
    });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="home, nobody"');
    expect(refused.html).toMatch(/id="targets-wrong"/);
    expect(refused.html).toContain("There is no target with the key nobody.");
    expect(await windowsOf(opened)).toEqual([]);
  });

  it("offers a reader nothing, and refuses a reader's form", async () => {
    const world = await createWorld({ now, vars: { READ_TOKEN: "look" } });
    await world.call("POST", "/api/maintenance", { name: "x", all: true, for: "1h" });
    const reader = createVisitor(world);
    await reader.send("/login", { token: "look" }, "/login");
    const page = await reader.open("/maintenance");
    expect(page.status).toBe(200);
    expect(page.html).toContain("1 maintenance window is open");
    expect(page.html).not.toContain('action="/maintenance');
    const sent = await reader.send("/maintenance/1/delete", {}, "/maintenance");
    expect(sent.status).toBe(403);
  });
});
