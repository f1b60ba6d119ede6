// Describes an error budget as the API answers it.
import { z } from "@hono/zod-openapi";
import type { ErrorBudget, RunTally } from "#domain/statistics/slo.ts";

const count = z.int();

export const exampleBudget = {
  slo: 99.9,
  failed: 1,
  allowedFailures: 1.44,
  allowedMs: 86_400,
  remaining: 0.305555555556,
  burnRate: 0.694444444444,
  met: true,
  burnRates: { "1h": 16.6666666667, "6h": 2.77777777778, "3d": null },
};

const burnRate = (description: string) => z.number().nullable().openapi({ description });

export const BudgetAnswer = z
  .object({
    slo: z.number().openapi({ description: "The objective, in percent." }),
    failed: count,
    allowedFailures: z
      .number()
      .openapi({ description: "How many of the window's runs may fail." }),
    allowedMs: count.openapi({ description: "The same share of the window's time." }),
    remaining: z.number().nullable().openapi({
      description:
        "What is left of it as a share; negative when overspent. Null without runs.",
    }),
    burnRate: burnRate(
      "The share that failed divided by the share that may. Null without runs.",
    ),
    met: z.boolean().nullable().openapi({
      description: "Whether no more runs failed than may fail. Null without runs.",
    }),
    burnRates: z
      .object({
        "1h": burnRate("14.4 or more spends 2 % of a month's budget in the hour."),
        "6h": burnRate("6 or more spends 5 % of a month's budget in these hours."),
        "3d": burnRate("1 or more spends 10 % of a month's budget in these days."),
      })
      .openapi({
        description:
          "At the end of the window; null where the window is shorter than that, or without runs.",
      }),
  })
  .openapi("ErrorBudget", { example: exampleBudget });

/** The answer about an error budget, with the objective that it follows from. */
export const toBudgetAnswer = (
  slo: number,
  { failed }: RunTally,
  { allowedFailures, allowedMs, remaining, burnRate: rate, met }: ErrorBudget,
  burnRates: z.infer<typeof BudgetAnswer>["burnRates"],
): z.infer<typeof BudgetAnswer> => ({
  slo,
  failed,
  allowedFailures,
  allowedMs,
  remaining,
  burnRate: rate,
  met,
  burnRates,
});
