// Soaks the rounds in simulated time. `npm run soak` says for how many days, with how many
// targets and with which seed; `npm test` takes a few hours of them.
import { expect, inject, it } from "vitest";
import { type DaysOptions, soakDays } from "#soak/days/soak.ts";
import { printFindings } from "#soak/table.ts";

const hours = 1 / 24;
const usual: DaysOptions = inject("allScenarios")
  ? { days: 1, targets: 300, seed: 1 }
  : { days: 3 * hours, targets: 120, seed: 1 };
const options = inject("soak") ?? usual;

/** Several times what a day of a thousand targets takes on a machine that is busy. */
const longestDayMs = 3 * 3_600_000;

it("loses and doubles no slot, and no request without a run, whatever befalls the ticks", {
  timeout: Math.max(1, options.days) * longestDayMs,
}, async () => {
  const { findings, tally } = await soakDays(options);
  const title = `${options.days} simulated days, seed ${options.seed}: ${JSON.stringify(tally)}`;
  expect(printFindings(title, findings)).toBe(true);
  expect(findings).toHaveLength(options.targets);
});
