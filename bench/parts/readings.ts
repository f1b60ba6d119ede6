// Measures readings and changes: what pages cry wolf, what steps, hostile inputs and
// comparisons take, and which rows a round with readings writes.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { type Line, median, number } from "#bench/figures.ts";
import { compareLines } from "#domain/changes/comparing/compare-lines.ts";
import { type Content, judgeChange } from "#domain/changes/judge-change.ts";
import { afterJudging, takeSight } from "#domain/changes/take-sight.ts";
import { createAnswer } from "#domain/conditions/answer.ts";
import { applySteps } from "#domain/readings/apply-steps.ts";
import type { Steps } from "#domain/readings/step.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import {
  type PageAnswer,
  type PageCourse,
  type Phase,
  phases,
  readPageCourse,
} from "#test/fixtures/readings/page-courses.ts";
import { noon, type Part, seedTargets } from "./part.ts";

export const readings: Part = async (runtime) => [
  await falseAlarms(),
  stepsOfACheck(),
  ...hostileInputs(),
  ...comparisons(),
  ...(await rowsOfRounds(runtime)),
];

const answerOf = (body: string, contentType = "text/html; charset=utf-8") => {
  const bytes = new TextEncoder().encode(body);
  return createAnswer({
    status: 200,
    firstByteMs: 20,
    durationMs: 25,
    bytes: bytes.byteLength,
    finalUrl: "http://pages.example/",
    contentType,
    notModified: false,
    headers: new Headers(),
    body: bytes,
    contentAge: null,
    crawl: null,
    counts: null,
  });
};

/** The sixty pages of the tests, each through its course. */
async function falseAlarms(): Promise<Line> {
  const told: Record<Phase, number> = { before: 0, noise: 0, changed: 0 };
  let pages = 0;
  for await (const file of glob("test/fixtures/readings/pages/*/*.txt")) {
    const changes = changesOf(readPageCourse(file, readFileSync(file, "utf8")));
    pages += 1;
    for (const phase of phases) told[phase] += changes[phase];
  }
  return {
    what: `${pages} pages that differ without a change, then change`,
    measured: `${told.before + told.noise} false changes, ${told.changed} of ${pages} found`,
    aim: "0 false, 58 found",
  };
}

/** How long a page is in each phase: six slots, and the looks between them. */
const phaseMs = 30 * minuteMs;
const slotMs = 5 * minuteMs;

/** How many changes that count a page has in each phase. */
function changesOf({ document, answers }: PageCourse): Record<Phase, number> {
  const told: Record<Phase, number> = { before: 0, noise: 0, changed: 0 };
  const contents = new Map<string, Content>();
  let watch: Parameters<typeof takeSight>[1];
  for (const [place, phase] of phases.entries()) {
    const end = (place + 1) * phaseMs;
    let count = 0;
    for (let at = place * phaseMs; at < end; at = nextLook(at, watch?.lookAt ?? null)) {
      const asked = Math.min(count, answers[phase].length - 1);
      count += 1;
      const content = readOf(document.extract as Steps, answers[phase][asked]);
      if (content === null) continue;
      const hash = createHash("sha256").update(content.text).digest("hex").slice(0, 32);
      contents.set(hash, content);
      const sight = { revision: 1, hash, at, endedAt: at + 25, references: {} };
      const { watch: after, turn } = takeSight(usualChanges, watch, sight);
      watch = after;
      if (turn === null) continue;
      const from = turn.from === null ? null : (contents.get(turn.from) ?? null);
      const { kind } = judgeChange(usualChanges, turn, from, content);
      watch = afterJudging(watch, turn, kind === "changed");
      if (kind === "changed") told[phase] += 1;
    }
  }
  return told;
}

const nextLook = (at: number, lookAt: number | null): number => {
  const slot = at - (at % slotMs) + slotMs;
  return lookAt !== null && lookAt > at ? Math.min(slot, lookAt) : slot;
};

function readOf(steps: Steps, given: PageAnswer | undefined): Content | null {
  if (given === undefined || given.status !== 200) return null;
  const read = applySteps(steps, answerOf(given.body, given.contentType));
  return read.ok ? read.reading : null;
}

