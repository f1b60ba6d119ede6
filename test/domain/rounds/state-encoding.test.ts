import fc from "fast-check";
import { expect, it } from "vitest";
import type { TargetState } from "#domain/rounds/state.ts";
import { packRun, packState, unpackState } from "#domain/rounds/state-encoding.ts";
import type { Entry } from "#domain/runs/run.ts";
import {
  countDrop,
  countRun,
  createTotals,
  type Totals,
} from "#domain/statistics/totals.ts";
import { entryIn } from "#test/fixtures/any-entry.ts";
import { aRun } from "#test/fixtures/runs.ts";

const counted = (totals: Totals, entry: Entry): Totals =>
  entry.kind === "run" ? countRun(totals, entry.run) : countDrop(totals, entry.drop);

const text = fc.option(fc.string({ minLength: 1 }));
const instant = fc.integer({ min: 0, max: Date.parse("9999-12-31T00:00:00Z") });
const anyState: fc.Arbitrary<TargetState> = fc.record(
  {
    cursor: instant,
    freeAt: instant,
    last: fc
      .record({
        dueAt: instant,
        lag: fc.nat(),
        status: fc.option(fc.integer({ min: 100, max: 599 })),
      })
      .map(({ dueAt, lag, status }) =>
        aRun({
          dueAt,
          startedAt: dueAt + lag,
          status,
          failure: status ? null : { class: "dns", host: "x" },
        }),
      ),
    validators: fc
      .record({
        requestRevision: fc.nat(),
        etag: text,
        lastModified: text,
        contentType: text,
        contentHash: text,
      })
      .filter(({ etag, lastModified }) => etag !== null || lastModified !== null),
    content: fc.record({ requestRevision: fc.nat(), hash: fc.constantFrom("aa", "bb") }),
    totals: fc
      .array(entryIn(0))
      .map((entries) => entries.reduce(counted, createTotals())),
  },
  { requiredKeys: [] },
);

it("gives back every state it packed, also after a trip through JSON", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      expect(unpackState(JSON.parse(JSON.stringify(packState(state))))).toEqual(state);
    }),
  );
});

it("reads a state as it was written before there were totals", () => {
  const last = aRun({ dueAt: 60_000, startedAt: 60_004, contentHash: "ab" });
  const validators = {
    requestRevision: 2,
    etag: '"v1"',
    lastModified: null,
    contentType: "text/html",
    contentHash: "ab",
  };
  const written = JSON.stringify([
    60_000,
    60_020,
    packRun(last),
    ...Object.values(validators),
  ]);
  expect(unpackState(JSON.parse(written))).toEqual({
    cursor: 60_000,
    freeAt: 60_020,
    last,
    validators,
  });
  expect(unpackState([60_000, null, null])).toEqual({ cursor: 60_000 });
});

it("packs a quiet target's state into about a hundred characters", () => {
  const last = aRun({
    targetId: 1_000,
    dueAt: 1_772_445_600_000,
    startedAt: 1_772_445_600_040,
    bytes: 8_192,
    contentHash: "ab".repeat(32),
  });
  const packed = packState({ cursor: last.dueAt, freeAt: last.dueAt + 60, last });
  expect(JSON.stringify(packed).length).toBeLessThan(120);
});
