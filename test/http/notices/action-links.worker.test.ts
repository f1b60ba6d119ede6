// Tests that the links of messages act only when somebody presses the button, and only
// where they were signed for.
import { describe, expect, it } from "vitest";
import { type Action, signAction } from "#store/secrets/action-links.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { addChannel } from "#test/fixtures/notices/told-hosts.ts";
import { createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const day = 86_400_000;

async function build() {
  const bodies: Promise<string>[] = [];
  const world = await createWorld({
    now: start,
    vars: { PUBLIC_URL: "https://junkai.example.com", ZONE: "Asia/Tokyo" },
    site: (_, request) => {
      bodies.push(request.clone().text());
      return {};
    },
  });
  await happen({ id: "1-a", what: "opened", at: start, labels: { name: "Shop <b>" } });
  const query = async (action: Action, incidentId = "1-a", at = start) =>
    String(await signAction(world.deps.settings.sealing, { action, incidentId }, at));
  const page = (method: string, path: string) =>
    world.call(method, path, undefined, { authorization: "" });
  const press = (action: string, fields: string) =>
    world.call("POST", `/act/${action}`, fields, {
      authorization: "",
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
    });
  const state = async () => {
    const incidents = await DB.prepare(
      "SELECT acknowledged_at, revision FROM incidents",
    ).all();
    const silences = await DB.prepare("SELECT incident_id, ends_at FROM silences").all();
    return { incidents: incidents.results, silences: silences.results };
  };
  return { world, query, page, press, state, bodies };
}

describe("a link of a message", () => {
  it("stands in what a channel is sent, and shows a page to whoever has it", async () => {
    const { world, page, bodies } = await build();
    await addChannel(world, "ops");
    await world.runUntil(start + 60_000);
    const [body = ""] = await Promise.all(bodies);
    expect(body).toContain("2026-03-02 08:59:30 Asia/Tokyo (2026-03-01 23:59:30 UTC)");
    const links: { name: string; url: string }[] = JSON.parse(body).data.links;
    expect(links.map(({ name }) => name)).toEqual(["acknowledge", "silence", "look"]);
    expect(links[2]?.url).toBe("https://junkai.example.com/incidents/1-a");
    for (const { url } of links.slice(0, 2)) {
      const { pathname, search, origin } = new URL(url);
      expect(origin).toBe("https://junkai.example.com");
      const shown = await page("GET", `${pathname}${search}`);
      expect(shown.status).toBe(200);
      expect(shown.body).toContain("Shop &lt;b&gt;");
      expect(shown.body).not.toContain("1-a.example.com");
      expect(shown.headers.get("content-security-policy")).toContain(
        "default-src 'none'",
      );
      expect(shown.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("changes nothing however often programs look at it", async () => {
    const { query, page, state } = await build();
    const before = await state();
    for (const action of ["acknowledge", "silence"] as const)
      for (const method of ["GET", "HEAD", "OPTIONS", "GET"])
        await page(method, `/act/${action}?${await query(action)}`);
    expect(await state()).toEqual(before);
  });

  it("does what it says when the button is pressed, once", async () => {
    const { query, press, state } = await build();
    for (let i = 0; i < 2; i++) {
      const { status, body } = await press("acknowledge", await query("acknowledge"));
      expect(status).toBe(200);
      expect(body).toContain("It is acknowledged.");
    }
    expect(await state()).toEqual({
      incidents: [{ acknowledged_at: start, revision: 2 }],
      silences: [],
    });
    await press("silence", await query("silence"));
    expect((await state()).silences).toEqual([
      { incident_id: "1-a", ends_at: start + 3_600_000 },
    ]);
  });

  it("makes one silence however often the button is pressed, an hour from the last", async () => {
    const { world, query, press, state } = await build();
    for (let i = 0; i < 5; i++) {
      await press("silence", await query("silence"));
      await world.advanceTo(world.now() + 60_000);
    }
    expect((await state()).silences).toEqual([
      { incident_id: "1-a", ends_at: start + 4 * 60_000 + 3_600_000 },
    ]);
  });

  it("does nothing for another action, incident or time than it was signed for", async () => {
    const { query, press, page, state } = await build();
    await happen({ id: "2-b", what: "opened", at: start });
    const before = await state();
    const good = await query("acknowledge");
    const forged = [
      ["silence", good],
      ["acknowledge", good.replace("1-a", "2-b")],
      ["acknowledge", good.replace(/expires=\d/, "expires=9")],
      ["acknowledge", good.slice(0, -1)],
      ["acknowledge", ""],
    ] as const;
    for (const [action, fields] of forged) {
      expect((await press(action, fields)).status).toBe(403);
      expect((await page("GET", `/act/${action}?${fields}`)).status).toBe(403);
    }
    const old = await query("acknowledge", "1-a", start - 8 * day);
    expect((await press("acknowledge", old)).status).toBe(410);
    expect(await state()).toEqual(before);
  });

  it("does nothing where the form stands on another site", async () => {
    const { world, query, state } = await build();
    const before = await state();
    const { status } = await world.call(
      "POST",
      "/act/acknowledge",
      await query("acknowledge"),
      {
        authorization: "",
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "cross-site",
      },
    );
    expect(status).toBe(403);
    expect(await state()).toEqual(before);
  });

  it("does nothing to an incident that is over", async () => {
    const { query, press, state } = await build();
    await happen({ id: "1-a", what: "closed", at: start + 1_000 });
    const { body } = await press("acknowledge", await query("acknowledge"));
    expect(body).toContain("It is over already");
    expect((await state()).incidents).toEqual([{ acknowledged_at: null, revision: 1 }]);
  });
});
