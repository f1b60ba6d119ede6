import { describe, expect, it } from "vitest";
import { toFlatMetrics } from "#domain/metrics/admin-metrics.ts";
import {
  aPricedTarget,
  aTarget,
  expose,
  nothing,
} from "#test/fixtures/metrics/exposed-metrics.ts";
import { valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { aRun } from "#test/fixtures/runs.ts";

const names = ["junkai_reading", "junkai_reading_lowest", "junkai_reading_highest"];

describe("the metrics of numbers that are read", () => {
  it("are the last, the lowest and the highest, with the target and the name", () => {
    const read = expose({ targets: [aPricedTarget({ id: 7, name: "Shop" })] });
    const labels = { target: "7", name: "Shop", reading: "price" };
    expect(names.map((name) => valuesIn(read, name, labels))).toEqual([
      [19.99],
      [17.5],
      [24.99],
    ]);
  });

  it("are not there for a target that reads nothing", () => {
    const read = expose({ targets: [aTarget(), aTarget({ id: 2, last: null })] });
    expect(names.map((name) => valuesIn(read, name))).toEqual([[], [], []]);
  });

  it("tell no number that the last run did not read", () => {
    const last = aRun({ failure: { class: "assertion", detail: "found nothing" } });
    const read = expose({ targets: [aPricedTarget({ last })] });
    expect(names.map((name) => valuesIn(read, name))).toEqual([[], [17.5], [24.99]]);
  });

  it("stand under their names in the flat metrics as well", () => {
    const flat = toFlatMetrics({ ...nothing, targets: [aPricedTarget({ id: 7 })] });
    const ofReadings = flat.filter(({ name }) => name.includes("readings"));
    expect(ofReadings.map(({ name, value }) => [name, value])).toEqual([
      ["targets/7/readings/price", 19.99],
      ["targets/7/readings/price/lowest", 17.5],
      ["targets/7/readings/price/highest", 24.99],
    ]);
  });
});
