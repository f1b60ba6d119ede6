// Tests that steps and rules of changes come back as they were written, and what a target
// cannot have of them.
import { expect, it } from "vitest";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const document = {
  url: "https://site.example.com/",
  extract: [
    { remove: ["nav", ".ads"] },
    { css: ".price" },
    { number: { decimal: "," }, name: "price" },
    { regex: "/v(?<major>[0-9]+)/" },
    { css: "main", all: true, give: "html" },
  ],
  changes: {
    confirm: null,
    only: ["added", "replaced"],
    numbers: { price: { by: null, percent: 5, against: "lowest" } },
  },
  expect: { conditions: ["reading price < 100", 'reading major == "2"'] },
};

it("what is written comes back, and the same again changes nothing", async () => {
  const world = await createWorld();
  const id = await addTarget(world, document);
  const path = `/api/targets/${id}`;
  const { body } = await world.call("GET", path);
  expect(body.extract).toEqual(document.extract);
  expect(body.changes).toMatchObject(document.changes);
  const { url, extract, changes, expect: expected } = body;
  const again = await world.call("PUT", path, {
    url,
    extract,
    changes,
    expect: expected,
  });
  expect([again.status, again.body.revision]).toEqual([200, 1]);
  const documents = [{ url, key: "copy", extract, changes, expect: expected }];
  const bulk = await world.call("POST", "/api/targets/bulk", {
    operation: "upsert",
    documents,
  });
  expect(bulk.status).toBe(200);
  const copy = await world.call("GET", "/api/targets/copy");
  expect([copy.body.extract, copy.body.changes]).toEqual([extract, changes]);
});

it("a patch replaces the steps as a whole, and one rule by itself", async () => {
  const world = await createWorld();
  const id = await addTarget(world, document);
  const patch = { changes: { confirm: "30s" }, expect: { conditions: [] } };
  const patched = await world.call("PATCH", `/api/targets/${id}`, patch);
  expect(patched.body.changes).toMatchObject({ ...document.changes, confirm: "30s" });
  const extract = ["css main as price", { css: ".price", name: "old" }];
  const numbers = { price: null };
  const other = await world.call("PATCH", `/api/targets/${id}`, {
    extract,
    changes: { numbers },
  });
  expect(other.body.extract).toEqual([
    { css: "main", name: "price" },
    { css: ".price", name: "old" },
  ]);
});

it.each([
  [{ request: { method: "HEAD" } }, "/extract/0", /^The answer to HEAD has no body/],
  [{ extract: [], expect: {} }, "/changes/numbers/price", /^No step of extract reads/],
  [{ kind: "site", expect: {} }, "/changes/numbers/price", /^Only a page's numbers/],
  [{ extract: [{ number: true, name: "price" }] }, "/expect/conditions/1", /named major/],
  [{ extract: [{ css: "a" }, { css: "b[" }] }, "/extract/1/css", /^This is no CSS sel/],
])("with %j it is refused, and the place told", async (change, pointer, detail) => {
  const world = await createWorld();
  const { status, body } = await world.call("POST", "/api/targets", {
    ...document,
    ...change,
  });
  expect(status).toBe(422);
  expect(body.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
});
