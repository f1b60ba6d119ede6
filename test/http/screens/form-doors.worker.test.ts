// Tests that nothing is changed for somebody who may not change it: at every path that
// takes a form or a change, so that none is forgotten.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { type createVisitor, fieldsIn, logIn } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const app = createApp({
  depsOf: () => {
    throw new Error("nobody calls it");
  },
  jobs: registry,
});
const fill = (path: string): string =>
  path.replaceAll(/:\w+/g, (name) => (name === ":name" ? "seal" : "1"));

/** Whoever sends these need not be logged in: a token or a signed link lets them in. */
const openForms = ["/login", "/act/acknowledge", "/act/silence"];

/** Pings and Healthchecks' badges and API ask for keys of their own, and know no login. */
const ofHeartbeats = /^\/(ping|p|b|badge|api\/v[123])\//;

const own = app.routes.filter(({ path }) => !ofHeartbeats.test(path));

const forms = own
  .filter(({ method, path }) => method === "POST" && !path.startsWith("/api/"))
  .map(({ path }) => fill(path))
  .filter((path) => !openForms.includes(path));

/** There are more doors than one caller may knock at within a minute. */

const create = async () => {
  const world = await createWorld({ vars: { READ_TOKEN: "look" } });
  await addTarget(world, {});
  return world;
};

/** Sends a form as a browser does that stands at `site`. */
async function send(
  world: World,
  path: string,
  cookie: string,
  token: string,
  site = "",
) {
  const body = new URLSearchParams({ "form-token": token, do: "pause", ids: "1" });
  const { status, headers } = await world.call("POST", path, body.toString(), {
    authorization: "",
    accept: "text/html",
    "content-type": "application/x-www-form-urlencoded",
    "sec-fetch-site": site || "same-origin",
    cookie,
  });
  return { status, location: headers.get("location") };
}

const cookieOf = ({ cookies }: ReturnType<typeof createVisitor>) =>
  [...cookies].map((pair) => pair.join("=")).join("; ");

const tokenOf = async (visitor: ReturnType<typeof createVisitor>) =>
  fieldsIn((await visitor.open("/settings")).html).get("form-token") ?? "";

const changes = own.filter(
  ({ method, path }) => !["GET", "ALL"].includes(method) && path.startsWith("/api/"),
);

describe("what the API changes", () => {
  it("takes a token that changes things, and no login nor READ_TOKEN", async () => {
    expect(changes.length).toBeGreaterThan(10);
    const world = await create();
    const cookie = cookieOf(await logIn(world));
    for (const { method, path } of changes) {
      const knock = async (headers: Record<string, string>) =>
        (await world.call(method, fill(path), {}, { authorization: "", ...headers }))
          .status;
      expect([path, await knock({ cookie })]).toEqual([path, 401]);
      const authorization = "Bearer look";
      expect([path, await knock({ authorization, cookie })]).toEqual([path, 403]);
    }
    expect(world.requests).toEqual([]);
  });
});

describe("a form", () => {
  it("is taken by more than a few paths", () => {
    expect(forms).toContain("/targets/1/delete");
    expect(forms.length).toBeGreaterThan(10);
  });

  it.each(forms)(
    "to %s of another login, or on another site, is refused",
    async (path) => {
      const world = await create();
      const [mine, theirs] = [await logIn(world), await logIn(world)];
      const [cookie, token] = [cookieOf(mine), await tokenOf(mine)];
      expect((await send(world, path, cookie, await tokenOf(theirs))).status).toBe(403);
      expect((await send(world, path, cookie, "")).status).toBe(403);
      expect((await send(world, path, cookie, token, "same-site")).status).toBe(403);
      expect((await send(world, path, cookie, token, "none")).status).toBe(403);
    },
  );

  it.each(forms.filter((path) => path !== "/logout"))(
    "to %s does nothing for a reader, and leads a stranger to the login",
    async (path) => {
      const world = await create();
      const reader = await logIn(world, "look");
      const sent = await send(world, path, cookieOf(reader), await tokenOf(reader));
      expect(sent.status).toBe(403);
      expect(await send(world, path, "", "")).toEqual({
        status: 303,
        location: "http://localhost/login",
      });
      expect(world.requests).toEqual([]);
    },
  );
});
