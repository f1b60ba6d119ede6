import fc from "fast-check";
import { expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { addedBytes, createCount, roundBytes } from "#domain/runs/parts.ts";
import { entryIn } from "#test/fixtures/history/any-entry.ts";

it("a target's entries are counted once each, however often the target goes on", () => {
  const anyAdditions = fc.array(fc.array(entryIn(500_000), { maxLength: 5 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(anyAdditions, (additions) => {
      const bytes = createAllowance(roundBytes);
      const count = createCount(bytes);
      const entries = additions.flat();
      let length = 0;
      for (const added of additions) {
        length += added.length;
        count(entries.slice(0, length));
      }
      expect(bytes.spent()).toBe(addedBytes(undefined, entries));
    }),
  );
});
