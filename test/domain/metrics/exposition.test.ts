import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chooseFormat,
  contentTypes,
  type Family,
  type Format,
  formatExposition,
  formatLabels,
} from "#domain/metrics/exposition.ts";
import {
  type ReadFamily,
  readExposition,
} from "#test/fixtures/metrics/exposition-reader.ts";

const formats: Format[] = ["prometheus", "openmetrics"];

const lag: Family = {
  name: "junkai_lag_seconds",
  help: "Late by.",
  type: "histogram",
  bounds: [0.5, 1, 10],
  samples: [{ labels: formatLabels({ job: "crawl" }), counts: [2, 0, 3, 1], sum: 31.5 }],
};

const families: Family[] = [
  {
    name: "probe_success",
    help: "Up.",
    type: "gauge",
    samples: [{ labels: "", value: 1 }],
  },
  {
    name: "junkai_bytes_total",
    help: 'Read, "decoded".\nA \\ stays.',
    type: "counter",
    samples: [{ labels: formatLabels({ name: "a" }), value: 2.5 }],
  },
  lag,
  { name: "junkai_nothing", help: "There is none.", type: "gauge", samples: [] },
];

describe("an exposition", () => {
  it("in the Prometheus text format follows the example of its documentation", () => {
    expect(formatExposition(families, "prometheus")).toBe(
      [
        "# TYPE probe_success gauge",
        "# HELP probe_success Up.",
        "probe_success 1",
        "# TYPE junkai_bytes_total counter",
        '# HELP junkai_bytes_total Read, "decoded".\\nA \\\\ stays.',
        'junkai_bytes_total{name="a"} 2.5',
        "# TYPE junkai_lag_seconds histogram",
        "# HELP junkai_lag_seconds Late by.",
        'junkai_lag_seconds_bucket{job="crawl",le="0.5"} 2',
        'junkai_lag_seconds_bucket{job="crawl",le="1"} 2',
        'junkai_lag_seconds_bucket{job="crawl",le="10"} 5',
        'junkai_lag_seconds_bucket{job="crawl",le="+Inf"} 6',
        'junkai_lag_seconds_sum{job="crawl"} 31.5',
        'junkai_lag_seconds_count{job="crawl"} 6',
        "",
      ].join("\n"),
    );
  });

  it("in OpenMetrics has units, whole bounds as floats, families of counters without _total, and an end", () => {
    expect(formatExposition(families, "openmetrics")).toBe(
      [
        "# TYPE probe_success gauge",
        "# HELP probe_success Up.",
        "probe_success 1",
        "# TYPE junkai_bytes counter",
        "# UNIT junkai_bytes bytes",
        '# HELP junkai_bytes Read, \\"decoded\\".\\nA \\\\ stays.',
        'junkai_bytes_total{name="a"} 2.5',
        "# TYPE junkai_lag_seconds histogram",
        "# UNIT junkai_lag_seconds seconds",
        "# HELP junkai_lag_seconds Late by.",
        'junkai_lag_seconds_bucket{job="crawl",le="0.5"} 2',
        'junkai_lag_seconds_bucket{job="crawl",le="1.0"} 2',
        'junkai_lag_seconds_bucket{job="crawl",le="10.0"} 5',
        'junkai_lag_seconds_bucket{job="crawl",le="+Inf"} 6',
        'junkai_lag_seconds_sum{job="crawl"} 31.5',
        'junkai_lag_seconds_count{job="crawl"} 6',
        "# EOF",
        "",
      ].join("\n"),
    );
  });

  it("without metrics is empty, but for the end of OpenMetrics", () => {
    expect(formatExposition([], "prometheus")).toBe("");
    expect(formatExposition([], "openmetrics")).toBe("# EOF\n");
  });

  it.each([
    [0, "0"],
    [-0, "0"],
    [1.5, "1.5"],
    [1e21, "1e+21"],
    [5e-324, "5e-324"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("writes the value %d as %s", (value, written) => {
    const gauge: Family = {
      name: "x",
      help: "X.",
      type: "gauge",
      samples: [{ labels: "", value }],
    };
    for (const format of formats)
      expect(formatExposition([gauge], format)).toContain(`\nx ${written}\n`);
  });

  // The examples of "Canonical Numbers" in OpenMetrics 1.0; the older format has Go's %g
  // without more.
  it.each([
    [0, "0", "0.0"],
    [1e-10, "1e-10", "1e-10"],
    [1e-9, "1e-09", "1e-09"],
    [0.00001, "1e-05", "1e-05"],
    [0.0001, "0.0001", "0.0001"],
    [0.999, "0.999", "0.999"],
    [1.7, "1.7", "1.7"],
    [10, "10", "10.0"],
    [100_000, "100000", "100000.0"],
    [1_000_000, "1e+06", "1e+06"],
    [1.1e23, "1.1e+23", "1.1e+23"],
  ])("writes the bound %d as %s, and as %s", (bound, prometheus, openmetrics) => {
    const histogram: Family = {
      ...lag,
      bounds: [bound],
      samples: [{ labels: "", counts: [1, 0], sum: 0 }],
    };
    expect(formatExposition([histogram], "prometheus")).toContain(
      `{le="${prometheus}"} 1\n`,
    );
    expect(formatExposition([histogram], "openmetrics")).toContain(
      `{le="${openmetrics}"} 1\n`,
    );
  });
});

describe("labels", () => {
  it("escape backslash, quote and line feed", () => {
    expect(formatLabels({ path: "C:\\new", said: '"yes"\n' })).toBe(
      'path="C:\\\\new",said="\\"yes\\"\\n"',
    );
    expect(formatLabels({})).toBe("");
  });
});

describe("the format", () => {
  it.each([
    [null, "prometheus"],
    ["", "prometheus"],
    ["*/*", "prometheus"],
    ["text/html, */*;q=0.8", "prometheus"],
    ["application/openmetrics-text", "openmetrics"],
    ["Application/OpenMetrics-Text; Version=1.0.0; Charset=utf-8", "openmetrics"],
    // Ours is 1.0.0, and what cannot be had is answered as plainly as possible.
    ["application/openmetrics-text;version=0.0.1", "prometheus"],
    ["application/openmetrics-text;q=0", "prometheus"],
    ["application/openmetrics-text;q=0.4, text/plain;q=0.5", "prometheus"],
    ["application/openmetrics-text;q=0.5, text/plain;q=0.4", "openmetrics"],
    ["application/openmetrics-text;q=0.5, text/*;q=0.4, */*", "openmetrics"],
    ["application/*;q=0.9, text/plain;q=0.8", "openmetrics"],
    [
      "application/*;q=0.9, application/openmetrics-text;q=0.1, text/plain;q=0.8",
      "prometheus",
    ],
    ["application/openmetrics-text;q=lots, text/plain;q=0.9", "openmetrics"],
    // Prometheus 2 and 3, and one of version 3 told to ask for text.
    [
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      "openmetrics",
    ],
    [
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      "openmetrics",
    ],
    [
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4",
      "prometheus",
    ],
  ])("for Accept: %s is %s", (accept, format) => {
    expect(chooseFormat(accept)).toBe(format);
  });

  it("asked for by its own content type is the one given", () => {
    for (const format of formats) expect(chooseFormat(contentTypes[format])).toBe(format);
  });
});

/** Whatever a user may have called a target, and what the formats have marks for. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "n",
      "\\",
      '"',
      "\n",
      "\r",
      ",",
      "=",
      "{",
      "}",
      "#",
      " ",
      "\0",
      "\u2028",
      "日",
    ),
  }),
);
const count = fc.nat(1_000_000);

/** Up to three series, told apart by their number, and labelled with anything. */
const series = <T extends object>(values: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(text, values), { maxLength: 3 }).map((items) =>
    items.map(([name, value], id) => ({
      labels: formatLabels({ target: String(id), name }),
      given: name,
      ...value,
    })),
  );

const aFamily = fc.oneof(
  fc.record({
    type: fc.constant("gauge" as const),
    samples: series(fc.record({ value: fc.double() })),
  }),
  fc.record({
    type: fc.constant("counter" as const),
    samples: series(fc.record({ value: count })),
  }),
  fc
    .uniqueArray(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { maxLength: 6 })
    .chain((bounds) =>
      fc.record({
        type: fc.constant("histogram" as const),
        bounds: fc.constant(bounds.toSorted((a, b) => a - b)),
        samples: series(
          fc.record({
            counts: fc.array(count, {
              minLength: bounds.length + 1,
              maxLength: bounds.length + 1,
            }),
            sum: fc.double({ min: 0, noNaN: true }),
          }),
        ),
      }),
    ),
);

const someFamilies = fc.array(fc.tuple(aFamily, text), { maxLength: 5 }).map((made) =>
  made.map(([family, help], id) => {
    const name = `family_${id}_${["seconds", "bytes", "things"][id % 3]}${family.type === "counter" ? "_total" : ""}`;
    return { ...family, name, help: `Help: ${help}` };
  }),
);

describe.each(formats)("anything written as %s", (format) => {
  const read = (written: Family[]): ReadFamily[] =>
    readExposition(formatExposition(written, format), format);

  it("is what a strict reader takes, family by family, and every label and help comes through", () => {
    fc.assert(
      fc.property(someFamilies, (written) => {
        const shown = written.filter(({ samples }) => samples.length > 0);
        const found = read(written);
        expect(found.map(({ type, help }) => ({ type, help }))).toEqual(
          shown.map(({ type, help }) => ({ type, help })),
        );
        found.forEach((family, i) => {
          const names = (shown[i]?.samples ?? []).map(({ given }) => given);
          expect([
            ...new Map(
              family.samples.map(({ labels }) => [labels.target, labels.name]),
            ).values(),
          ]).toEqual(names);
        });
      }),
    );
  });

  it("has every value, and each bucket holds what was counted up to its bound", () => {
    fc.assert(
      fc.property(someFamilies, (written) => {
        const found = read(written);
        const shown = written.filter(({ samples }) => samples.length > 0);
        shown.forEach((family, i) => {
          const values = found[i]?.samples.map(({ value }) => value);
          const expected =
            family.type === "histogram"
              ? family.samples.flatMap(({ counts, sum }) => {
                  const buckets = counts.map((_, end) =>
                    counts.slice(0, end + 1).reduce((a, b) => a + b),
                  );
                  return [...buckets, sum, buckets.at(-1)];
                })
              : family.samples.map(({ value }) => value + 0);
          expect(values).toEqual(expected);
          if (family.type !== "histogram") return;
          const ends = found[i]?.samples.flatMap(({ labels }) =>
            labels.target === "0" && labels.le ? [labels.le] : [],
          );
          expect(ends?.map((end) => Number(end.replace("+Inf", "Infinity")))).toEqual([
            ...family.bounds,
            Number.POSITIVE_INFINITY,
          ]);
        });
      }),
    );
  });
});

describe("the strict reader", () => {
  const gauge = "# TYPE a gauge\n# HELP a A.\n";
  const histogram = "# TYPE h histogram\n# HELP h H.\n";

  it.each([
    ["no end of line", `${gauge}a 1`],
    ["an empty line", `${gauge}a 1\n\n`],
    ["a sample without a family", "a 1\n"],
    ["a family twice", `${gauge}a{x="1"} 1\n${gauge}a{x="2"} 1\n`],
    [
      "an interrupted family",
      `${gauge}a 1\n# TYPE b gauge\n# HELP b B.\na{x="1"} 1\nb 1\n`,
    ],
    ["a family without samples", gauge],
    ["a family without help", "# TYPE a gauge\na 1\n"],
    ["a series twice", `${gauge}a{x="1",y="2"} 1\na{y="2",x="1"} 1\n`],
    ["a label twice", `${gauge}a{x="1",x="2"} 1\n`],
    ["a quote that is not escaped", `${gauge}a{x="1"2"} 1\n`],
    ["an escape that there is not", `${gauge}a{x="\\t"} 1\n`],
    ["a value that is none", `${gauge}a Infinity\n`],
    ["a negative count", "# TYPE a_total counter\n# HELP a_total A.\na_total -1\n"],
    ["a counter that does not say so", "# TYPE a counter\n# HELP a A.\na 1\n"],
    ["no +Inf", `${histogram}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`],
    [
      "buckets that are not cumulative",
      `${histogram}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
    ],
    [
      "buckets out of order",
      `${histogram}h_bucket{le="2"} 1\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
    ],
    [
      "another count than the last bucket's",
      `${histogram}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`,
    ],
    ["no sum", `${histogram}h_bucket{le="+Inf"} 1\nh_count 1\n`],
    [
      "a bound as OpenMetrics writes it",
      `${histogram}h_bucket{le="1.0"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
    ],
    ["an end", `${gauge}a 1\n# EOF\n`],
  ])("refuses %s", (_, written) => {
    expect(() => readExposition(written, "prometheus")).toThrow();
  });

  it.each([
    ["no end", `${gauge}a 1\n`],
    ["something after the end", `${gauge}a 1\n# EOF\na 2\n`],
    [
      "a counter's family called by its sample",
      "# TYPE a_total counter\n# HELP a_total A.\na_total 1\n# EOF\n",
    ],
    [
      "a bound that does not look like a float",
      `${histogram}h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n# EOF\n`,
    ],
    [
      "a unit that the name does not end with",
      "# TYPE a gauge\n# UNIT a seconds\n# HELP a A.\na 1\n# EOF\n",
    ],
    [
      "a name that two families have",
      `${gauge}a 1\n# TYPE a_total gauge\n# HELP a_total A.\na_total 1\n# TYPE a counter\n# HELP a A.\na_total 1\n# EOF\n`,
    ],
  ])("refuses OpenMetrics with %s", (_, written) => {
    expect(() => readExposition(written, "openmetrics")).toThrow();
  });
});
