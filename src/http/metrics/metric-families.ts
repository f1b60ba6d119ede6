// Everything that /metrics tells, as plain data: of junkai itself, then of its targets.
import type { Family } from "#domain/metrics/exposition.ts";
import type { Metrics } from "#store/metrics/metrics.ts";
import { type Deployment, serviceFamilies } from "./service-families.ts";
import { targetFamilies } from "./target-families.ts";

/** `now` is in epoch ms. */
export const familiesOf = (
  metrics: Metrics,
  now: number,
  deployment: Deployment,
): Family[] => [
  ...serviceFamilies(metrics, now, deployment),
  ...targetFamilies(metrics.targets),
];
