// Tests that the targets of a host that often asks for patience take turns.
import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import {
  fillShards,
  isoAt,
  minute,
  runsOf,
  start,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { addTarget } from "#test/fixtures/world.ts";

type Case = {
  what: string;
  targets: number;
  schedule: (i: number) => Record<string, unknown>;
  /** Seconds that the host asks for, and whether the n-th request is refused. */
  patience: number;
  refuses?: (n: number) => boolean;
  gapMs?: number;
  /** Whether each target is in a shard of its own. */
  apart?: boolean;
};

const often = () => ({ every: "10s" });
const minutely = () => ({ every: "1m", startAt: isoAt(0) });
const always = () => true;

const cases: Case[] = [
  { what: "two of every minute", targets: 2, schedule: minutely, patience: 30 },
  {
    what: "five that wait longer and shorter",
    targets: 5,
    schedule: often,
    patience: 15,
  },
  { what: "five with a gap", targets: 5, schedule: minutely, patience: 20, gapMs: 3_000 },
  {
    what: "five with a gap, in a shard each",
    targets: 5,
    schedule: minutely,
    patience: 20,
    gapMs: 3_000,
    apart: true,
  },
  {
    what: "five in a shard each",
    targets: 5,
    schedule: minutely,
    patience: 100,
    apart: true,
  },
  {
    what: "two of different intervals",
    targets: 2,
    schedule: (i) => ({ every: i === 0 ? "5s" : "1m", startAt: isoAt(0) }),
    patience: 45,
  },
  {
    what: "two that run each slot",
    targets: 2,
    schedule: () => ({ every: "30s", startAt: isoAt(0), overlap: "buffer-all" }),
    patience: 20,
  },
  {
    what: "two whose host refuses every third request",
    targets: 2,
    schedule: often,
    patience: 40,
    refuses: (n) => n % 3 === 2,
  },
  {
    what: "five at other instants",
    targets: 5,
    schedule: (i) => ({ every: "1m", startAt: isoAt(i * 7_000) }),
    patience: 30,
  },
];

describe("the targets of a host that asks for patience", () => {
  it.each(cases)(
    "run about equally often: $what",
    async ({ targets, schedule, patience, refuses = always, gapMs = 0, apart }) => {
      let n = 0;
      const { world } = await watch({
        vars: { HOST_GAP_MS: `${gapMs}` },
        site: () =>
          refuses(n++) ? { status: 429, headers: { "retry-after": `${patience}` } } : {},
      });
      const ids: number[] = [];
      for (let i = 0; i < targets; i++) {
        if (apart) await fillShards();
        ids.push(
          await addTarget(world, {
            url: `https://busy.example.com/${i}`,
            schedule: schedule(i),
          }),
        );
      }
      await world.runUntil(start + 60 * minute);
      const counts: number[] = [];
      for (const id of ids) {
        const runs = await runsOf(world, id);
        counts.push(runs.length);
        await auditTarget(id, world.now() - 1);
      }
      expect(Math.max(...counts)).toBeLessThanOrEqual(1.5 * Math.min(...counts));
    },
    30_000,
  );
});
