// Tests the pages on which public status pages are made and edited.
import { beforeEach, describe, expect, it } from "vitest";
import { renewStorage } from "#test/fixtures/database.ts";
import { createVisitor, logIn } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T00:00:00Z");

// Pages are kept in a cache, which outlives a test.
beforeEach(renewStorage);

const fields = {
  slug: "shop",
  title: "Example Shop",
  description: "",
  groups: "# Shop\nhome = Website\ntag: public",
  language: "",
  zone: "UTC",
  link: "",
  incidents: "on",
};

async function openWorld() {
  const world = await createWorld({ now });
  await addTarget(world, { key: "home", name: "Home" });
  return { world, visitor: await logIn(world) };
}

describe("the pages of status pages", () => {
  it("make one, edit it, lead to it and delete it", async () => {
    const { world, visitor } = await openWorld();
    expect((await visitor.open("/status-pages")).html).toContain(
      "No public status page yet",
    );
    const made = await visitor.send("/status-pages", fields, "/status-pages");
    expect([made.status, made.path]).toEqual([200, "/status-pages/shop"]);
    expect(made.html).toContain("Example Shop is saved, and everybody can read it.");
    expect(made.html).toContain('href="/status/shop"');
    expect(made.html).toContain("# Shop\n1 = Website\ntag: public");
    const { body } = await world.call("GET", "/api/status-pages/shop");
    expect(body).toMatchObject({ incidents: true, maintenance: false, noindex: false });
    expect((await visitor.open("/status/shop")).html).toContain("Website");
    const change = { ...fields, title: "Other", revision: "1" };
    const edited = await visitor.send("/status-pages/shop", change);
    expect(edited.html).toContain("Other is saved");
    expect((await visitor.open("/status-pages")).html).toContain("1 public status page");
    const gone = await visitor.send("/status-pages/shop/delete", {});
    expect(gone.html).toContain("/status/shop is gone.");
    expect((await visitor.open("/status/shop")).status).toBe(404);
  });

  it("keep what was typed, and say at the field what is wrong with it", async () => {
    const { visitor } = await openWorld();
    for (const [change, field] of [
      [{ groups: "nobody" }, "groups"],
      [{ slug: "A b" }, "slug"],
      [{ zone: "Mars" }, "zone"],
      [{ link: "javascript:x" }, "link"],
    ] as const) {
      const refused = await visitor.send("/status-pages", { ...fields, ...change });
      expect(refused.status).toBe(422);
      expect(refused.html).toContain(`id="${field}-wrong"`);
      expect(refused.html).toContain('value="Example Shop"');
    }
  });

  it("do not take over one that is there, nor undo what somebody else changed", async () => {
    const { visitor } = await openWorld();
    await visitor.send("/status-pages", fields);
    const again = await visitor.send("/status-pages", { ...fields, title: "Mine" });
    expect(again.status).toBe(422);
    const change = { ...fields, revision: "1" };
    await visitor.send("/status-pages/shop", { ...change, title: "First" });
    const late = await visitor.send("/status-pages/shop", { ...change, title: "Late" });
    expect(late.status).toBe(422);
    expect((await visitor.open("/status-pages/shop")).html).toContain('value="First"');
  });

  it("offer a reader nothing that changes anything", async () => {
    const world = await createWorld({ now, vars: { READ_TOKEN: "look" } });
    await world.call("PUT", "/api/status-pages/shop", { title: "Shop" });
    const reader = createVisitor(world);
    await reader.send("/login", { token: "look" }, "/login");
    const page = await reader.open("/status-pages");
    expect([page.status, page.html.includes('action="/status-pages')]).toEqual([
      200,
      false,
    ]);
    expect((await reader.open("/status-pages/shop")).status).toBe(403);
    const sent = await reader.send("/status-pages/shop/delete", {});
    expect(sent.status).toBe(403);
  });
});
