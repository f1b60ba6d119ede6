import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countsIn,
  cumulativeOf,
  densityOf,
  describeMetric,
  flatten,
  type Histogram,
  isCalled,
  type Metric,
  sortByName,
  summaryOf,
} from "#domain/metrics/flat-metrics.ts";
import { addValue, createSketch } from "#domain/statistics/sketch.ts";

const counter = (name: string, value: number): Metric => ({
  name,
  kind: "counter",
  description: "Things.",
  unit: "Unspecified",
  value,
});

function histogram(name: string, values: readonly number[]): Histogram {
  const value = createSketch();
  for (const each of values) addValue(value, each);
  return {
    name,
    kind: "histogram",
    description: "How long things took.",
    unit: "Milliseconds",
    value,
  };
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe("flat metrics", () => {
  it("are name to number, with a histogram in parts", () => {
    const metrics = [
      counter("a/b", 3),
      { ...counter("c", 0.5), kind: "gauge" } as Metric,
      histogram("d/ms", upTo(200)),
    ];
    expect(flatten(metrics)).toEqual({
      "a/b": 3,
      c: 0.5,
      "d/ms.count": 200,
      "d/ms.sum": 20_100,
      "d/ms.avg": 100.5,
      "d/ms.min": 1,
      "d/ms.max": 200,
      "d/ms.p50": 100,
      "d/ms.p90": 180,
      "d/ms.p95": 190,
      "d/ms.p99": 198,
      "d/ms.p9990": 200,
      "d/ms.p9999": 200,
    });
  });

  it("name p99.9 and p99.99 differently", () => {
    const rare = [
      ...Array.from({ length: 19_970 }, () => 1),
      ...Array.from({ length: 25 }, () => 2),
      3,
      3,
      3,
      3,
      4,
    ];
    const flat = flatten([histogram("ms", rare)]);
    expect([flat["ms.p99"], flat["ms.p9990"], flat["ms.p9999"], flat["ms.max"]]).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it("have only the count of an empty histogram", () => {
    expect(flatten([histogram("ms", [])])).toEqual({ "ms.count": 0 });
  });

  it("can be sorted by name", () => {
    const flat = { "b.p50": 1, a: 2, "a/b": 3, B: 4, "b.count": 5 };
    expect(Object.keys(sortByName(flat))).toEqual(["B", "a", "a/b", "b.count", "b.p50"]);
  });
});

describe("what is known of a metric", () => {
  it("is its name, kind, description and unit, and of a histogram the names of its parts", () => {
    expect(describeMetric(counter("a", 7))).toEqual({
      name: "a",
      kind: "counter",
      description: "Things.",
      unit: "Unspecified",
    });
    expect(describeMetric(histogram("ms", [])).buckets).toEqual({
      count: ".count",
      sum: ".sum",
      average: ".avg",
      minimum: ".min",
      maximum: ".max",
      "0.5": ".p50",
      "0.9": ".p90",
      "0.95": ".p95",
      "0.99": ".p99",
      "0.999": ".p9990",
      "0.9999": ".p9999",
    });
  });

  it("names the parts that flat metrics have", () => {
    const metric = histogram("d/ms", [5, 6]);
    const named = Object.values(describeMetric(metric).buckets ?? {}).map(
      (end) => `d/ms${end}`,
    );
    expect(named.sort()).toEqual(Object.keys(flatten([metric])).sort());
  });

  it.each([
    ["d/ms", true],
    ["d/ms.p9990", true],
    ["d/ms.avg", true],
    ["d/ms.p12", false],
    ["d", false],
    ["d/ms.", false],
  ])("is found under a histogram's name or that of a part: %s, %s", (name, found) => {
    expect(isCalled(histogram("d/ms", []), name)).toBe(found);
  });

  it("is not found under the part of a metric that has no parts", () => {
    expect(isCalled(counter("a", 1), "a")).toBe(true);
    expect(isCalled(counter("a", 1), "a.p50")).toBe(false);
  });
});

describe("a histogram in full", () => {
  const { value } = histogram("ms", [5, 5, 7, 1_000]);

  it("is its buckets, the upper limits exclusive", () => {
    expect(countsIn(value)).toEqual([
      { lower_limit: 5, upper_limit: 6, count: 2 },
      { lower_limit: 7, upper_limit: 8, count: 1 },
      { lower_limit: 1_000, upper_limit: 1_004, count: 1 },
    ]);
  });

  it("has the share of each bucket, and of all up to each", () => {
    expect(
      densityOf(value).map(({ lower_limit, percentage }) => [lower_limit, percentage]),
    ).toEqual([
      [5, 0.5],
      [7, 0.25],
      [1_000, 0.25],
    ]);
    expect(
      cumulativeOf(value).map(({ upper_limit, percentage }) => [upper_limit, percentage]),
    ).toEqual([
      [6, 0.5],
      [8, 0.75],
      [1_004, 1],
    ]);
  });

  it("adds up to 1, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1, maxLength: 200, size: "max" }),
        (values) => {
          const sketch = histogram("ms", values).value;
          const shares = densityOf(sketch).reduce(
            (sum, { percentage }) => sum + percentage,
            0,
          );
          expect(shares).toBeCloseTo(1, 9);
          const climbing = cumulativeOf(sketch).map(({ percentage }) => percentage);
          expect(climbing).toEqual(climbing.toSorted((a, b) => a - b));
          expect(climbing.at(-1)).toBe(1);
        },
      ),
    );
  });

  it("has a summary, in which p99.9 is called p999", () => {
    expect(summaryOf(histogram("ms", upTo(200)))).toEqual({
      name: "ms",
      count: 200,
      sum: 20_100,
      average: 100.5,
      min: 1,
      max: 200,
      percentiles: { p50: 100, p90: 180, p95: 190, p99: 198, p999: 200, p9999: 200 },
    });
  });

  it("is empty when it holds no values", () => {
    const empty = histogram("ms", []);
    expect(countsIn(empty.value)).toEqual([]);
    expect(cumulativeOf(empty.value)).toEqual([]);
    expect(summaryOf(empty)).toMatchObject({
      count: 0,
      sum: 0,
      average: null,
      min: null,
      max: null,
    });
    expect(Object.values(summaryOf(empty).percentiles)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
