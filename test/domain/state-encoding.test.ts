import fc from "fast-check";
import { expect, it } from "vitest";
import type { TargetState } from "../../src/domain/judge.ts";
import { packState, unpackState } from "../../src/domain/state-encoding.ts";
import { aRun } from "../fixtures/runs.ts";

const text = fc.option(fc.string({ minLength: 1 }));
const instant = fc.integer({ min: 0, max: Date.parse("9999-12-31T00:00:00Z") });
const anyState: fc.Arbitrary<TargetState> = fc.record(
  {
    cursor: instant,
    freeAt: instant,
    last: fc
      .record({ dueAt: instant, lag: fc.nat(), status: fc.option(fc.integer({ min: 100, max: 599 })) })
      .map(({ dueAt, lag, status }) =>
        aRun({ dueAt, startedAt: dueAt + lag, status, failure: status ? null : { class: "dns", host: "x" } }),
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
