// Measures what a run with steps costs more than one without.
import { type Line, median, number } from "#bench/figures.ts";
import { applySteps } from "#domain/readings/apply-steps.ts";
import type { Steps } from "#domain/readings/step.ts";
import { judge } from "#domain/runs/judge.ts";
import type { Known } from "#domain/runs/judging/fetched.ts";
import { readAnswer } from "#jobs/readings/read-answer.ts";
import { aTarget } from "#test/fixtures/runs.ts";
import { answerOf } from "./answer.ts";

const checkedPage = `<!doctype html><title>Shop</title><nav><a href="/">Home</a></nav><main>
<h1>Desk lamp</h1><p class="price">£ 89.00</p><p class="stock">In stock</p>
${"<p>It shines, and may be dimmed in eight steps.</p>\n".repeat(30)}</main>`;

const twoSteps: Steps = [
  { css: "main .price", name: "price" },
  { css: ".stock", name: "stock" },
];

/** What a run of the page costs without steps, with two, and where a 304 came. */
export async function costOfRuns(): Promise<Line[]> {
  // What compiles the code for all of them.
  await msOfARun(twoSteps, false);
  const without = await msOfARun([], false);
  const read = await msOfARun(twoSteps, false);
  const same = await msOfARun(twoSteps, true);
  const more = (ms: number) =>
    `${(ms - without).toFixed(3)} ms more than the ${without.toFixed(3)} without steps`;
  return [
    {
      what: `a run with two css steps, on a page of ${number(checkedPage.length)} characters`,
      measured: more(read),
      aim: "0.15 ms more",
    },
    {
      what: "of that, the steps: the rest hashes the reading, in another thread of Node",
      measured: `${msOfSteps().toFixed(3)} ms`,
      aim: "",
    },
    { what: "the same, answered with a 304", measured: more(same), aim: "none" },
  ];
}

function msOfSteps(): number {
  const perBatch = 500;
  const times = Array.from({ length: 16 }, () => {
    const start = performance.now();
    for (let i = 0; i < perBatch; i++) applySteps(twoSteps, answerOf(checkedPage));
    return (performance.now() - start) / perBatch;
  });
  return median(times.slice(1));
}

/** The CPU time of reading and judging a run; its body is another one each time, unless a 304 came. */
async function msOfARun(extract: Steps, notModified: boolean): Promise<number> {
  const perBatch = 500;
  const target = aTarget({ extract });
  const body = new TextEncoder().encode(checkedPage);
  const fetched = {
    firstByteMs: 20,
    bodyMs: 5,
    status: notModified ? 304 : 200,
    redirects: 0,
    finalUrl: target.url,
    bytes: notModified ? 0 : body.byteLength,
    contentType: "text/html; charset=utf-8",
    contentHash: null as string | null,
    validators: { etag: '"a"', lastModified: null },
    notModified,
    retryAfterMs: null,
    failure: null,
    headers: new Headers(),
    body: notModified ? null : body,
  };
  const facts = { dueAt: 1_000, trigger: "schedule", startedAt: 1_040 } as const;
  const run = async (known: Known, contentHash: string | null) => {
    const answer = { ...fetched, contentHash };
    const read = await readAnswer(target, known, answer);
    return judge(target, known, { ...answer, read }, facts);
  };
  const hash = "ab".repeat(32);
  const reading = { hash: "cd".repeat(16), numbers: {} };
  const known: Known = {
    content: { requestRevision: 1, hash, reading },
    validators: {
      requestRevision: 1,
      etag: '"a"',
      lastModified: null,
      contentType: fetched.contentType,
      contentHash: hash,
    },
  };
  const times: number[] = [];
  for (let batch = 0; batch < 16; batch++) {
    const start = process.cpuUsage();
    for (let i = 0; i < perBatch; i++)
      await run(known, notModified ? null : `${i}`.padStart(64, "0"));
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1_000 / perBatch);
  }
  return median(times.slice(1));
}
