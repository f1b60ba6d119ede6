// Tests the pages of notices: what they tell of what was sent, and that dead ones are sent
// again.
import { describe, expect, it } from "vitest";
import { happen, manyIncidents } from "#test/fixtures/notices/incidents.ts";
import { addChannel, createReceivers } from "#test/fixtures/notices/told-hosts.ts";
import { headingOf, linkOf, rowTexts } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { minute, start } from "#test/fixtures/times.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const hostile = '<script>window.harmed = 1</script>"';

/** A world in which "ops" took a notice of an incident, and "team" refused it. */
async function worldWithNotices() {
  const receivers = createReceivers();
  receivers.answers.set("team.example.com", () => ({ status: 404, body: "<b>gone</b>" }));
  const world = await createWorld({
    now: start,
    site: receivers.site,
    vars: { READ_TOKEN: "look" },
  });
  receivers.clock.now = world.now;
  await addChannel(world, "ops", { language: "ja" });
  await addChannel(world, "team");
  await happen({ id: "1-a", what: "opened", at: start, labels: { name: hostile } });
  await world.runUntil(start + 2 * minute);
  return { world, receivers };
}

const listed = async (world: World, query = "") =>
  (await world.call("GET", `/api/notices${query}`)).body.items;

const pathOf = async (world: World, state: string) =>
  `/notices/${(await listed(world, `?state=${state}`))[0].id}`;

describe("the list of notices", () => {
  it("says while there is none what makes one", async () => {
    const { html } = await (await logIn(await createWorld())).open("/notices");
    expect(headingOf(html)).toBe("No notice yet");
    expect(textOf(html)).toContain("A notice is made when an incident opens");
  });

  it("tells what each told, to whom, how it stands and what was answered", async () => {
    const { world } = await worldWithNotices();
    const { html } = await (await logIn(world)).open("/notices");
    expect(headingOf(html)).toBe("1 notice on this page could not be sent");
    const rows = rowTexts(html).join("\n");
    expect(rows).toMatch(/Down: .*Dead team .* 1 It answered 404: <b>gone<\/b>/);
    expect(rows).toMatch(/障害.*Sent ops .* 1 It answered 200\./);
    expect(html).not.toContain("<b>gone");
    expect(html).not.toContain("<script>window");
  });

  it("is filtered by channel, state and incident", async () => {
    const { world } = await worldWithNotices();
    const visitor = await logIn(world);
    const rows = async (query: string) =>
      rowTexts((await visitor.open(`/notices?${query}`)).html).length;
    expect(await rows("channel=1&state=&incident=")).toBe(1);
    expect(await rows("channel=1&state=dead")).toBe(0);
    expect(await rows("state=dead")).toBe(1);
    expect(await rows("incident=1-a")).toBe(2);
    expect(await rows("incident=2-a")).toBe(0);
    const none = (await visitor.open("/notices?incident=2-a")).html;
    expect(headingOf(none)).toBe("No notice meets this filter");
    expect((await visitor.open("/notices?state=lost")).status).toBe(422);
  });

  it("pages through all of them, and costs two statements and a page's rows", async () => {
    const receivers = createReceivers();
    const world = await createWorld({ now: start, site: receivers.site });
    receivers.clock.now = world.now;
    await addChannel(world, "ops");
    await world.call("PUT", "/api/routes", { groupBy: ["target"], groupWait: "0s" });
    await happen(...manyIncidents(60, "opened", start));
    await world.runUntil(start + 5 * minute);
    expect(await listed(world, "?limit=200")).toHaveLength(60);
    const visitor = await logIn(world);
    const first = await visitor.open("/notices");
    expect(rowTexts(first.html)).toHaveLength(50);
    const second = await visitor.open(linkOf(first.html, "Older notices"));
    expect(rowTexts(second.html)).toHaveLength(10);
    const cost = await costOfPage(world, visitor, "/notices");
    expect(cost.statements).toBe(2);
    expect(cost.rowsRead).toBeLessThanOrEqual(51 * 3 + 10);
  });
});

describe("a notice's page", () => {
  it("shows the message as it was sent, and no link that acts", async () => {
    const { world } = await worldWithNotices();
    const { html } = await (await logIn(world)).open(await pathOf(world, "sent"));
    expect(headingOf(html)).toMatch(/^Sent: 障害/);
    expect(html).toContain('lang="ja"');
    expect(textOf(html)).toContain("Tried once.");
    expect(textOf(html)).toContain(hostile);
    expect(html).not.toContain("<script>window");
    expect(html).not.toMatch(/resend|acknowledge/);
  });

  it("sends a dead one again, under the same id", async () => {
    const { world, receivers } = await worldWithNotices();
    const visitor = await logIn(world);
    const path = await pathOf(world, "dead");
    const { html } = await visitor.open(path);
    expect(textOf(html)).toContain("Mend the channel, then send it again.");
    receivers.answers.clear();
    const resent = await visitor.send(`${path}/resend`, {});
    expect(resent.path).toBe(path);
    expect(textOf(resent.html)).toContain("It is sent to team again.");
    await world.runUntil(world.now() + minute);
    expect(headingOf((await visitor.open(path)).html)).toMatch(/^Sent: /);
    const ids = (await receivers.got())
      .filter(({ host }) => host === "team.example.com")
      .map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    const again = await visitor.send(`${path}/resend`, {});
    expect(textOf(again.html)).toContain("only dead ones are sent again");
  });

  it("offers a reader nothing, and is in Japanese", async () => {
    const { world } = await worldWithNotices();
    const reader = createVisitor(world, { "accept-language": "ja" });
    await reader.logIn("look");
    const { html } = await reader.open(await pathOf(world, "dead"));
    expect(html).not.toContain("/resend");
    expect(textOf(html)).toContain("応答は 404 でした：<b>gone</b>");
  });

  it.each(["/notices/nothing", `/notices/${"x".repeat(200)}`, "/notices/%3Cscript%3E"])(
    "is not there: %s",
    async (path) => {
      const { status, html } = await (await logIn(await createWorld())).open(path);
      expect(status).toBe(404);
      expect(html).not.toContain("<script>");
    },
  );
});
