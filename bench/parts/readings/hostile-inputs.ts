// Measures what texts cost that are made for backtracking.
import type { Line } from "#bench/figures.ts";
import { applySteps } from "#domain/readings/apply-steps.ts";
import type { Steps } from "#domain/readings/step.ts";
import { answerOf, slowestOf } from "./answer.ts";

const hostileText = `${"a".repeat(65_535)}!`;
const hostileSteps: readonly Steps[] = [
  [{ regex: "^(a+)+$" }],
  [{ regex: "(a|a)*b" }],
  [{ regex: "(.*)*x" }],
  [{ lines: { drop: ["/^(a+)+$/"] } }],
  [{ ignore: { patterns: ["/(a|aa)+$/"] } }],
  [
    {
      ignore: {
        presets: [
          "dates",
          "relative-times",
          "counters",
          "tokens",
          "session-ids",
          "cache-busters",
        ],
      },
    },
  ],
  [{ number: true }],
  [{ date: true }],
];

export const hostileInputs = (): Line[] =>
  hostileSteps.map((steps) => {
    const answer = () => answerOf(hostileText, "text/plain");
    const ms = slowestOf(() => applySteps(steps, answer()));
    return {
      what: `64 KB made for backtracking: ${JSON.stringify(steps[0])}`,
      measured: `${ms.toFixed(1)} ms`,
      aim: "50 ms",
    };
  });
