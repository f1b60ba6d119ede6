// Writes what a user pays at so many targets a minute, beside list prices of others.
import { number } from "#bench/figures.ts";
import { billOf, totalOf } from "./bill.ts";
import type { Measured } from "./measured.ts";
import { type Alternative, openstatus } from "./prices.ts";
import { type Row, type Settings, simulateRow } from "./rows.ts";
import {
  dollars,
  lacksOfFree,
  leastOf,
  storedBytesOf,
  tableOf,
  usageOfFit,
} from "./tables.ts";

/** What a host takes, of those whose bill is told. */
const latencyMs = 400;
export const billedTargets = [40, 1_000, 10_000, 100_000];

export const billedRows = (
  targets: readonly number[],
  settings: Settings,
  measured: Measured,
): Row[] =>
  targets.map((count) => simulateRow({ targets: count, latencyMs }, settings, measured));

export function billTable(rows: readonly Row[], measured: Measured): string {
  const billed = (row: Row) => {
    const fit = leastOf(row);
    return billOf(usageOfFit(fit, measured), storedBytesOf(fit, measured));
  };
  return tableOf<Row>(
    {
      "targets a minute": ({ targets }) => number(targets),
      "free plan": (row) => {
        const lacks = lacksOfFree(row, measured);
        return lacks === "" ? "$0" : `too small: ${lacks}`;
      },
      "paid plan, a month": (row) => dollars(totalOf(billed(row))),
      "of which rows": (row) => dollars(billed(row).rows),
      storage: (row) => dollars(billed(row).storage),
      queue: (row) => dollars(billed(row).queue),
      "requests and CPU": (row) => dollars(billed(row).requests + billed(row).cpu),
      [`${openstatus.name}, hosted`]: ({ targets }) => listPriceOf(openstatus, targets),
    },
    rows,
  );
}

/** The price of the cheapest plan that has so many targets. */
function listPriceOf({ plans }: Alternative, targets: number): string {
  const plan = plans.find((one) => one.targets >= targets);
  return plan === undefined ? "no list price" : `${dollars(plan.monthly)} (${plan.name})`;
}
