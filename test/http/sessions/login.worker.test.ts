// Tests logging in and out, and who may do what then.
import { describe, expect, it } from "vitest";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld } from "#test/fixtures/world.ts";

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const create = () => createWorld({ vars: tokens });

const cookieOf = (headers: Headers) => headers.getSetCookie().join("\n");

describe("logging in", () => {
  it("takes the token once and keeps it out of the cookie", async () => {
    const world = await create();
    const answer = await world.call("POST", "/login", "token=secret&to=/docs", {
      authorization: "",
      "content-type": "application/x-www-form-urlencoded",
      origin: "http://localhost",
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("http://localhost/docs");
    const cookie = cookieOf(answer.headers);
    expect(cookie).toMatch(
      /^junkai=.*; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).not.toContain("secret");
  });

  it("binds the cookie to the host over https", async () => {
    const world = await create();
    const answer = await world.call(
      "POST",
      "https://junkai.example.com/login",
      "token=secret",
      {
        authorization: "",
        "content-type": "application/x-www-form-urlencoded",
        origin: "https://junkai.example.com",
      },
    );
    expect(cookieOf(answer.headers)).toMatch(/^__Host-junkai=.*; Secure; SameSite=Lax$/);
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
  });

  it("says that a token is wrong, after a second, and lets nobody in", async () => {
    const world = await create();
    const visitor = createVisitor(world);
    const before = world.now();
    const page = await visitor.logIn("wrong");
    expect(page.status).toBe(401);
    expect(textOf(page.html)).toContain("That is not the token.");
    expect(page.html).toContain('aria-invalid="true"');
    expect(world.now() - before).toBe(1_000);
    expect(visitor.cookies.size).toBe(0);
    expect(JSON.stringify([page.html, world.logs, world.requestLogs])).not.toContain(
      "wrong&",
    );
  });

  it("is refused for a minute where an address tries too often", async () => {
    const limit = async () => ({ success: false });
    const world = await createWorld({ vars: { ...tokens, LOGIN_LIMIT: { limit } } });
    const page = await createVisitor(world).logIn("secret");
    expect(page.status).toBe(429);
    expect(textOf(page.html)).toContain("Too many tries");
  });

  it.each([
    "https://evil.example.com/",
    "//evil.example.com/",
    "/\\evil.example.com",
    "/.//evil.example.com",
    "javascript:alert(1)",
    "http://localhost@evil.example.com/",
    "blob:http://localhost/9115d58c-bcda-ff47-86e5-083e9a215304",
    "http://evil@localhost/",
  ])("leads to no other place than one of ours: %s", async (to) => {
    const world = await create();
    const answer = await world.call(
      "POST",
      "/login",
      new URLSearchParams({ token: "secret", to }).toString(),
      {
        authorization: "",
        "content-type": "application/x-www-form-urlencoded",
        origin: "http://localhost",
      },
    );
    const location = answer.headers.get("location") ?? "";
    expect(new URL(location).origin).toBe("http://localhost");
    expect(location).toMatch(/^http:\/\/localhost\//);
  });

  it("says what is missing where a deployment has no token", async () => {
    const world = await createWorld({ vars: { API_TOKEN: undefined } as never });
    const page = await createVisitor(world).open("/login");
    expect(textOf(page.html)).toContain("wrangler secret put API_TOKEN");
    expect(page.html).not.toContain('name="token"');
  });
});

describe("a session", () => {
  it("ends when it is too old, and when the token is another one", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const cookie = [...visitor.cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { authorization: "", cookie };
    expect((await world.call("GET", "/api/jobs", undefined, headers)).status).toBe(200);
    await world.advanceTo(world.now() + 14 * 86_400_000);
    expect((await world.call("GET", "/api/jobs", undefined, headers)).status).toBe(401);
    const other = await createWorld({ vars: { ...tokens, API_TOKEN: "other" } });
    expect((await other.call("GET", "/api/jobs", undefined, headers)).status).toBe(401);
  });

  it("that opens what the API reads has no cache keep it", async () => {
    const world = await create();
    const { cookies } = await logIn(world);
    const headers = { authorization: "", cookie: `junkai=${cookies.get("junkai")}` };
    for (const path of ["/api/targets", "/api/stats.csv", "/api/targets/9", "/metrics"]) {
      const answer = await world.call("GET", path, undefined, headers);
      expect([path, answer.headers.get("cache-control")]).toEqual([path, "no-store"]);
    }
  });

  it("opens what the API reads and nothing that it changes", async () => {
    const world = await create();
    const { cookies } = await logIn(world);
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { authorization: "", cookie };
    const get = (path: string) => world.call("GET", path, undefined, headers);
    expect((await get("/api/targets")).status).toBe(200);
    expect((await get("/metrics")).status).toBe(200);
    expect((await get("/probe?target=http://a.example.com/")).status).toBe(401);
    const change = await world.call("POST", "/api/jobs/seal/run", undefined, headers);
    expect(change.status).toBe(401);
  });

  it.each([
    ["a letter changed", (value: string) => value.replace(/^./, "z")],
    ["another role", (value: string) => value.replace("admin", "adm%69n2")],
    ["no signature", (value: string) => value.split(".")[0] ?? ""],
  ])("with %s is none", async (_, spoil) => {
    const world = await create();
    const { cookies } = await logIn(world);
    const cookie = `junkai=${spoil(cookies.get("junkai") ?? "")}`;
    const headers = { authorization: "", cookie };
    const answer = await world.call("GET", "/api/jobs", undefined, headers);
    expect(answer.status).toBe(401);
  });

  it("ends with its cookie when somebody logs out", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const page = await visitor.send("/logout", {}, "/login-not-there");
    expect(page.path).toBe("/login");
    expect(visitor.cookies.has("junkai")).toBe(false);
  });
});

describe("READ_TOKEN", () => {
  it("sees everything over the API and changes nothing", async () => {
    const world = await create();
    const headers = { authorization: "Bearer look" };
    const call = (method: string, path: string) =>
      world.call(method, path, undefined, headers);
    for (const path of ["/api/targets", "/api/jobs", "/metrics", "/admin/metrics.json"])
      expect([path, (await call("GET", path)).status]).toEqual([path, 200]);
    const change = await call("POST", "/api/jobs/seal/run");
    expect(change.status).toBe(403);
    expect(change.body.type).toBe("/docs#problem-read-only");
    expect((await call("GET", "/probe?target=http://a.example.com/")).status).toBe(401);
  });
});

describe("a login link", () => {
  it("logs one browser in, once", async () => {
    const world = await create();
    const { status, body } = await world.call("POST", "/api/login-links", {
      role: "reader",
    });
    expect(status).toBe(201);
    const { pathname, search } = new URL(body.url);
    const first = createVisitor(world);
    await first.open(`${pathname}${search}`);
    expect(first.cookies.has("junkai")).toBe(true);
    const second = createVisitor(world);
    const again = await second.open(`${pathname}${search}`);
    expect(again.status).toBe(401);
    expect(textOf(again.html)).toContain("used already");
    expect(second.cookies.has("junkai")).toBe(false);
  });

  it("is of no use once it is too old", async () => {
    const world = await create();
    const { body } = await world.call("POST", "/api/login-links", { expiresIn: "1m" });
    await world.advanceTo(world.now() + 60_000);
    const { search } = new URL(body.url);
    const page = await createVisitor(world).open(`/login/link${search}`);
    expect(page.status).toBe(401);
  });

  it("is not used up by a program that only looks", async () => {
    const world = await create();
    const { body } = await world.call("POST", "/api/login-links", {});
    const { search } = new URL(body.url);
    await world.call("HEAD", `/login/link${search}`, undefined, { authorization: "" });
    const visitor = createVisitor(world);
    await visitor.open(`/login/link${search}`);
    expect(visitor.cookies.has("junkai")).toBe(true);
  });

  it("for a reader needs a READ_TOKEN", async () => {
    const world = await createWorld();
    const { status, body } = await world.call("POST", "/api/login-links", {
      role: "reader",
    });
    expect([status, body.errors[0].pointer]).toEqual([422, "/role"]);
  });

  it("opened twice at the same time logs one in", async () => {
    const world = await create();
    const { body } = await world.call("POST", "/api/login-links", {});
    const { search } = new URL(body.url);
    const visitors = [createVisitor(world), createVisitor(world)];
    await Promise.all(visitors.map((one) => one.open(`/login/link${search}`)));
    const begun = visitors.filter(({ cookies }) => cookies.has("junkai"));
    expect(begun.length).toBe(1);
  });

  it("stands in no log", async () => {
    const world = await create();
    const { body } = await world.call("POST", "/api/login-links", {});
    const { search, searchParams } = new URL(body.url);
    await createVisitor(world).open(`/login/link${search}`);
    await createVisitor(world).open(`/login/link${search}`);
    const logged = JSON.stringify([world.logs, world.requestLogs]);
    expect(logged).toContain("code=***");
    expect(logged).not.toContain(searchParams.get("code"));
  });
});
