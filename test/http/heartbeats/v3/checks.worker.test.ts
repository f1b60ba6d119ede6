// Tests Healthchecks' management API of checks: its shapes, its statuses, its words.
import { describe, expect, it } from "vitest";
import {
  type Answered,
  addTarget,
  createWorld,
  type World,
} from "#test/fixtures/world.ts";
import { callV3, made } from "./v3-caller.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const openWorld = () => createWorld({ vars: { READ_TOKEN: "look" } });

const create = async (world: World, body: object = {}): Promise<Answered> => {
  const answer = await callV3(world, "POST", "checks/", body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return answer.body;
};

describe("a check", () => {
  it("is made without a word, and has all of Healthchecks' fields", async () => {
    const world = await openWorld();
    const { status, body } = await callV3(world, "POST", "checks/");
    expect(status).toBe(201);
    const { uuid: code, badge_url, ...check } = body;
    expect(code).toMatch(uuid);
    expect(badge_url).toMatch(/^http:\/\/[^/]+\/b\/2\/[0-9a-f-]{36}\.svg$/);
    expect(badge_url).not.toContain(code);
    const site = badge_url.split("/b/2/")[0];
    expect(check).toEqual({
      name: "",
      slug: "",
      tags: "",
      desc: "",
      grace: 3_600,
      n_pings: 0,
      status: "new",
      started: false,
      last_ping: null,
      next_ping: null,
      manual_resume: false,
      methods: "",
      subject: "",
      subject_fail: "",
      start_kw: "",
      success_kw: "",
      failure_kw: "",
      filter_subject: false,
      filter_body: false,
      filter_http_body: false,
      filter_default_fail: false,
      ping_url: `${site}/ping/${code}`,
      update_url: `${site}/api/v3/checks/${code}`,
      pause_url: `${site}/api/v3/checks/${code}/pause`,
      resume_url: `${site}/api/v3/checks/${code}/resume`,
      channels: "",
      timeout: 86_400,
    });
  });

  it("has the fields that were given", async () => {
    const world = await openWorld();
    const check = await create(world, {
      name: "Backups",
      slug: "backups",
      tags: "prod  www prod",
      desc: "Copies everything.",
      schedule: "15 5 * * *",
      timeout: 300,
      tz: "Europe/Riga",
      grace: 60,
      methods: "POST",
      manual_resume: true,
    });
    expect(check).toMatchObject({
      name: "Backups",
      slug: "backups",
      tags: "prod www",
      desc: "Copies everything.",
      schedule: "15 5 * * *",
      tz: "Europe/Riga",
      grace: 60,
      methods: "POST",
      manual_resume: true,
    });
    expect(check).not.toHaveProperty("timeout");
  });

  it("is a target like others", async () => {
    const world = await openWorld();
    const check = await create(world, { name: "Backups", tags: "prod", timeout: 300 });
    const { body } = await world.call("GET", "/api/targets/1");
    expect(body).toMatchObject({
      kind: "heartbeat",
      name: "Backups",
      tags: ["prod"],
      schedule: { every: "5m" },
      pingUrl: check.ping_url,
    });
  });
});

describe("an update of a check", () => {
  it("changes what it names and leaves the rest", async () => {
    const world = await openWorld();
    const first = await create(world, { name: "A", tags: "x", timeout: 300, desc: "d" });
    const { status, body } = await callV3(world, "POST", `checks/${first.uuid}`, {
      name: "B",
      grace: 120,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ ...first, name: "B", grace: 120 });
  });

  it("turns an interval into a cron expression and back", async () => {
    const world = await openWorld();
    const { uuid: code } = await create(world, { timeout: 300 });
    const update = async (body: object) =>
      (await callV3(world, "POST", `checks/${code}`, body)).body;
    const cron = await update({ schedule: "0 4 * * *", tz: "Asia/Tokyo" });
    expect(cron).toMatchObject({ schedule: "0 4 * * *", tz: "Asia/Tokyo" });
    expect(cron).not.toHaveProperty("timeout");
    expect(await update({ schedule: "0 6 * * *" })).toMatchObject({ tz: "Asia/Tokyo" });
    expect(await update({ tz: "UTC" })).toMatchObject({
      schedule: "0 6 * * *",
      tz: "UTC",
    });
    const simple = await update({ timeout: 600 });
    expect(simple.timeout).toBe(600);
    expect(simple).not.toHaveProperty("schedule");
  });

  it("keeps the blank in a tag that the API wrote without", async () => {
    const world = await openWorld();
    await addTarget(world, {
      url: undefined,
      kind: "heartbeat",
      name: "n",
      tags: ["night shift"],
    });
    const { body } = await callV3(world, "GET", "checks/?tag=night_shift");
    const [check] = body.checks;
    expect(check.tags).toBe("night_shift");
    await callV3(world, "POST", `checks/${check.uuid}`, { tags: "night_shift b" });
    const { body: target } = await world.call("GET", "/api/targets/1");
    expect(target.tags).toEqual(["night shift", "b"]);
  });

  it("empties a slug", async () => {
    const world = await openWorld();
    const { uuid: code } = await create(world, { slug: "a" });
    const { body } = await callV3(world, "POST", `checks/${code}`, { slug: "" });
    expect(body.slug).toBe("");
  });
});

describe("a check that must be unique", () => {
  const same = { name: "db", timeout: 300, unique: ["name"] };

  it("is found by the fields that are named, and changed", async () => {
    const world = await openWorld();
    const first = await create(world, same);
    const { status, body } = await callV3(world, "POST", "checks/", {
      ...same,
      timeout: 600,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ ...first, timeout: 600 });
  });

  it.each([
    [{ name: "db", timeout: 300, unique: ["name", "timeout"] }, 200],
    [{ name: "db", timeout: 301, unique: ["name", "timeout"] }, 201],
    [{ tags: "a b", unique: ["tags"] }, 200],
    [{ tags: "b a", unique: ["tags"] }, 201],
    [{ slug: "s", unique: ["slug"] }, 200],
    [{ grace: 70, unique: ["grace"] }, 200],
    // A field that must be unique, and that the request does not have, is met by none.
    [{ name: "db", unique: ["name", "slug"] }, 201],
    [{ name: "db", unique: [] }, 201],
  ])("is met by equal values alone: %j", async (spec, expected) => {
    const world = await openWorld();
    await create(world, { name: "db", slug: "s", tags: "a b", timeout: 300, grace: 70 });
    expect((await callV3(world, "POST", "checks/", spec)).status).toBe(expected);
  });
});

describe("what is wrong with a check", () => {
  it.each([
    [{ timeout: 59 }, "timeout is too small"],
    [{ timeout: 31_536_001 }, "timeout is too large"],
    [{ timeout: "oops" }, "timeout is not a number"],
    [{ grace: 59 }, "grace is too small"],
    [{ grace: null }, "grace is not a number"],
    [{ name: null }, "name is not a string"],
    [{ name: "n".repeat(101) }, "name is too long"],
    [{ slug: "Big" }, "slug does not match pattern"],
    [{ tags: 5 }, "tags is not a string"],
    [{ tags: "a,b" }, "tags does not match pattern"],
    [{ schedule: "oops" }, "schedule is not a valid cron or OnCalendar expression"],
    [{ schedule: "* * * * 99" }, "schedule is not a valid cron or OnCalendar expression"],
    [{ tz: "not-a-zone" }, "tz is not a valid timezone"],
    [{ methods: "PUT" }, "methods has unexpected value"],
    [{ manual_resume: 1 }, "manual_resume is not a boolean"],
    [{ unique: "name" }, "unique is not an array"],
    [{ unique: ["status"] }, "an item in 'unique' has unexpected value"],
    [{ filter_subject: true }, "filter_subject is not supported here"],
  ])("is named in Healthchecks' words: %j", async (spec, sentence) => {
    const world = await openWorld();
    const { status, body } = await callV3(world, "POST", "checks/", spec);
    expect(status).toBe(400);
    expect(body).toEqual({ error: `json validation error: ${sentence}` });
  });

  it("is named also where the body is no object, or no JSON", async () => {
    const world = await openWorld();
    const errorOf = async (body: string) =>
      (await callV3(world, "POST", "checks/", body)).body.error;
    expect(await errorOf("[1]")).toBe("json validation error: value is not an object");
    expect(await errorOf("{")).toBe("could not parse request body");
  });

  it("may be a rule that only we have", async () => {
    const world = await openWorld();
    const { status, body } = await callV3(world, "POST", "checks/", {
      schedule: "0 0 31 2 *",
    });
    expect(status).toBe(400);
    expect(body.error).toMatch(/^\/schedule\/cron: /);
  });
});

describe("the list of checks", () => {
  it("has those with all the tags, or with the slug", async () => {
    const world = await openWorld();
    await create(world, { name: "1", tags: "a b", slug: "s" });
    await create(world, { name: "2", tags: "b" });
    await addTarget(world, { tags: ["b"] });
    const names = async (query: string) =>
      (await callV3(world, "GET", `checks/${query}`)).body.checks.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names("")).toEqual(["1", "2"]);
    expect(await names("?tag=b")).toEqual(["1", "2"]);
    expect(await names("?tag=a&tag=b")).toEqual(["1"]);
    expect(await names("?tag=c")).toEqual([]);
    expect(await names("?slug=s")).toEqual(["1"]);
    expect(await names("?slug=t")).toEqual([]);
  });
});

