// Tests the form of a heartbeat: what it takes, what it keeps, and what its page then shows.
import { describe, expect, it } from "vitest";
import { formIn } from "#test/fixtures/pages/form.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const create = () => createWorld({ vars: tokens });
const form = "/heartbeats/new";

const stored = async (world: World, id = 1) =>
  (await world.call("GET", `/api/targets/${id}`)).body;

describe("the form of a new heartbeat", () => {
  it("needs a name alone, and leads to lines that ping it", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const page = await visitor.send(form, { name: "Backup" }, form);
    expect(page.path).toBe("/targets/1");
    const target = await stored(world);
    expect(target).toMatchObject({
      kind: "heartbeat",
      url: null,
      name: "Backup",
      schedule: { every: "1d" },
      heartbeat: { grace: "1h", early: "30s" },
      alarm: { failAfter: 1, recheck: null },
    });
    const text = textOf(page.html);
    expect(text).toContain("Waiting for a ping");
    expect(text).toContain(`--data-raw "$m" "${target.pingUrl}/$?"`);
    expect(text).not.toContain("Run now");
  });

  it("takes every part of a heartbeat's document", async () => {
    const world = await create();
    const visitor = await logIn(world);
    await visitor.send(
      form,
      {
        name: "Backup",
        when: "cron",
        cron: "0 3 * * *",
        zone: "Asia/Tokyo",
        tags: "night, db",
        slug: "backup-db",
        description: "Copies the database.",
        beatGrace: "2h",
        startGrace: "10m",
        runMax: "3h",
        runMin: "5s",
        early: "2m",
        unusual: "1.5",
        keepAlive: "yes",
        postOnly: "yes",
        manualResume: "yes",
        grace: "5m",
        failAfter: "2",
        key: "backup",
        enabled: "no",
        keepRuns: "7d",
      },
      form,
    );
    expect(await stored(world)).toMatchObject({
      key: "backup",
      tags: ["night", "db"],
      enabled: false,
      schedule: { cron: "0 3 * * *", zone: "Asia/Tokyo", grace: "5m" },
      heartbeat: {
        slug: "backup-db",
        description: "Copies the database.",
        grace: "2h",
        startGrace: "10m",
        runMax: "3h",
        runMin: "5s",
        early: "2m",
        unusual: 1.5,
        keepAlive: true,
        postOnly: true,
        manualResume: true,
      },
      alarm: { failAfter: 2 },
      retention: { runs: "7d" },
    });
  });

  it("names what is wrong at its fields", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const sent = { name: "", slug: "Not a slug", runMax: "soon" };
    const page = await visitor.send(form, sent, form);
    expect(page.status).toBe(422);
    for (const field of ["slug", "runMax"])
      expect(page.html).toContain(`<a href="#${field}">`);
    const nameless = await visitor.send(form, { name: "" }, form);
    expect(nameless.html).toContain('<a href="#name">');
    expect(textOf(nameless.html)).toContain("A heartbeat needs a name.");
  });
});

describe("the form of a heartbeat that is there", () => {
  it("changes what was typed, and keeps what it does not show", async () => {
    const world = await create();
    const { body: made } = await world.call("POST", "/api/targets", {
      kind: "heartbeat",
      name: "Backup",
      schedule: { every: "1h", catchUpWindow: "2h" },
      heartbeat: { slug: "backup", unusual: 2 },
      alarm: { pauseAfter: 5 },
    });
    const visitor = await logIn(world);
    const path = `/targets/${made.id}/edit`;
    const fields = formIn((await visitor.open(path)).html);
    expect(fields).toMatchObject({ name: "Backup", slug: "backup", unusual: "2" });
    await visitor.send(path, { ...fields, runMax: "20m" }, path);
    expect(await stored(world, made.id)).toMatchObject({
      pingUrl: made.pingUrl,
      schedule: { every: "1h", catchUpWindow: "2h" },
      heartbeat: { slug: "backup", unusual: 2, runMax: "20m" },
      alarm: { pauseAfter: 5, failAfter: 1 },
    });
  });
});
