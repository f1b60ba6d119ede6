// Tests that each change is recorded once, and none is lost, whatever befalls invocations
// and the database: what is recorded is what the recorded runs say, one after another.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContentWatch } from "#domain/changes/content-watch.ts";
import { afterJudging, takeSight } from "#domain/changes/take-sight.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { contentsBucket, DB } from "#test/fixtures/bindings.ts";
import {
  storedChanges,
  storedContents,
  watchedPage,
} from "#test/fixtures/changes/watched-page.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { isoAt, minute, runsOf, second, start } from "#test/fixtures/rounds/rounds.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import type { Mishap, World } from "#test/fixtures/world.ts";

const confirmMs = 15 * second;
const minutes = 6;

/** A page that says another letter every few seconds, or the same for longer. */
const anyText = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom("A", "B", "C", "D")), {
    minLength: 3,
    maxLength: 14,
  })
  .map((parts) => {
    let at = 0;
    return parts.map(([length, letter]) => {
      const said = [at, letter] as const;
      at += length;
      return said;
    });
  });

const anyAwait = fc.integer({ min: 1, max: 40 });
const anyMishap: fc.Arbitrary<Mishap | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ at: anyAwait, after: fc.boolean() }),
  fc.record({ at: anyAwait, stallMs: fc.constantFrom(2 * second, 40 * second) }),
  fc.record({ at: fc.integer({ min: 1, max: 15 }), fails: fc.constant(true as const) }),
  fc.record({
    at: fc.integer({ min: 1, max: 15 }),
    answerLost: fc.constant(true as const),
  }),
);

/** A request that dies gives no answer to wait for. */
const anyCallMishap: fc.Arbitrary<Mishap | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ at: anyAwait, stallMs: fc.constantFrom(2 * second, 20 * second) }),
  fc.record({ at: fc.integer({ min: 1, max: 8 }), fails: fc.constant(true as const) }),
  fc.record({
    at: fc.integer({ min: 1, max: 8 }),
    answerLost: fc.constant(true as const),
  }),
);

type Ask = { after: number; befalls: Mishap | undefined };

/** Asks for runs, one after another, each so many seconds after the one before. */
async function askForRuns(world: World, id: number, asks: readonly Ask[], until: number) {
  for (const { after, befalls } of asks) {
    const at = world.now() + after * second;
    if (at >= until) return;
    await world.advanceTo(at);
    if (befalls) world.spoilNextCall(befalls);
    const { status } = await world.call("POST", `/api/targets/${id}/run`);
    expect([201, 500, 503]).toContain(status);
  }
}

const document = {
  schedule: { every: "30s", startAt: isoAt(0) },
  changes: { confirm: "15s" },
};

type Run = Awaited<ReturnType<typeof runsOf>>[number];

/** What the recorded runs say, taken in one after another. */
function turnsIn(runs: readonly Run[]) {
  const rule = { ...usualChanges, confirmMs };
  let watch: ContentWatch | undefined;
  return runs.flatMap((run) => {
    if (run.outcome === "failed") return [];
    const at = Date.parse(run.startedAt);
    const taken = takeSight(rule, watch, {
      revision: 1,
      hash: String(run.contentHash).slice(0, 32),
      at,
      endedAt: at + Number(run.durationMs),
      references: {},
    });
    const { turn } = taken;
    watch = turn === null ? taken.watch : afterJudging(taken.watch, turn, true);
    if (turn === null) return [];
    const kind = turn.kind === "candidate" ? "changed" : turn.kind;
    return [{ kind, at: secondsOf(turn.at), from: turn.from, to: turn.to }];
  });
}

const secondsOf = (at: number) => Math.round((at - start) / second);

/** Ticks every minute, each with what befalls it; then some that nothing befalls. */
async function tickThrough(world: World, mishaps: readonly (Mishap | undefined)[]) {
  for (const mishap of mishaps) {
    world.startTick(mishap);
    await world.advanceTo(world.now() + minute);
  }
  await world.runUntil(world.now() + 4 * minute);
}

/** Contents that changes refer to and that are kept nowhere. */
const missingContents = async () =>
  (
    await DB.prepare(
      `SELECT c.target_id, c.at FROM changes c, json_each(json_array(c.from_hash, c.to_hash)) h
      WHERE h.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contents k
        WHERE k.target_id = c.target_id AND k.hash = h.value)`,
    ).all()
  ).results;

const hashIn = ({ reading }: Run) => (reading as { hash: string } | null)?.hash;

/** Whether a run may be the one that saw a change first. */
const saw = (run: Run, { at, to }: { at: number; to: string }) =>
  secondsOf(Date.parse(run.startedAt)) === at && hashIn(run) === to;

