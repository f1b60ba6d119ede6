// Sends the requests of Healthchecks' clients as these send them: of the Terraform
// provider kristofferahl/healthchecksio (2.x, by its library go-healthchecksio), of the
// Python library py-healthchecks.io, and of curl in Healthchecks' documentation.
import { describe, expect, it } from "vitest";
import { start } from "#test/fixtures/times.ts";
import { type Answered, createWorld, type World } from "#test/fixtures/world.ts";

const open = () => createWorld({ now: start });

const addChannel = async (world: World) =>
  await world.call("POST", "/api/channels", { kind: "log", name: "ops" });

describe("the Terraform provider", () => {
  /** Its version of the API is the first one, unless it is told another. */
  const callerOf =
    (world: World, version = "v1") =>
    async (method: string, path: string, body?: object): Promise<Answered> => {
      const answer = await world.call(
        method,
        `/api/${version}${path}`,
        body && JSON.stringify(body),
        {
          authorization: "",
          "content-type": "application/json",
          "x-api-key": "secret",
          "user-agent": "Go-http-client/2.0",
        },
      );
      // It takes all below 300, and reads `error` of what is not.
      if (answer.status >= 300) throw new Error(answer.body.error);
      return answer.body;
    };

  /** Reads a check as it does: all of them, by the end of the address for updates. */
  const readState = async (call: ReturnType<typeof callerOf>, id: string) => {
    const { checks } = await call("GET", "/checks/");
    const found = checks.find(
      ({ update_url }: Answered) => update_url.split("/").at(-1) === id,
    );
    if (found === undefined) return null;
    const { name, slug, tags, timeout = 0, grace, schedule = "", tz = "" } = found;
    const { channels, desc, methods } = found;
    const split = (text: string, by: string) => (text === "" ? [] : text.split(by));
    return {
      ...{ name, slug, timeout, grace, schedule, tz, desc, methods },
      tags: split(tags, " "),
      channels: split(channels, ","),
    };
  };

  it.each(["v1", "v3"])(
    "finds in its state what it has made, over %s",
    async (version) => {
      const world = await open();
      await addChannel(world);
      const call = callerOf(world, version);
      const { channels } = await call("GET", "/channels/");
      const [channel] = channels;
      const wanted = {
        channels: channel.id,
        desc: "A test check",
        grace: 120,
        methods: "POST",
        name: "test-check",
        slug: "test-check",
        tags: "go ci",
        timeout: 60,
      };
      const made = await call("POST", "/checks/", wanted);
      const id = made.update_url.split("/").at(-1);
      expect(await readState(call, id)).toEqual({
        name: "test-check",
        slug: "test-check",
        desc: "A test check",
        methods: "POST",
        tags: ["go", "ci"],
        timeout: 60,
        grace: 120,
        schedule: "",
        tz: "",
        channels: [channel.id],
      });
      const other = { channels: "", methods: "", name: "test-check", slug: "test-check" };
      await call("POST", `/checks/${id}`, { ...other, schedule: "0 1 * * *", tz: "UTC" });
      expect(await readState(call, id)).toMatchObject({
        channels: [],
        methods: "",
        schedule: "0 1 * * *",
        tz: "UTC",
        timeout: 0,
      });
      await call("DELETE", `/checks/${id}`);
      expect(await readState(call, id)).toBe(null);
    },
  );

  it("is told in words what is wrong", async () => {
    const call = callerOf(await open());
    const spec = { channels: "", methods: "", name: "a", schedule: "never" };
    await expect(call("POST", "/checks/", spec)).rejects.toThrow(
      "json validation error: schedule is not a valid cron or OnCalendar expression",
    );
  });
});

describe("the Python library", () => {
  const caller =
    (world: World) =>
    async (method: string, path: string, body?: object): Promise<Answered> =>
      await world.call(method, `/api/v1/${path}`, body, {
        authorization: "",
        "content-type": "application/json",
        "user-agent": "py-healthchecks.io/0.4",
        "x-api-key": "secret",
      });

  it("makes, changes, pauses, reads and deletes a check", async () => {
    const world = await open();
    const call = caller(world);
    // What its CheckCreate sends with nothing but a name and tags.
    const made = await call("POST", "checks/", {
      name: "New Check",
      tags: "tag1 tag2",
      desc: "",
      timeout: 86_400,
      grace: 3_600,
      tz: "UTC",
      manual_resume: false,
      methods: "",
      unique: [],
    });
    expect(made.status).toBe(201);
    const id = new URL(made.body.ping_url).pathname.split("/").at(-1);
    const changed = await call("POST", `checks/${id}`, { desc: "other" });
    expect([changed.status, changed.body.desc]).toEqual([200, "other"]);
    const listed = await call("GET", "checks/?tag=tag1&tag=tag2");
    expect(listed.body.checks).toEqual([changed.body]);
    // It sends an empty form, of the type JSON.
    const paused = await call("POST", `checks/${id}/pause`);
    expect([paused.status, paused.body.status]).toEqual([200, "paused"]);
    expect((await call("GET", `checks/${id}/pings/`)).body).toEqual({ pings: [] });
    expect(Object.keys((await call("GET", "badges/")).body.badges)).toEqual([
      "*",
      "tag1",
      "tag2",
    ]);
    expect((await call("DELETE", `checks/${id}`)).status).toBe(200);
    expect((await call("GET", `checks/${id}`)).status).toBe(404);
  });
});

describe("curl, as Healthchecks' documentation has it", () => {
  const form = "application/x-www-form-urlencoded";

  it("makes a check with the key in a header or in the body", async () => {
    const world = await open();
    const spec = { name: "Backups", tags: "prod www", timeout: 3_600, grace: 60 };
    const inHeader = await world.call("POST", "/api/v3/checks/", JSON.stringify(spec), {
      authorization: "",
      "content-type": form,
      "x-api-key": "secret",
    });
    const inBody = await world.call(
      "POST",
      "/api/v3/checks/",
      JSON.stringify({ api_key: "secret", ...spec }),
      { authorization: "", "content-type": form },
    );
    for (const { status, body } of [inHeader, inBody]) {
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...spec, status: "new", channels: "" });
    }
  });

  it("pauses and resumes with an empty body", async () => {
    const world = await open();
    const headers = { authorization: "", "content-type": form, "x-api-key": "secret" };
    const { body } = await world.call("POST", "/api/v3/checks/", "{}", headers);
    for (const [address, status] of [
      [body.pause_url, "paused"],
      [body.resume_url, "new"],
    ]) {
      const answer = await world.call("POST", new URL(address).pathname, "", headers);
      expect([answer.status, answer.body.status]).toEqual([200, status]);
    }
  });
});
