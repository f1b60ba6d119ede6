import { expect, it } from "vitest";
import { explainFailure } from "#domain/runs/failure.ts";

it("a failure is explained in one sentence", () => {
  expect(explainFailure({ class: "status", status: 503, expected: "2xx" })).toBe(
    "The status is 503; expected 2xx.",
  );
});
