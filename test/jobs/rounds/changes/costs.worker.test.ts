// Tests what readings and changes cost in rows and statements.
import { describe, expect, it } from "vitest";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { registry } from "#jobs/registry.ts";
import { watchedPage } from "#test/fixtures/changes/watched-page.ts";
import { minute } from "#test/fixtures/rounds/rounds.ts";
import type { World } from "#test/fixtures/world.ts";

/** What each of some ticks cost, one after another. */
async function costsOf(world: World, ticks: number) {
  const costs = [];
  for (let i = 0; i < ticks; i++) {
    const { meter } = world.startTick();
    await world.advanceTo(world.now() + minute);
    costs.push({ ...meter });
  }
  return costs;
}

/** What tells of changes, and what else ticks do, has costs of its own. */
const options = { jobs: registry.filter(({ name }) => name === roundsJob) };

const plain = { extract: [] };
const atOnce = { changes: { confirm: null } };

describe("a round", () => {
  it("with readings that stay costs what one without costs", async () => {
    const without = await watchedPage([[0, "A"]], plain, options);
    const [, , quiet] = await costsOf(without.world, 3);
    await without.world.call("DELETE", `/api/targets/${without.id}`);
    const { world } = await watchedPage([[0, "A"]], {}, options);
    const [, , reading] = await costsOf(world, 3);
    expect(reading).toEqual(quiet);
  });

  it("with a change writes four rows more, with three statements", async () => {
    const { world } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
        [180, "C"],
      ],
      atOnce,
      options,
    );
    // The first change of all gives the job that tells of changes its row.
    const [, , quiet, changed] = await costsOf(world, 4);
    // Its content, the change, and the change in two indexes.
    expect((changed?.rowsWritten ?? 0) - (quiet?.rowsWritten ?? 0)).toBe(4);
    // They are recorded with two, and the text of before is read with one.
    expect((changed?.statements ?? 0) - (quiet?.statements ?? 0)).toBe(3);
  });

  it("with a content that came back writes two rows more", async () => {
    const { world } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
        [300, "A"],
      ],
      atOnce,
      options,
    );
    const [quiet, reverted] = (await costsOf(world, 6)).slice(-2);
    // The change, and its place in time. Nobody is told of it.
    expect((reverted?.rowsWritten ?? 0) - (quiet?.rowsWritten ?? 0)).toBe(2);
  });

  it("that is answered with a 304 writes no more, and sends no more statements", async () => {
    const headers = { "content-type": "text/plain", etag: '"A"' };
    const said = [
      [0, { body: "A", headers }],
      [30, { status: 304 }],
    ] as const;
    const { world } = await watchedPage(said, {}, options);
    const [, first, second] = await costsOf(world, 3);
    expect(second).toEqual(first);
    expect(second?.rowsWritten).toBe(4 + 1);
  });
});
