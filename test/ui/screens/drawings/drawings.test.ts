// Shows what drawings say: their figures in words, one path for each kind, and nothing
// that a strict page would refuse.
import { describe, expect, test } from "vitest";
import { aRun } from "#test/fixtures/runs.ts";
import { durationTicks } from "#ui/screens/drawings/axis.ts";
import { LatencyChart } from "#ui/screens/drawings/latency-chart.tsx";
import type { LatencyPoint } from "#ui/screens/drawings/latency-paths.ts";
import {
  type FateKind,
  Shape,
  Sprite,
  Status,
  type StatusKind,
  wordOf,
} from "#ui/screens/drawings/shapes.tsx";
import { Bars, DaysStrip, Meter, Span, Spark } from "#ui/screens/drawings/strips.tsx";
import { Waterfall } from "#ui/screens/drawings/waterfall.tsx";
import { languages, wordsIn } from "#ui/words/words.ts";

const now = Date.UTC(2026, 10, 28, 12);
const viewer = { language: "en", zone: "Europe/Berlin", now } as const;
const hourMs = 3_600_000;
const pathsIn = (html: string) =>
  [...html.matchAll(/<path class="([\w-]+)" d="([^"]*)"/g)].map(
    ([, name, d]) => `${name} ${d}`,
  );
const labelIn = (html: string) => /aria-label="([^"]*)"/.exec(html)?.[1];

test("Each status and fate has a shape in the sprite and a word in each language.", () => {
  const sprite = String(Sprite());
  for (const language of languages) {
    const { statuses, fates } = wordsIn(language);
    for (const kind of Object.keys({ ...statuses, ...fates }) as (
      | StatusKind
      | FateKind
    )[]) {
      expect(sprite.split(`<symbol id="${kind}"`)).toHaveLength(2);
      expect(wordOf({ kind, language })).not.toBe("");
    }
  }
  expect(String(Status({ kind: "unknown", language: "en" }))).toBe(
    `<span class="status unknown">${Shape({ kind: "unknown" })}Missed</span>`,
  );
});

describe("Bars of runs", () => {
  test("grow up by duration, hang where a run failed and are frames where none ran.", () => {
    const runs = [
      { ok: true, ms: 200 },
      { ok: false, ms: null },
      { ok: true, ms: 100 },
    ];
    const html = String(Bars({ runs, missed: 1, language: "en" }));
    expect(labelIn(html)).toBe("Last 3 runs: 1 failed, 1 missed since");
    expect(pathsIn(html)).toEqual([
      "b-base M0 16.5H180",
      "b-ok M1.5 16V1M7.5 16V8",
      "b-bad M4.5 17v7",
      "b-gap M9.5 19h2v3h-2z",
    ]);
  });

  test("are the last 60, those that were missed included.", () => {
    const runs = Array.from({ length: 90 }, () => ({ ok: true, ms: 1 }));
    const drawn = (missed: number) => String(Bars({ runs, missed, language: "en" }));
    expect(labelIn(drawn(0))).toBe("Last 60 runs: none failed");
    expect(labelIn(drawn(7))).toBe("Last 53 runs: none failed, 7 missed since");
    expect(drawn(1_000).match(/h2v3/g)).toHaveLength(60);
    expect(drawn(0).length).toBeLessThan(1_000);
  });

  test("of a target that never ran say so.", () => {
    expect(labelIn(String(Bars({ runs: [], language: "ja" })))).toBe(
      "実行はまだありません",
    );
  });
});

test("A trend has gaps where nothing is known.", () => {
  expect(pathsIn(String(Spark({ values: [1, 2, null, 2] })))).toEqual([
    "l-p50 M1 11L24 1M71 1h1",
  ]);
});

test("Days are tall when good, half as tall when degraded, below the line in an outage.", () => {
  const html = String(
    DaysStrip({ days: ["good", "degraded", "outage", null], language: "en" }),
  );
  expect(labelIn(html)).toBe("4 days: 1 with an outage, 1 degraded");
  expect(pathsIn(html)).toEqual(["b-ok M3 0V16", "b-warn M9 9V16", "b-bad M15 17V28"]);
});