const checkedPage = `<!doctype html><title>Shop</title><nav><a href="/">Home</a></nav><main>
<h1>Desk lamp</h1><p class="price">£ 89.00</p><p class="stock">In stock</p>
${"<p>It shines, and may be dimmed in eight steps.</p>\n".repeat(30)}</main>`;

const twoSteps: Steps = [
  { css: "main .price", name: "price" },
  { css: ".stock", name: "stock" },
];

function stepsOfACheck(): Line {
  const perBatch = 500;
  const times = Array.from({ length: 16 }, () => {
    const start = performance.now();
    for (let i = 0; i < perBatch; i++) applySteps(twoSteps, answerOf(checkedPage));
    return (performance.now() - start) / perBatch;
  });
  return {
    what: `two css steps on a page of ${number(checkedPage.length)} characters`,
    measured: `${median(times.slice(1)).toFixed(3)} ms`,
    aim: "0.15 ms",
  };
}

/** The slowest of a few times, which are of code that was compiled before. */
function slowestOf(work: () => unknown): number {
  work();
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.max(...times);
}

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

const hostileInputs = (): Line[] =>
  hostileSteps.map((steps) => {
    const answer = () => answerOf(hostileText, "text/plain");
    const ms = slowestOf(() => applySteps(steps, answer()));
    return {
      what: `64 KB made for backtracking: ${JSON.stringify(steps[0])}`,
      measured: `${ms.toFixed(1)} ms`,
      aim: "50 ms",
    };
  });

const linesOf = (count: number, text: (line: number) => string): string =>
  Array.from({ length: count }, (_, line) => text(line)).join("\n");

function comparisons(): Line[] {
  const page = (edit: (line: number) => string) =>
    linesOf(5_000, (line) => `Line ${line} of a page, with some words.${edit(line)}`);
  const pairs = [
    {
      what: "two pages of 5,000 lines, 100 changed",
      from: page(() => ""),
      to: page((line) => (line % 50 === 7 ? " Changed." : "")),
      aim: "60 ms",
    },
    {
      what: "two pages of 5,000 lines, all of them changed",
      from: page(() => ""),
      to: page((line) => ` Changed ${line}.`),
      aim: "500 ms",
    },
    {
      what: "two texts of 1 MB in 500,000 lines, every other one changed",
      from: linesOf(500_000, (line) => `${line % 7}`),
      to: linesOf(500_000, (line) => `${line % 2 === 0 ? line % 7 : "x"}`),
      aim: "500 ms",
    },
  ];
  return pairs.map(({ what, from, to, aim }) => {
    const { isWhole } = compareLines(from, to);
    const ms = slowestOf(() => compareLines(from, to));
    return {
      what: `compared: ${what}`,
      measured: `${ms.toFixed(1)} ms${isWhole ? ", replaced as a whole" : ""}`,
      aim,
    };
  });
}

/** What a round of 40 writes: without steps, with them, and when one content changes. */
async function rowsOfRounds(runtime: Parameters<Part>[0]): Promise<Line[]> {
  const written: Record<string, number> = {};
  for (const [what, extract] of [
    ["without", undefined],
    ["with", [{ text: true }]],
  ] as const) {
    await seedTargets(runtime, {
      count: 40,
      dueAt: 0,
      anchorAt: noon - hourMs,
      ...(extract && { extract }),
    });
    const tick = async (minute: number, changed?: string) => {
      const now = noon + minute * minuteMs + 500;
      const command = { do: "tick", now, ...(changed && { changed }) };
      return (await runtime.perform<Meter>(command)).rowsWritten - 1;
    };
    await runtime.perform({ do: "hour", from: noon - hourMs });
    await tick(0);
    written[what] = await tick(1);
    if (extract === undefined) continue;
    written.changed = await tick(2, "/page/7");
  }
  const quiet = written.with ?? Number.NaN;
  const more = (written.changed ?? 0) - quiet;
  return [
    {
      what: "rows that a quiet round of 40 writes with readings, and without",
      measured: `${quiet} and ${written.without}`,
      aim: "the same",
    },
    {
      what: "rows that a change adds to a round, and its event after it",
      measured: `${more}`,
      aim: "4 in the round (a test counts them), and what telling takes",
    },
  ];
}
