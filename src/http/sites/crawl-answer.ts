// Describes crawls as the API answers them.
import { z } from "@hono/zod-openapi";
import { explainFailure } from "#domain/runs/failure.ts";
import {
  type Crawl,
  countFound,
  crawlStates,
  estimateEnd,
  hindrance,
} from "#domain/sites/crawl.ts";
import { refusals } from "#domain/sites/links/refusal.ts";
import type { Target } from "#domain/targets/target.ts";
import { instant, isoOf, isoOrNull } from "#http/fields.ts";

const exampleCrawl = {
  id: 7,
  targetId: 1,
  state: "running",
  reason: null,
  trigger: "schedule",
  dueAt: "2026-01-31T09:00:00.000Z",
  startedAt: "2026-01-31T09:00:00.412Z",
  endedAt: null,
  durationMs: 65_210,
  nextAt: "2026-01-31T09:01:05.622Z",
  waitingFor: null,
  progress: {
    found: 1840,
    fetched: 402,
    queued: 1421,
    dropped: 17,
    failed: 3,
    cut: 0,
    notModified: 350,
    bytes: 1_843_200,
    slices: 6,
    lostSlices: 0,
    passedOver: 0,
    perSecond: 6.71,
    endsAt: "2026-01-31T09:04:55.870Z",
  },
  changes: { new: 12, changed: 31, unchanged: 357, gone: 2, unseen: 0 },
  refused: { scope: 96, robots: 17, scheme: 4 },
};

const reasons = Object.entries(refusals).map(([reason, words]) => `${reason}: ${words}`);

export const CrawlAnswer = z
  .object({
    id: z.int(),
    targetId: z.int(),
    state: z.enum(crawlStates).openapi({
      description:
        "incomplete: it came to its end, but a limit made it leave something out. That is no failure: its run is judged by the start's answer.",
    }),
    reason: z
      .string()
      .nullable()
      .openapi({ description: "Why it ended early, or what it left out." }),
    trigger: z.enum(["schedule", "manual"]),
    dueAt: instant.openapi({
      description: "The slot; for a manual crawl the moment it was asked for.",
    }),
    startedAt: instant,
    endedAt: instant.nullable(),
    durationMs: z.int().openapi({ description: "Until now while it runs." }),
    nextAt: instant.nullable().openapi({
      description: "When it may go on: it does so in slices. Null once it has ended.",
    }),
    waitingFor: z.string().nullable().openapi({
      description: "What keeps it from going on, in a sentence; null when nothing does.",
    }),
    progress: z.object({
      found: z.int().openapi({ description: "fetched + dropped + queued." }),
      fetched: z.int().openapi({
        description: "URLs that got their final answer, or none after every attempt.",
      }),
      queued: z.int().openapi({ description: "URLs still to be visited." }),
      dropped: z.int().openapi({
        description: "URLs whose turn came and that were not fetched, or not kept.",
      }),
      failed: z.int().openapi({
        description: "Of those fetched: no whole answer, or a status of 400 and more.",
      }),
      cut: z.int().openapi({
        description: "Pages larger than maxBodyBytes, of which the first part was read.",
      }),
      notModified: z
        .int()
        .openapi({ description: "Of those fetched: the server answered 304." }),
      bytes: z.int().openapi({ description: "Of decoded bodies." }),
      slices: z.int(),
      lostSlices: z.int().openapi({
        description:
          "Slices whose invocation was lost. They were done again, so that some pages may have been asked for twice.",
      }),
      passedOver: z.int().openapi({
        description:
          "Of those failed: pages left unread, since slices were lost with them again and again.",
      }),
      perSecond: z
        .number()
        .nullable()
        .openapi({ description: "Pages fetched a second while it was at work." }),
      endsAt: instant
        .nullable()
        .openapi({ description: "An estimate from how it went so far." }),
    }),
    changes: z
      .object({
        new: z.int(),
        changed: z.int(),
        unchanged: z.int(),
        gone: z.int(),
        unseen: z.int(),
      })
      .openapi({
        description:
          "Pages against what they were before; gone: not found any more, or not linked; unseen: not come to, and perhaps still there.",
      }),
    refused: z.record(z.string(), z.int()).openapi({
      description: `Links that were not followed and pages that were not kept, by why: ${reasons.join("; ")}.`,
    }),
  })
  .openapi("Crawl", { example: exampleCrawl });

export const CancelledCrawl = CrawlAnswer.extend({
  previousState: z
    .enum(crawlStates)
    .openapi({ description: "Before it was asked to end." }),
}).openapi("CancelledCrawl", {
  example: {
    ...exampleCrawl,
    state: "cancelled",
    reason: "It was cancelled.",
    endedAt: "2026-01-31T09:01:05.622Z",
    nextAt: null,
    progress: { ...exampleCrawl.progress, endsAt: null },
    previousState: "running",
  },
});

export function toCrawlAnswer(
  crawl: Crawl,
  target: Pick<Target, "enabled">,
  now: number,
): z.infer<typeof CrawlAnswer> {
  const { progress, startedAt, endedAt } = crawl;
  return {
    id: crawl.id,
    targetId: crawl.targetId,
    state: crawl.state,
    reason: crawl.reason,
    trigger: crawl.trigger,
    dueAt: isoOf(crawl.dueAt),
    startedAt: isoOf(startedAt),
    endedAt: isoOrNull(endedAt),
    durationMs: Math.max(0, (endedAt ?? now) - startedAt),
    nextAt: endedAt === null ? isoOf(crawl.nextAt) : null,
    waitingFor: endedAt === null ? waitingFor(crawl, target) : null,
    progress: toProgress(crawl, now),
    changes: {
      new: progress.new,
      changed: progress.changed,
      unchanged: progress.unchanged,
      gone: progress.gone,
      unseen: progress.unseen,
    },
    refused: progress.refused,
  };
}

function waitingFor(crawl: Crawl, target: Pick<Target, "enabled">): string | null {
  const inTheWay = hindrance(crawl, target);
  if (inTheWay === null) return null;
  return inTheWay === "pause" ? "The target is paused." : explainFailure(inTheWay);
}

function toProgress(crawl: Crawl, now: number): z.infer<typeof CrawlAnswer>["progress"] {
  const { progress } = crawl;
  const { found, queued } = countFound(crawl);
  const { perSecond, endsAt } = estimateEnd(crawl, now);
  return {
    found,
    fetched: progress.fetched,
    queued,
    dropped: progress.dropped,
    failed: progress.failed,
    cut: progress.refused.cut ?? 0,
    notModified: progress.notModified,
    bytes: progress.bytes,
    slices: progress.slices,
    lostSlices: progress.lostSlices,
    passedOver: progress.passedOver,
    perSecond: perSecond === null ? null : Math.round(perSecond * 100) / 100,
    endsAt: crawl.endedAt === null ? isoOrNull(endsAt) : null,
  };
}
