// Tests what holds for all pages: whom they are shown to, in which language, and what keeps
// other sites out.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { bindings } from "#test/fixtures/bindings.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld } from "#test/fixtures/world.ts";

describe("a path with nothing there", () => {
  it("is told to a browser as a page and to a program as JSON", async () => {
    const world = await createWorld();
    const page = await (await logIn(world)).open("/nowhere");
    expect(page.status).toBe(404);
    expect(textOf(page.html)).toContain("Nothing is here");
    const answer = await world.call("GET", "/nowhere", undefined, { accept: "*/*" });
    expect([answer.status, answer.body.title]).toEqual([404, "Not found"]);
  });

  it("is told in the language of the browser", async () => {
    const visitor = createVisitor(await createWorld(), { "accept-language": "ja" });
    const { html } = await visitor.open("/nowhere");
    expect(textOf(html)).toContain("/nowhere には何もありません。");
  });

  it("of the API is told as JSON to browsers as well", async () => {
    const page = await (await logIn(await createWorld())).open("/api/targets/7");
    expect(page.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("a deployment that is not configured", () => {
  it("has its answer taken for what it is", async () => {
    const depsOf = () => {
      throw new Error("The variable PLAN is not valid.");
    };
    const app = createApp({ depsOf, jobs: registry });
    const answer = await app.request("/", { headers: { accept: "text/html" } }, bindings);
    const { headers, status } = answer;
    expect([status, headers.get("x-content-type-options")]).toEqual([503, "nosniff"]);
    expect(headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("pages", () => {
  it("may not be framed, kept, or load anything from elsewhere", async () => {
    const { headers } = await createVisitor(await createWorld()).open("/login");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    [undefined, "en"],
    ["ja", "ja"],
    ["ja-JP,ja;q=0.9,en;q=0.8", "ja"],
    ["en;q=0.5, ja;q=0.9", "ja"],
    ["fr, de", "en"],
    ["ja;q=0, en", "en"],
    ["*", "en"],
  ])("for a browser that likes %s are in %s", async (accepted, language) => {
    const headers: Record<string, string> = accepted
      ? { "accept-language": accepted }
      : {};
    const { html } = await createVisitor(await createWorld(), headers).open("/login");
    expect(html).toContain(`<html lang="${language}"`);
  });

  it("keep the language that was chosen, and the address without it", async () => {
    const visitor = createVisitor(await createWorld());
    const { path, html } = await visitor.open("/login?to=/jobs&lang=ja");
    expect(path).toBe("/login?to=%2Fjobs");
    expect(html).toContain('<html lang="ja"');
    expect((await visitor.open("/login")).html).toContain('<html lang="ja"');
  });

  it("lead nowhere else when a preference is chosen", async () => {
    const world = await createWorld();
    const answer = await world.call("GET", "//evil.example.com/?lang=ja", undefined, {
      accept: "text/html",
    });
    expect(new URL(answer.headers.get("location") ?? "").origin).toBe("http://localhost");
  });

  it("escape what stands in the address", async () => {
    const hostile = `/login?to=${encodeURIComponent('/"><script>alert(1)</script>')}`;
    const { html } = await createVisitor(await createWorld()).open(hostile);
    expect(html).not.toContain("<script>alert");
  });
});

describe("a form", () => {
  it.each([
    ["cross-site", { "sec-fetch-site": "cross-site" }],
    ["same-site", { "sec-fetch-site": "same-site" }],
    ["of another origin", { "sec-fetch-site": "", origin: "https://evil.example.com" }],
    ["of no origin", { origin: "null" }],
    ["that does not say where it stands", {}],
  ])("that stands elsewhere (%s) logs nobody in or out", async (_, headers) => {
    const world = await createWorld();
    const answer = await world.call("POST", "/login", "token=secret", {
      authorization: "",
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("that is larger than 256 KB is refused", async () => {
    const visitor = createVisitor(await createWorld());
    const page = await visitor.post("/login", `token=${"x".repeat(300_000)}`);
    expect(page.status).toBe(413);
  });
});

describe("a path that begins with two slashes", () => {
  it("leads to no other host", async () => {
    const { html } = await createVisitor(await createWorld()).open(
      "http://localhost//evil.example.com/x",
    );
    expect(html).toContain('href="/evil.example.com/x?lang=ja"');
    expect(html).not.toMatch(/(href|action)="[/\\\\]{2}/);
  });
});

describe("the notice of what a form did", () => {
  const noticeOf = (action: string) =>
    encodeURIComponent(
      JSON.stringify({ said: "A stranger said it.", undo: { action, fields: {} } }),
    );

  it.each(["//evil.example.com/", "/\\evil.example.com/", "https://evil.example.com/"])(
    "sends the token of its form to no other host: %s",
    async (action) => {
      const visitor = await logIn(await createWorld());
      visitor.cookies.set("notice", noticeOf(action));
      const { html, status } = await visitor.open("/settings");
      expect(status).toBe(200);
      expect(html).not.toContain("evil.example.com");
    },
  );

  it("is taken over https from no other host of the same domain", async () => {
    const world = await createWorld();
    const origin = "https://junkai.example.com";
    const browser = { authorization: "", accept: "text/html", origin };
    const form = { ...browser, "content-type": "application/x-www-form-urlencoded" };
    const login = await world.call("POST", `${origin}/login`, "token=secret", form);
    const session = login.headers.getSetCookie().join().split(";")[0];
    const open = async (notice: string) => {
      const cookie = `${session}; ${notice}=${noticeOf("/targets/1/delete")}`;
      const headers = { ...browser, cookie };
      return (await world.call("GET", `${origin}/settings`, undefined, headers)).body;
    };
    expect(await open("__Host-notice")).toContain("A stranger said it.");
    expect(await open("notice")).not.toContain("A stranger said it.");
  });
});