describe("pausing, resuming and deleting", () => {
  it("answer the check", async () => {
    const world = await openWorld();
    const check = await create(world, { name: "A" });
    const at = `checks/${check.uuid}`;
    const paused = { ...check, status: "paused" };
    expect((await callV3(world, "POST", `${at}/pause`)).body).toEqual(paused);
    expect((await callV3(world, "POST", `${at}/pause`, "")).body).toEqual(paused);
    expect((await callV3(world, "GET", at)).body).toEqual(paused);
    expect((await callV3(world, "POST", `${at}/resume`)).body).toEqual(check);
    const again = await callV3(world, "POST", `${at}/resume`);
    expect([again.status, again.body]).toEqual([409, "check is not paused"]);
    const gone = await callV3(world, "DELETE", at);
    expect([gone.status, gone.body]).toEqual([200, check]);
    for (const method of ["GET", "POST", "DELETE"])
      expect((await callV3(world, method, at)).status).toBe(404);
  });
});

describe("a key", () => {
  it("that only reads sees no address, and names a check otherwise", async () => {
    const world = await openWorld();
    const check = await create(world, { name: "A" });
    const read = (path: string) => callV3(world, "GET", path, undefined, "look");
    const { body } = await read("checks/");
    const {
      uuid: _,
      ping_url,
      update_url,
      pause_url,
      resume_url,
      channels,
      ...rest
    } = check;
    const [shown] = body.checks;
    expect(shown).toEqual({
      ...rest,
      unique_key: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(JSON.stringify(shown)).not.toContain(check.uuid);
    expect((await read(`checks/${shown.unique_key}`)).body).toEqual(shown);
    expect((await callV3(world, "GET", `checks/${shown.unique_key}`)).body).toEqual(
      check,
    );
    const wrong = `${shown.unique_key.slice(0, 39)}${shown.unique_key.endsWith("0") ? 1 : 0}`;
    expect((await read(`checks/${wrong}`)).status).toBe(404);
  });

  it("that only reads changes nothing", async () => {
    const world = await openWorld();
    const { uuid: code } = await create(world, { name: "A" });
    for (const [method, path] of [
      ["POST", "checks/"],
      ["POST", `checks/${code}`],
      ["DELETE", `checks/${code}`],
      ["POST", `checks/${code}/pause`],
      ["POST", `checks/${code}/resume`],
      ["GET", `checks/${code}/pings/`],
      ["GET", `checks/${code}/pings/1/body`],
      ["GET", "channels/"],
    ] as const) {
      const answer = await callV3(world, method, path, undefined, "look");
      expect([path, answer.status, answer.body]).toEqual([
        path,
        401,
        { error: "wrong api key" },
      ]);
    }
  });

  it("may stand in the body", async () => {
    const world = await openWorld();
    const body = { api_key: "secret", name: "A" };
    expect((await callV3(world, "POST", "checks/", body, null)).status).toBe(201);
  });

  it("must be there, and right", async () => {
    const world = await openWorld();
    const errorOf = async (key: string | null) => {
      const { status, body } = await callV3(world, "GET", "checks/", undefined, key);
      return [status, body.error];
    };
    expect(await errorOf(null)).toEqual([401, "missing api key"]);
    expect(await errorOf("wrong")).toEqual([401, "wrong api key"]);
  });
});

describe("requests from anywhere", () => {
  it("are answered as browsers ask for it", async () => {
    const world = await openWorld();
    const { uuid: code } = await create(world);
    const options = await callV3(world, "OPTIONS", `checks/${code}`, undefined, null);
    expect(options.status).toBe(204);
    expect(options.headers.get("access-control-allow-origin")).toBe("*");
    expect(options.headers.get("access-control-allow-headers")).toBe("X-Api-Key");
    expect(options.headers.get("access-control-allow-methods")).toBe(
      "GET, POST, DELETE, OPTIONS",
    );
    const refused = await callV3(world, "GET", "checks/");
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
    for (const [method, path] of [
      ["DELETE", "checks/"],
      ["PATCH", `checks/${code}`],
      ["GET", `checks/${code}/pause`],
      ["POST", "channels/"],
    ] as const)
      expect((await callV3(world, method, path)).status).toBe(405);
  });

  it("leave no ping address in the log", async () => {
    const world = await openWorld();
    const { uuid: code } = await create(world);
    await callV3(world, "POST", `checks/${code}/pause`);
    const logged = JSON.stringify(world.requestLogs);
    expect(logged).toContain("/api/v3/checks/***/pause");
    expect(logged).not.toContain(code);
  });

  it("are served in the versions before, where a slug follows from the name", async () => {
    const world = await openWorld();
    const first = await made(world, "/api/v1/checks/", { name: "My Ünique Job!" });
    expect(first.slug).toBe("my-unique-job");
    expect(first.update_url).toContain(`/api/v1/checks/${first.uuid}`);
    const second = await made(world, "/api/v2/checks/", { name: "B", slug: "own" });
    expect(second.slug).toBe("own");
  });
});
