// Measures what judging a run costs, with conditions of each kind and without any, and its
// alarm: once while its round goes on, and once more when the round ends.

import { type Line, median } from "#bench/figures.ts";
import { settleFreely } from "#domain/rounds/settle.ts";
import { withRunSeen } from "#domain/rounds/watch.ts";
import { judge } from "#domain/runs/judge.ts";
import { usualAlarm } from "#domain/targets/alarm-rule.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { usualExpectation, usualRequest, usualSchedule } from "#domain/targets/target.ts";
import type { Part } from "./part.ts";

const runsAtOnce = 2_000;
/** Of those that take a hundred times as long. */
const slowRunsAtOnce = 40;
const batches = 15;

const bytes = (text: string) => new TextEncoder().encode(text);
const health = bytes(JSON.stringify({ status: "ok", parts: { db: { ms: 12 } } }));
const page = bytes(`<title>Shop</title>${"<p>A word of text.</p>".repeat(400)}Welcome`);

type Case = {
  what: string;
  conditions: readonly string[];
  body: Uint8Array;
  /** 200 unless given. */
  status?: number;
  /** Every character is looked at, in JavaScript. */
  isSlow?: true;
};

const cases: readonly Case[] = [
  { what: "without conditions", conditions: [], body: page },
  {
    what: "without conditions, failing, and looked at again",
    conditions: [],
    body: page,
    status: 500,
  },
  {
    what: "duration, size, content type and a header",
    conditions: [
      "duration < 800ms as degraded",
      "size < 200KB",
      "contentType text/html",
      "header x-cache contains HIT",
    ],
    body: page,
  },
  {
    what: "two values of a small JSON document",
    conditions: ['json $.status == "ok"', "json $.parts.db.ms < 100"],
    body: health,
  },
  {
    what: "a text at the end of 9 KB",
    conditions: ['body contains "Welcome"'],
    body: page,
  },
  {
    what: "a regular expression that begins with letters, in 9 KB",
    conditions: ["body matches Wel[a-z]+me"],
    body: page,
  },
  {
    what: "a regular expression with letters in any case, in 9 KB",
    conditions: ["body matches (?i)\\bwel[a-z]+me"],
    body: page,
  },
  {
    what: "a regular expression with letters that are not in 9 KB",
    conditions: ["body matches (?i)(sql|fatal) error"],
    body: page,
  },
  {
    what: "a regular expression whose letters stand after a repetition, in 9 KB",
    conditions: ["body matches [A-Z]\\w+me"],
    body: page,
    isSlow: true,
  },
  {
    what: "a regular expression without letters, in 9 KB",
    conditions: ["body matches [A-Z]{2}\\d+"],
    body: page,
    isSlow: true,
  },
];

export const conditions: Part = async () =>
  cases.map(
    (one): Line => ({
      what: `a run is judged: ${one.what}`,
      measured: `${msOf(one).toFixed(4)} ms`,
      aim: one.isSlow ? "" : "0.02 ms",
    }),
  );

/** The median of batches, after one that compiles the code. */
function msOf({ conditions, body, status = 200, isSlow }: Case): number {
  const target = {
    id: 1,
    kind: "page",
    url: "http://site.test/",
    host: "site.test",
    status: "up",
    anchorAt: 0,
    requestRevision: 1,
    schedule: { timing: { kind: "every", everyMs: 60_000 }, ...usualSchedule },
    request: usualRequest,
    expect: { ...usualExpectation, conditions },
    crawl: null,
    heartbeat: null,
    alarm: usualAlarm,
    extract: [],
    changes: usualChanges,
  } as const;
  const fetched = {
    firstByteMs: 20,
    bodyMs: 5,
    status,
    redirects: 0,
    finalUrl: target.url,
    bytes: body.byteLength,
    contentType: "text/html; charset=utf-8",
    contentHash: "ab".repeat(32),
    validators: { etag: null, lastModified: null },
    notModified: false,
    retryAfterMs: null,
    failure: null,
    headers: new Headers({ "x-cache": "HIT" }),
    body,
  };
  const facts = { dueAt: 1_000, trigger: "schedule", startedAt: 1_040 } as const;
  const runs = isSlow ? slowRunsAtOnce : runsAtOnce;
  const times = Array.from({ length: batches + 1 }, () => {
    const start = performance.now();
    for (let i = 0; i < runs; i++) {
      const verdict = judge(target, {}, fetched, facts);
      withRunSeen({}, {}, target, verdict);
      const entries = [{ kind: "run", run: verdict.run }] as const;
      settleFreely({ target, before: undefined, previous: undefined, entries });
    }
    return (performance.now() - start) / runs;
  });
  return median(times.slice(1));
}
