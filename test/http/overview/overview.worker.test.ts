import { expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { createWorld } from "#test/fixtures/world.ts";

it("x", async () => {
  await seedTargets(DB, {
    count: 5000,
    site: "https://a.example",
    dueAt: 0,
    anchorAt: 0,
  });
  const world = await createWorld();
  const visitor = await logIn(world);
  const page = await visitor.open("/");
  console.log(page.status, page.html.length, textOf(page.html).slice(0, 1500));
  console.log(
    page.html.slice(page.html.indexOf("<tbody>"), page.html.indexOf("<tbody>") + 1500),
  );
  console.log(JSON.stringify(world.requestLogs.at(-1)));
  expect(page.status).toBe(200);
});