/** Contents of runs that somebody asked for, which are kept nowhere. */
async function lostContents(runs: readonly Run[]) {
  const kept = new Set(await storedContents());
  const manual = runs
    .filter(({ trigger }) => trigger === "manual")
    .flatMap((run) => hashIn(run) ?? []);
  return manual.filter((hash) => !kept.has(hash));
}

/** The texts of the contents that changes led to. */
async function textsOf(world: World, id: number) {
  const texts = [];
  for (const { to } of await storedChanges(id))
    texts.push((await world.call("GET", `/api/targets/${id}/contents/${to}`)).body);
  return texts;
}

const briefly = async (id: number) =>
  (await storedChanges(id)).map(({ kind, at, from, to }) => ({ kind, at, from, to }));

describe("changes", () => {
  it("are what the recorded runs say, each once, whatever befalls ticks", async () => {
    const mishaps = fc.array(anyMishap, { minLength: minutes, maxLength: minutes });
    await fc.assert(
      fc.asyncProperty(anyText, mishaps, async (said, befalls) => {
        await emptyDatabase();
        const { world, id } = await watchedPage(said, document);
        await tickThrough(world, befalls);
        expect(await briefly(id)).toEqual(turnsIn(await runsOf(world, id)));
        expect(await missingContents()).toEqual([]);
      }),
      { numRuns: scenarios(45) },
    );
  });

  it.each([
    ["the database", {}, 0],
    ["a bucket", { vars: { CONTENTS: contentsBucket } }, 2],
  ])(
    "are recorded once where the tick that finds them dies at any await, with contents in %s",
    async (_, options, objects) => {
      const said = [
        [0, "A"],
        [60, "B"],
      ] as const;
      const atOnce = { ...document, changes: { confirm: null } };
      for (let at = 1, awaits = at; at <= awaits; at++)
        for (const after of [true, false]) {
          await emptyDatabase();
          const { world, id } = await watchedPage(said, atOnce, options);
          await world.runUntil(start + minute);
          const { awaits: count } = world.startTick({ at, after });
          await world.advanceTo(world.now() + minute);
          awaits = Math.max(awaits, count());
          await world.runUntil(start + 5 * minute);
          expect((await briefly(id)).map(({ kind }) => kind)).toEqual([
            "first",
            "changed",
          ]);
          expect(await missingContents()).toEqual([]);
          expect(await textsOf(world, id)).toEqual(["A", "B"]);
          const named = DB.prepare("SELECT count(object) AS n FROM contents");
          expect(await named.first("n")).toBe(objects);
        }
    },
  );

  it("of runs that somebody asks for are of what runs saw, and the last content is found, whatever befalls them", async () => {
    const mishaps = fc.array(anyMishap, { minLength: 3, maxLength: 3 });
    const asked = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 25 }), befalls: anyCallMishap }),
      {
        minLength: 1,
        maxLength: 10,
      },
    );
    const confirm = fc.constantFrom(null, "15s");
    await fc.assert(
      fc.asyncProperty(
        anyText,
        mishaps,
        asked,
        confirm,
        async (said, befalls, asks, wait) => {
          await emptyDatabase();
          const { world, id } = await watchedPage(
            said,
            { ...document, changes: { confirm: wait } },
            { afterAnswers: true },
          );
          for (const mishap of befalls) {
            world.startTick(mishap);
            const next = world.now() + minute;
            await askForRuns(world, id, asks, next);
            await world.advanceTo(Math.max(world.now(), next));
          }
          await world.runUntil(start + 23 * minute);
          const runs = await runsOf(world, id);
          const changes = await briefly(id);
          expect(changes.filter((one) => !runs.some((run) => saw(run, one)))).toEqual([]);
          expect(changes.at(-1)?.to).toBe(hashIn(runs.at(-1) as Run));
          expect(await missingContents()).toEqual([]);
          expect(await lostContents(runs)).toEqual([]);
        },
      ),
      { numRuns: scenarios(30) },
    );
  });

  it("wait for another round while texts of before cannot be read", async () => {
    const { world, id } = await watchedPage(
      [
        [0, "A"],
        [60, "B"],
        [120, "C"],
      ],
      { ...document, changes: { confirm: null } },
    );
    await world.runUntil(start + minute);
    world.outage.of = /FROM contents k|CROSS JOIN contents k/;
    await world.runUntil(start + 3 * minute);
    expect((await briefly(id)).map(({ kind }) => kind)).toEqual(["first"]);
    world.outage.of = null;
    await world.runUntil(start + 5 * minute);
    const changes = await briefly(id);
    expect(changes.map(({ kind, at }) => [kind, at])).toEqual([
      ["first", 0],
      ["changed", 60],
      ["changed", 120],
    ]);
    const [first, second, third] = changes;
    expect([second?.from, third?.from]).toEqual([first?.to, second?.to]);
  });
});
