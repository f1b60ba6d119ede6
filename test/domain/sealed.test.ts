import fc from "fast-check";
import { expect, test } from "vitest";
import { isMask, maskSecret } from "#domain/sealed.ts";

test.each([
  ["", "********"],
  ["hunter2", "********"],
  ["123456789012345", "********"],
  ["1234567890123456", "…3456"],
  ["https://hooks.slack.com/services/T0/B0/abcd1234", "https://hooks.slack.com/…1234"],
  ["https://ntfy.sh/topic", "https://ntfy.sh/********"],
  ["https://user:password@host.example.com/", "https://host.example.com/********"],
])("a secret is shown by its end at most: %j as %j", (text, masked) => {
  expect(maskSecret(text)).toBe(masked);
});

test("what stands for a secret is never taken for one, and tells four characters at most", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 16 }), (text) => {
      const masked = maskSecret(text);
      expect(isMask(masked)).toBe(true);
      expect([...masked].length).toBeLessThanOrEqual(8);
    }),
  );
});
