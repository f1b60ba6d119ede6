// Takes the sixty pages of the tests through their courses, and counts the changes that are
// told of them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import type { Line } from "#bench/figures.ts";
import { type Content, judgeChange } from "#domain/changes/judge-change.ts";
import { afterJudging, takeSight } from "#domain/changes/take-sight.ts";
import { applySteps } from "#domain/readings/apply-steps.ts";
import type { Steps } from "#domain/readings/step.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { minuteMs } from "#domain/time/instants.ts";
import {
  type PageAnswer,
  type PageCourse,
  type Phase,
  phases,
  readPageCourse,
} from "#test/fixtures/readings/page-courses.ts";
import { answerOf } from "./answer.ts";

/** The sixty pages of the tests, each through its course. */
export async function falseAlarms(): Promise<Line> {
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
