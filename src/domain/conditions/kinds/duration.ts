// Compares how long an answer took: `duration < 800ms`.
import { inTime, quantityKind } from "#domain/conditions/quantity-kind.ts";

export const duration = quantityKind(
  {
    name: "duration",
    noun: "the duration",
    needs: "time",
    example: "< 800ms",
    of: ({ durationMs }) => durationMs,
  },
  inTime,
);
