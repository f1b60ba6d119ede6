// Tests what pages show of conditions: on the overview, of a target, of a run, in the form.
import { describe, expect, it } from "vitest";
import { formIn } from "#test/fixtures/pages/form.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { isoAt, minute, start } from "#test/fixtures/rounds/rounds.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const conditions = [{ duration: "< 800ms", as: "degraded" }, { body: "contains <b>" }];

/** A world in which a target's answers take 900 ms, which degrades it. */
async function degraded() {
  const world = await createWorld({
    now: start,
    site: () => ({ body: "<b>Welcome</b>", afterMs: 900 }),
  });
  const schedule = { every: "1m", startAt: isoAt(0) };
  await addTarget(world, { name: "Shop", schedule, expect: { conditions } });
  await world.runUntil(start + minute);
  return { world, visitor: await logIn(world) };
}

describe("pages about a degraded target", () => {
  it("tell what was found and what was expected, in both languages", async () => {
    const { world, visitor } = await degraded();
    const { html } = await visitor.open("/");
    expect(textOf(html)).toContain("1 degraded");
    expect(textOf(html)).toContain("The duration is 900ms; expected < 800ms.");
    const page = textOf((await visitor.open("/targets/1")).html);
    expect(page).toContain("Degraded for");
    expect(page).toContain("duration < 800ms Degraded 900ms");
    expect(page).toContain("body contains <b> Holds <b>Welcome</b>");
    const { body } = await world.call("GET", "/api/targets/1/runs");
    const run = await visitor.open(`/targets/1/runs/${body.items[0].dueAt}`);
    expect(textOf(run.html)).toContain("The duration is 900ms; expected < 800ms.");
    expect(run.html).not.toContain("<b>Welcome");
    const reader = createVisitor(world, { "accept-language": "ja" });
    await reader.logIn();
    const japanese = textOf((await reader.open("/")).html);
    expect(japanese).toContain("低下 1 件");
    expect(japanese).toContain("所要時間は 900ms でした。期待値は < 800ms です。");
  });

  it("filter by it, and show it on the wall and on a badge", async () => {
    const { world, visitor } = await degraded();
    const filtered = textOf((await visitor.open("/?status=degraded")).html);
    expect(filtered).toContain("Shop");
    const wall = (await visitor.open("/?view=wall")).html;
    expect(wall).toContain('class="degraded"');
    await world.call("PATCH", "/api/targets/1", { badges: true });
    const { body } = await world.call("GET", "/badges/1/status.svg");
    expect(body).toContain("degraded");
  });
});

describe("the form of a target", () => {
  it("has its conditions one a line, beside what the last run found", async () => {
    const { visitor } = await degraded();
    const { html } = await visitor.open("/targets/1/edit");
    expect(formIn(html).conditions).toBe(
      "duration < 800ms as degraded\r\nbody contains <b>",
    );
    expect(textOf(html)).toContain("What the last run found");
  });

  it("stores the lines, and says at the field which line is none", async () => {
    const { world, visitor } = await degraded();
    const sent = {
      ...formIn((await visitor.open("/targets/1/edit")).html),
      conditions: 'json $.a == "b"\r\n\r\nduration about 1s',
    };
    const refused = await visitor.send("/targets/1/edit", { ...sent, do: "save" });
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain(
      "duration about 1s: This is a comparison with a duration",
    );
    const lines = 'json $.a == "b"\r\n\r\nsize < 1KB as degraded';
    await visitor.send("/targets/1/edit", { ...sent, conditions: lines, do: "save" });
    const { body } = await world.call("GET", "/api/targets/1");
    expect(body.expect.conditions).toEqual([
      { json: "$.a", is: '== "b"' },
      { size: "< 1KB", as: "degraded" },
    ]);
  });
});
