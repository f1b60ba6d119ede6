import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContentWatch } from "#domain/changes/content-watch.ts";
import type { Turn } from "#domain/changes/take-sight.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { packState, unpackState } from "#domain/rounds/state-encoding.ts";
import { packRun } from "#domain/runs/encoding/packed-run.ts";
import type { Entry } from "#domain/runs/run.ts";
import {
  countDropByHour,
  countRunByHour,
  type OpenHours,
} from "#domain/statistics/open-hours.ts";
import {
  countDrop,
  countRun,
  createTotals,
  type Totals,
} from "#domain/statistics/totals.ts";
import { packTotals } from "#domain/statistics/totals-encoding.ts";
import { entryIn } from "#test/fixtures/history/any-entry.ts";
import { aRun } from "#test/fixtures/runs.ts";

const counted = (totals: Totals, entry: Entry): Totals =>
  entry.kind === "run" ? countRun(totals, entry.run) : countDrop(totals, entry.drop);
const countedByHour = (hours: OpenHours, entry: Entry): OpenHours =>
  entry.kind === "run"
    ? countRunByHour(hours, entry.run)
    : countDropByHour(hours, entry.drop);

const text = fc.option(fc.string({ minLength: 1 }));
const instant = fc.integer({ min: 0, max: Date.parse("9999-12-31T00:00:00Z") });
const hash = fc.constantFrom("0a", "0b", "0c").map((byte) => byte.repeat(16));
const anyReading = fc.record({
  hash,
  numbers: fc.constantFrom({}, { price: 12.5 }, { price: 13, stock: -2 }),
});
const references = fc.constantFrom({}, { price: 9.75 });
const anyWatch: fc.Arbitrary<ContentWatch> = fc.record({
  revision: fc.nat(),
  takenAt: instant,
  recent: fc.array(fc.record({ hash, base: hash }), { minLength: 1 }),
  pending: fc.option(fc.record({ hash, since: instant, lookAt: instant, references })),
  unsettled: fc.nat(3),
  lookAt: fc.option(instant),
  isLearning: fc.boolean(),
});
const anyTurn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constantFrom("first", "candidate", "reverted", "learned"),
  at: instant,
  confirmedAt: instant,
  from: fc.option(hash),
  to: hash,
  references,
});
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
          reading: status ? { hash: "0a".repeat(16), numbers: { price: 12.5 } } : null,
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
    dropUntil: instant,
    lost: fc.array(fc.record({ slot: instant, startedAt: instant }), { minLength: 1 }),
    content: fc.record(
      {
        requestRevision: fc.nat(),
        hash: fc.constantFrom("aa", "bb", ""),
        reading: anyReading,
      },
      { requiredKeys: ["requestRevision", "hash"] },
    ),
    contents: anyWatch,
    unjudged: fc.array(anyTurn, { minLength: 1 }),
    rereadAt: instant,
    totals: fc
      .array(entryIn(0))
      .map((entries) => entries.reduce(counted, createTotals())),
    hours: fc
      .array(entryIn(490_000), { minLength: 1 })
      .map((entries) => entries.reduce(countedByHour, new Map()))
      .filter(({ size }) => size > 0),
  },
  { requiredKeys: [] },
);

it("a packed state is given back, also after a trip through JSON", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      expect(unpackState(JSON.parse(JSON.stringify(packState(state))))).toEqual(state);
    }),
  );
});

