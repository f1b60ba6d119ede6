// Compares how long it took until an answer began: `firstByte < 300ms`.
import { inTime, quantityKind } from "#domain/conditions/quantity-kind.ts";

export const firstByte = quantityKind(
  {
    name: "firstByte",
    noun: "the time to the first byte",
    needs: "nothing",
    example: "< 300ms",
    of: ({ firstByteMs }) => firstByteMs,
  },
  inTime,
);
