// Holds that the words of cron expressions come in workerd too, where packages are bundled.
import { expect, it } from "vitest";
import { describeCron } from "#ui/words/cron-words.ts";

it("a cron expression has words in workerd, in both languages", () => {
  expect(describeCron("0 2 * * *", "en")).toBe("every day at 02:00");
  expect(describeCron("0 2 * * *", "ja")).toBe("毎日 02:00");
});