it("a state that was written before there were totals is read", () => {
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

it("a quiet target's state takes about a hundred characters", () => {
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

describe("the stored text of a state", () => {
  const seen = "ab".repeat(32);
  const last = aRun({
    targetId: 7,
    dueAt: 1_772_445_600_000,
    startedAt: 1_772_445_600_040,
    bytes: 8_192,
    contentType: "text/html",
    contentHash: seen,
  });
  const validators = {
    requestRevision: 2,
    etag: '"v1"',
    lastModified: null,
    contentType: "text/html",
    contentHash: seen,
  };
  const totals = countDrop(countRun(createTotals(), last), {
    targetId: 7,
    fate: "missed",
    count: 3,
    firstAt: 0,
    lastAt: 2_000,
  });
  const run =
    "B2DA/qqaDSgKATPIAYBACXRleHQvaHRtbCCrq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urqw==";
  const times = { cursor: 1_772_445_600_000, freeAt: 1_772_445_600_060 };
  const packedTimes = "1772445600000,1772445600060";
  const packedValidators = `2,"\\"v1\\"",null,"text/html","${seen}"`;
  const packedTotals = "AQAAAwEBgEAACwABAAAAAAAAAAAAACQ=";
  const sameContent = { requestRevision: 2, hash: seen };
  const otherContent = { requestRevision: 2, hash: "cd".repeat(32) };

  it.each<[form: string, text: string, state: TargetState]>([
    ["first", "[null,null,null]", {}],
    ["first", `[${packedTimes},"${run}"]`, { ...times, last }],
    [
      "first, with validators",
      `[${packedTimes},"${run}",${packedValidators}]`,
      { ...times, last, validators },
    ],
    ["second", "[null,null,null,null,null,null]", {}],
    [
      "second, with the content that the last run saw",
      `[${packedTimes},"${run}",null,"${packedTotals}",[2,null]]`,
      { ...times, last, totals, content: sameContent },
    ],
    [
      "second, with everything",
      `[${packedTimes},"${run}",[${packedValidators}],"${packedTotals}",[2,"${otherContent.hash}"]]`,
      { ...times, last, validators, totals, content: otherContent },
    ],
    ["third", `["3"]`, {}],
    ["third, cut short", `["3",${packedTimes}]`, times],
    [
      "third, with the content that the last run saw",
      `["3",${packedTimes},"${run}",null,"${packedTotals}",[2,null]]`,
      { ...times, last, totals, content: sameContent },
    ],
    [
      "third, with everything",
      `["3",${packedTimes},"${run}",[${packedValidators}],"${packedTotals}",[2,"${otherContent.hash}"]]`,
      { ...times, last, validators, totals, content: otherContent },
    ],
    [
      "third, with attempts of lost rounds",
      `["3",${packedTimes},null,null,null,null,null,null,[[${packedTimes}]]]`,
      {
        ...times,
        lost: [{ slot: 1_772_445_600_000, startedAt: 1_772_445_600_060 }],
      },
    ],
    [
      "third, with counts of the latest hours",
      `["3",null,null,null,null,null,null,null,null,null,[490003,12,0,[57,2,1]]]`,
      {
        hours: new Map([
          [490_003, { ok: 12, degraded: 0, failed: 0, missed: 0 }],
          [490_001, { ok: 57, degraded: 0, failed: 2, missed: 1 }],
        ]),
      },
    ],
    [
      "third, with numbers",
      `["3",${"null,".repeat(12)}[2,["price",3,6,1,1000,3,3000,2,3000]]]`,
      {
        numbers: {
          requestRevision: 2,
          byName: {
            price: {
              count: 3,
              sum: 6,
              lowest: 1,
              lowestAt: 1_000,
              highest: 3,
              highestAt: 3_000,
              last: 2,
              lastAt: 3_000,
            },
          },
        },
      },
    ],
  ])("is read in its %s form", (_, text, state) => {
    expect(unpackState(JSON.parse(text))).toEqual(state);
  });

  it("is written in its third form, without the memories at the end that are not there", () => {
    const written = (state: TargetState) => JSON.stringify(packState(state));
    expect(written({})).toBe('["3"]');
    expect(written({ ...times, validators })).toBe(
      `["3",${packedTimes},null,[${packedValidators}]]`,
    );
    expect(written({ ...times, last, totals, content: sameContent })).toBe(
      `["3",${packedTimes},"${packRun(last)}",null,"${packTotals(totals)}",[2,null]]`,
    );
    expect(written({ lost: [{ slot: 1_000, startedAt: 1_050 }] })).toBe(
      '["3",null,null,null,null,null,null,null,null,[[1000,1050]]]',
    );
    const hours = new Map([[490_003, { ok: 1, degraded: 0, failed: 0, missed: 0 }]]);
    expect(written({ hours })).toBe(
      '["3",null,null,null,null,null,null,null,null,null,[490003,1]]',
    );
    expect(written({ content: otherContent })).toBe(
      `["3",null,null,null,null,null,[2,"${otherContent.hash}"]]`,
    );
  });

  it("is refused when a later version wrote it", () => {
    expect(() => unpackState(["4"] as never)).toThrow(RangeError);
  });
});
