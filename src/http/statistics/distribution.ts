// Describes the distribution of a duration as the API answers it: count, sum, mean,
// extremes and percentiles.
import { z } from "@hono/zod-openapi";
import { meanOf, quantileOf, type Sketch } from "#domain/statistics/sketch.ts";

export const exampleDistribution = {
  count: 1440,
  sum: 267_912,
  mean: 186.05,
  min: 121,
  max: 2_304,
  p50: 174,
  p75: 195,
  p90: 231,
  p95: 262.5,
  p99: 519,
  p999: 1_884,
  p9999: 2_304,
};

const share = (percent: string) =>
  z
    .number()
    .nullable()
    .openapi({ description: `${percent} % are not above it.` });

export const Distribution = z
  .object({
    count: z.int(),
    sum: z.number(),
    mean: z.number().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    p50: share("50"),
    p75: share("75"),
    p90: share("90"),
    p95: share("95"),
    p99: share("99"),
    p999: share("99.9"),
    p9999: share("99.99"),
  })
  .openapi("Distribution", {
    description:
      "In milliseconds; null where there is nothing to tell. Percentiles are within 0.4 % of the exact ones.",
    example: exampleDistribution,
  });

/** The distribution in a sketch of milliseconds. The mean is rounded to hundredths. */
export function toDistribution(sketch: Sketch): z.infer<typeof Distribution> {
  const { count, sum, min, max } = sketch;
  const mean = meanOf(sketch);
  return {
    count,
    sum,
    mean: mean === null ? null : Math.round(mean * 100) / 100,
    min: count === 0 ? null : min,
    max: count === 0 ? null : max,
    p50: quantileOf(sketch, 0.5),
    p75: quantileOf(sketch, 0.75),
    p90: quantileOf(sketch, 0.9),
    p95: quantileOf(sketch, 0.95),
    p99: quantileOf(sketch, 0.99),
    p999: quantileOf(sketch, 0.999),
    p9999: quantileOf(sketch, 0.9999),
  };
}
