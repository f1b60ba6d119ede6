// Shows the steps in which the time of a run went.
import fc from "fast-check";
import { expect, test } from "vitest";
import { endOf, type RunStep, stepsOf } from "#domain/runs/run-steps.ts";
import { entryIn } from "#test/fixtures/history/any-entry.ts";
import { aRun } from "#test/fixtures/runs.ts";

const failure = { class: "status", status: 502, expected: "2xx" } as const;
const brief = ({ kind, attempt, fromMs, lengthMs, isFailure }: RunStep) =>
  `${kind} ${attempt}: ${fromMs} + ${lengthMs}${isFailure ? " failed" : ""}`;

test("A run that waited has its turn, first byte and body as steps.", () => {
  const run = aRun({ dueAt: 1_000, startedAt: 1_040, firstByteMs: 100, bodyMs: 20 });
  expect(stepsOf(run).map(brief)).toEqual([
    "waited 0: 0 + 40",
    "first-byte 1: 40 + 100",
    "body 1: 140 + 20",
  ]);
});

test("Each attempt and each pause between attempts is a step.", () => {
  const tries = [
    { startedAt: 5, durationMs: 10_000, status: null, ending: "timeout" as const },
    { startedAt: 10_255, durationMs: null, status: null, ending: "unknown" as const },
    { startedAt: 12_255, durationMs: 110, status: 502, ending: "status" as const },
  ];
  const timing = { startedAt: 5, firstByteMs: 100, bodyMs: 10, attempts: 3, tries };
  expect(stepsOf(aRun({ ...timing, status: 502, failure })).map(brief)).toEqual([
    "waited 0: 0 + 5",
    "attempt 1: 5 + 10000 failed",
    "pause 1: 10005 + 250",
    "attempt 2: 10255 + null",
    "pause 2: 10255 + 2000",
    "first-byte 3: 12255 + 100 failed",
    "body 3: 12355 + 10",
  ]);
});

test.each([
  ["a silent host", { class: "timeout", phase: "first-byte", limitMs: 1 }, "first-byte"],
  ["a body that does not end", { class: "timeout", phase: "body", limitMs: 1 }, "body"],
  ["a large body", { class: "too-large", limitBytes: 1 }, "body"],
  ["another status", failure, "first-byte"],
] as const)("The step in which a run failed is told: %s.", (_, failure, kind) => {
  const failed = stepsOf(aRun({ failure })).filter(({ isFailure }) => isFailure);
  expect(failed.map((step) => step.kind)).toEqual([kind]);
});

test("Whatever the clocks say, steps follow each other and one of a failed run failed.", () => {
  fc.assert(
    fc.property(entryIn(500_000), (entry) => {
      if (entry.kind === "drop") return;
      const { run } = entry;
      const steps = stepsOf(run);
      let end = 0;
      for (const { fromMs, lengthMs } of steps) {
        expect(fromMs).toBeGreaterThanOrEqual(end);
        end = fromMs + (lengthMs ?? 0);
      }
      expect(endOf(steps)).toBe(end);
      const last = steps.filter(({ attempt }) => attempt === run.attempts);
      const failed = last.filter(
        ({ kind, isFailure }) => kind !== "attempt" && isFailure,
      );
      expect(failed.length).toBe(run.failure === null ? 0 : 1);
    }),
  );
});
