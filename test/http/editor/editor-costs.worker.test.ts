// Holds what the forms of targets cost: statements, rows and bytes.
import { expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings } from "#test/fixtures/bindings.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { logIn } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

/** A request as the browser of a visitor sends it, and its cost. */
async function createMeasure() {
  const world = await createWorld();
  await addTarget(world);
  const visitor = await logIn(world);
  const token = String(formIn((await visitor.open("/targets/new")).html)["form-token"]);
  const cookie = [...visitor.cookies].map((pair) => pair.join("=")).join("; ");
  return async (path: string, fields?: Record<string, string>) => {
    const deps = world.newDeps();
    const app = createApp({ depsOf: () => deps, jobs: [] });
    const body = fields && new URLSearchParams({ "form-token": token, ...fields });
    const answer = await app.request(
      path,
      {
        method: body === undefined ? "GET" : "POST",
        headers: { cookie, accept: "text/html", "sec-fetch-site": "same-origin" },
        ...(body !== undefined && { body }),
      },
      bindings,
    );
    const { statements, rowsRead, rowsWritten } = deps.meter;
    const bytes = (await answer.text()).length;
    return { status: answer.status, statements, rowsRead, rowsWritten, bytes };
  };
}

const free = { statements: 0, rowsRead: 0, rowsWritten: 0 };
/** The target that a form changes, with its shard. */
const known = { statements: 1, rowsRead: 2, rowsWritten: 0 };

it.each([
  ["/targets/new", free],
  ["/heartbeats/new", free],
  ["/targets/paste", free],
  ["/targets/new?from=1", known],
  ["/targets/1/edit", known],
])("%s reads what it shows and no more", async (path, cost) => {
  const measure = await createMeasure();
  const { bytes, ...measured } = await measure(path);
  expect(measured).toEqual({ status: 200, ...cost });
  // A quarter of it are the names of the zones, a tenth the kinds of steps.
  expect(bytes).toBeLessThan(50_000);
});

it.each([
  ["/targets/new", free],
  ["/targets/paste", free],
  ["/targets/1/edit", known],
])("%s tells a script when it fires without a write", async (path, cost) => {
  const measure = await createMeasure();
  const fields = { do: "preview", part: "fires", url, every: "9m" };
  const { bytes, ...measured } = await measure(path, fields);
  expect(measured).toEqual({ status: 200, ...cost });
  expect(bytes).toBeLessThan(2_000);
});

it("a target is added for what the API takes, and the name of its form", async () => {
  const measure = await createMeasure();
  const { statements } = await measure("/targets/new", { url });
  const once = await measure("/targets/new", { url, once: "7" });
  expect([statements, once.statements]).toEqual([4, 6]);
});
