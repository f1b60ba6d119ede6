// Serves the state of storage: how full the database is, when it would be full, and how
// long history is kept.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { targetsKeptUpWith } from "#domain/storage/pruning-rate.ts";
import {
  describeStorage,
  judgeStorage,
  levels,
  type Storage,
  toHours,
} from "#domain/storage/storage-level.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { instant, isoOrNull, orNull } from "#http/fields.ts";
import { json, newRouter, route } from "#http/router.ts";
import { readStorage } from "#store/storage/storage.ts";

const kept = (what: string, example: string) =>
  z.string().openapi({ description: what, example });

const KeptAnswer = z.object({
  runs: kept("Every run in detail, jobs' histories and crawls.", "30d"),
  hours: kept("The statistics of each hour.", "400d"),
  failures: kept("Failed runs.", "400d"),
});

const GrowthAnswer = z.object({
  bytesPerDay: z.number(),
  days: z.int().openapi({ description: "How many days it is estimated from, up to 30." }),
});

const AdaptationAnswer = z.object({
  fromBytes: z.int().openapi({
    description:
      "85 % of the limit: from this size on history is kept shorter, an eighth each hour, until it is smaller. It settles there at most.",
  }),
  beginsAt: instant.nullable().openapi({
    description:
      "When that size is reached; null when it does not grow, too little is known, it takes years, or it was reached.",
  }),
  steps: z.int().openapi({ description: "How many eighths history is kept shorter." }),
  since: instant.nullable().openapi({
    description: "Since when by so many; null before it was ever kept shorter.",
  }),
  isShortest: z.boolean().openapi({
    description:
      "Whether nothing can be kept shorter: runs and statistics of hours for 2 days.",
  }),
});

const DeletingAnswer = z.object({
  rowsPerHour: z.int().openapi({ description: "Rows that `prune` may take an hour." }),
  keepsUpWith: z.int().openapi({
    description: "With how many targets it keeps up, whatever their intervals.",
  }),
  overdueHours: z.int().nullable().openapi({
    description:
      "For how many hours the oldest runs had been due when `prune` last came to them; 0 where it had the time to delete all, null before it ran.",
  }),
});

const ContentsAnswer = z.object({
  count: z.int().openapi({ description: "How many contents there are." }),
  bytes: z
    .int()
    .openapi({ description: "Bytes of the database that they have, packed." }),
  bucketBytes: z.int().openapi({ description: "Bytes that they have in the bucket." }),
  countedAt: instant,
  growth: orNull(GrowthAnswer).openapi({
    description: "Of those in the database; null when too little is known.",
  }),
});

const StorageAnswer = z
  .object({
    bytes: z.int().openapi({ description: "What the database has now." }),
    limitBytes: z.int().openapi({ description: "What the deployment's plan allows." }),
    usedShare: z.number().openapi({ description: "The one divided by the other." }),
    level: z.enum(levels).openapi({
      description:
        "warning: 80 % are used, or it would be full within 30 days. critical: 95 % are used.",
    }),
    growth: orNull(GrowthAnswer).openapi({
      description: "Null when too little is known.",
    }),
    contents: orNull(ContentsAnswer).openapi({
      description:
        "What was read of targets, as it was counted last; null where there is nothing yet.",
    }),
    fullAt: instant.nullable().openapi({
      description:
        "When it would be full; null when it does not grow, too little is known, or it takes years.",
    }),
    retention: KeptAnswer.openapi({
      description: "How long history is kept where a target does not say otherwise.",
    }),
    shortened: orNull(KeptAnswer.omit({ failures: true })).openapi({
      description: "What is kept instead, to make room; null while there is enough.",
    }),
    adapts: AdaptationAnswer.openapi({
      description: "How history is kept shorter before the database is full.",
    }),
    deleting: DeletingAnswer.openapi({ description: "How history goes that is old." }),
    message: z.string().openapi({ description: "The same in words." }),
  })
  .openapi("Storage", {
    example: {
      bytes: 412_300_000,
      limitBytes: 500_000_000,
      usedShare: 0.8246,
      level: "warning",
      growth: { bytesPerDay: 2_100_000, days: 30 },
      contents: {
        ...{ count: 4_200, bytes: 31_000_000, bucketBytes: 0 },
        countedAt: "2026-01-31T02:17:00.000Z",
        growth: { bytesPerDay: 120_000, days: 30 },
      },
      fullAt: "2026-03-14T02:17:00.000Z",
      retention: { runs: "30d", hours: "400d", failures: "400d" },
      shortened: null,
      adapts: {
        fromBytes: 425_000_000,
        beginsAt: "2026-02-06T02:17:00.000Z",
        ...{ steps: 0, since: null, isShortest: false },
      },
      deleting: { rowsPerHour: 2_000, keepsUpWith: 1_844, overdueHours: 1 },
      message:
        "The database has 412.3 MB of 500.0 MB (82.5 %). It has grown by 2.1 MB a day in the last 30 days: it would be full in 42 days. Contents have 31.0 MB of it, and grow by 120.0 kB a day.",
    },
  });

export const storageRoutes = newRouter();

const read = route("get", "/api/storage", "Storage", {
  summary: "How full the database is, and what is kept how long",
  answers: { 200: json("The storage.", StorageAnswer) },
  problems: [],
});

storageRoutes.openapi(read, async (c) => c.json(await describe(c.get("deps")), 200));

/** Judges the storage of the deployment. */
export async function storageOf({ db, clock, settings }: Deps): Promise<Storage> {
  const now = clock.now();
  const rule = {
    limitBytes: settings.budget.databaseBytes,
    kept: settings.retention,
    now,
  };
  return judgeStorage(await readStorage(db, now), rule);
}

async function describe(deps: Deps): Promise<z.infer<typeof StorageAnswer>> {
  const storage = await storageOf(deps);
  const { bytes, limitBytes, usedShare, level, growth, fullAt, kept, shortened } =
    storage;
  const { contents, adapts } = storage;
  const { prunedRows } = deps.settings.budget;
  return {
    bytes,
    limitBytes,
    usedShare,
    level,
    growth,
    contents: contents && {
      count: contents.contents,
      bytes: contents.bytes,
      bucketBytes: contents.bucketBytes,
      countedAt: new Date(contents.at).toISOString(),
      growth: contents.growth,
    },
    fullAt: isoOrNull(fullAt),
    retention: {
      runs: formatDuration(kept.runsMs),
      hours: formatDuration(kept.hoursMs),
      failures: formatDuration(kept.failuresMs),
    },
    shortened: shortened && {
      runs: formatDuration(toHours(shortened.runsMs)),
      hours: formatDuration(toHours(shortened.hoursMs)),
    },
    adapts: {
      ...adapts,
      beginsAt: isoOrNull(adapts.beginsAt),
      since: isoOrNull(adapts.since),
    },
    deleting: {
      rowsPerHour: prunedRows,
      keepsUpWith: targetsKeptUpWith(prunedRows),
      overdueHours: storage.overdueHours,
    },
    message: describeStorage(storage, deps.clock.now()),
  };
}