test("A meter's parts follow each other and never go beyond its end.", () => {
  const parts = [
    { value: 60, kind: "work" },
    { value: 90, kind: "bad" },
  ] as const;
  const html = String(Meter({ parts, total: 100, label: "60 of 100" }));
  expect(html).toContain('<rect x="600" width="400" height="8" class="fill-bad"');
  expect(String(Meter({ parts, total: 0, label: "" }))).not.toContain("NaN");
});

test("A span that took no time is seen, and stays within its row.", () => {
  const html = String(
    Span({ from: 100, length: 0, total: 100, kind: "ok", form: "thick", label: "" }),
  );
  expect(html).toContain('x="597.0" width="3.0"');
});

test.each([
  [3, [0, 1, 2, 3]],
  [690, [0, 200, 400, 600, 800]],
  [4_200, [0, 1_000, 2_000, 3_000, 4_000, 5_000]],
  [640_000, [0, 300_000, 600_000, 900_000]],
  [0, [0, 1, 2]],
])("The ticks for %d ms are round.", (longest, ticks) => {
  expect(durationTicks(longest)).toEqual(ticks);
});

describe("A chart of durations", () => {
  const from = now - 4 * hourMs;
  const point = (i: number, part: Partial<LatencyPoint> = {}): LatencyPoint => ({
    from: from + i * hourMs,
    to: from + (i + 1) * hourMs,
    runs: 60,
    failed: 0,
    degraded: 0,
    missed: 0,
    durations: { p10: 100, p50: 200, p95: 400, p99: 800 },
    ...part,
  });
  const points = [
    point(0),
    point(1, { durations: { p10: 50, p50: 100, p95: 900, p99: 1_000 }, failed: 2 }),
    point(2, { durations: null, missed: 60, runs: 0 }),
    point(3),
  ];
  const whole = { p50: 190, p95: 410 };
  const props = { viewer, points, from, to: now, whole, id: "lat" };

  test("says its figures, and tells them as a table.", () => {
    const html = String(LatencyChart(props));
    expect(html).toContain(
      "<p>Half of the runs took 190 ms or less, 95 % took 410 ms or less. Slowest around 10:00, when 95 % took 900 ms or less. 2 runs failed. 60 slots missed.</p>",
    );
    expect(html.match(/<th scope="row">/g)).toHaveLength(4);
    expect(html).toContain('<td class="n">900 ms</td>');
  });

  test("has a gap where no run succeeded, and lanes below the axis.", () => {
    const paths = pathsIn(String(LatencyChart(props)));
    expect(paths).toContain("l-p50 M120 160L360 180M720 160L960 160");
    expect(paths).toContain("l-bad M360 0v14");
    expect(paths).toContain("l-gap M600 0v14");
  });

  test("of nothing says so.", () => {
    const html = String(LatencyChart({ ...props, points: [], whole: null }));
    expect(html).toBe(
      "<p>No run succeeded in this window, so there is nothing to draw.</p>",
    );
  });
});

describe("A waterfall", () => {
  test("tells each step with what failed beside it, and escapes what hosts said.", () => {
    const detail = '"><script>alert(1)</script>';
    const failure = { class: "connect", host: "a.example", detail } as const;
    const run = aRun({
      startedAt: 40,
      status: null,
      failure,
      firstByteMs: 100,
      bodyMs: 0,
    });
    const html = String(Waterfall({ run, viewer }));
    expect(html).toContain('aria-label="from 0 ms to 40 ms"');
    expect(html).toContain('<use href="#failed"></use></svg>none in 100 ms');
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toMatch(/<script|style=/);
  });

  test("says that earlier attempts were not recorded in detail.", () => {
    const html = String(Waterfall({ run: aRun({ attempts: 3 }), viewer }));
    expect(html).toContain("It took 3 tries; only the last was recorded in detail.");
  });
});
