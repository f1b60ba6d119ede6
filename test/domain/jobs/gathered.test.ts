// Tests how a tick gathers what rounds of messages have come to, and that runs which are
// recorded together tell it once.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCounts, type Counts, sumOfBoth } from "#domain/counts.ts";
import { gather, gatheredNames } from "#domain/jobs/gathered.ts";
import {
  countsOfRun,
  gatheredOnce,
  withoutGathered,
} from "#domain/jobs/gathered-runs.ts";
import { countsOfRuns } from "#domain/jobs/job-counts.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";

const counts = fc.dictionary(fc.constantFrom(...gatheredNames), fc.nat(50));

describe("what a tick gathers", () => {
  it("is by how much the sums have grown since they were told", () => {
    const totals = { "gathered.rounds": 3, "gathered.ran": 120, "items.ran": 500 };
    expect(gather({ rounds: 5, ran: 190, late: 2, failed: 0 }, totals)).toEqual({
      counts: { rounds: 2, ran: 70, late: 2 },
      before: 3,
    });
  });

  it("is all there is where nothing was told, and nothing where nothing has grown", () => {
    expect(gather({ rounds: 1, ran: 4 }, {})).toEqual({
      counts: { rounds: 1, ran: 4 },
      before: 0,
    });
    expect(gather({ rounds: 1 }, { "gathered.rounds": 1 }).counts).toEqual({});
  });

  it("comes to what rounds have counted, however ticks and rounds take turns", () => {
    const course = fc.array(fc.oneof(counts, fc.constant("tick" as const)));
    fc.assert(
      fc.property(course, (steps) => {
        let sums: Counts = {};
        const totals: Counts = {};
        const told: Counts = {};
        for (const step of [...steps, "tick" as const]) {
          if (step !== "tick") {
            sums = sumOfBoth(sums, step);
            continue;
          }
          const run = aJobRun(countsOfRun({ messages: 1 }, gather(sums, totals)));
          addCounts(totals, countsOfRuns([run]));
          addCounts(told, run.counts);
        }
        const { messages: _, ...ofRounds } = told;
        expect(ofRounds).toEqual(sums);
      }),
    );
  });
});

describe("runs that are recorded together", () => {
  const gathered = (ran: number) => ({ counts: { rounds: 1, ran }, before: 7 });
  const run = (ran: number) => aJobRun(countsOfRun({ sent: 1, ran: 2 }, gathered(ran)));

  it("tell what they gathered once, as the last of them found it", () => {
    const [first, last, own] = gatheredOnce([run(3), run(5), aJobRun()]);
    expect(first?.counts).toEqual({ sent: 1, ran: 2, rounds: 0 });
    expect(last).toEqual(run(5));
    expect(last?.counts).toEqual({ sent: 1, ran: 7, rounds: 1 });
    expect(own).toEqual(aJobRun());
  });

  it("keep their own counts where another run has told what they gathered", () => {
    const bare = withoutGathered(run(5));
    expect(bare.counts).toEqual({ sent: 1, ran: 2, rounds: 0 });
    expect("gathered" in bare).toBe(false);
  });
});
