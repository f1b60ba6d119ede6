import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AnswerTiming,
  adapt,
  freshPace,
  gapMs,
  type Pace,
} from "#domain/sites/pace.ts";

const answered = (part: Partial<AnswerTiming> = {}): AnswerTiming => ({
  at: 1_000,
  tookMs: 100,
  complains: false,
  ...part,
});
const paceAfter = (timings: readonly AnswerTiming[], from: Pace = freshPace): Pace =>
  timings.reduce(adapt, from);
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

const anyTiming: fc.Arbitrary<AnswerTiming> = fc.record({
  at: fc.nat(),
  tookMs: fc.nat(60_000),
  complains: fc.boolean(),
});

describe("the pace of a host", () => {
  it("takes the first answer as it is, and moves a fifth of the way to each later one", () => {
    expect(adapt(freshPace, answered({ tookMs: 400 }))).toEqual({
      answerMs: 400,
      penaltyMs: 0,
      at: 1_000,
    });
    // 400 + 0.2 × (900 − 400)
    expect(
      paceAfter([answered({ tookMs: 400 }), answered({ tookMs: 900, at: 2_000 })]),
    ).toEqual({
      answerMs: 500,
      penaltyMs: 0,
      at: 2_000,
    });
  });

  it("adds a second for the first complaint, twice as much for each further one, a minute at most", () => {
    const complaint = answered({ complains: true });
    const penalties = [1, 2, 3, 6, 7, 20].map(
      (count) => paceAfter(times(count, complaint)).penaltyMs,
    );
    expect(penalties).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });

  it("halves a penalty within seven good answers, and forgets it in the end", () => {
    const penalised = paceAfter(times(4, answered({ complains: true })));
    expect(penalised.penaltyMs).toBe(8_000);
    // 0.9 to the sixth is 0.53, to the seventh 0.48.
    expect(paceAfter(times(6, answered()), penalised).penaltyMs).toBeGreaterThan(4_000);
    expect(paceAfter(times(7, answered()), penalised).penaltyMs).toBeLessThan(4_000);
    expect(paceAfter(times(200, answered()), penalised).penaltyMs).toBe(0);
  });

  it("stays within what the host did, whatever that is", () => {
    fc.assert(
      fc.property(fc.array(anyTiming, { minLength: 1 }), (timings) => {
        const { answerMs, penaltyMs, at } = paceAfter(timings);
        const took = timings.map(({ tookMs }) => tookMs);
        expect(answerMs).toBeGreaterThanOrEqual(Math.min(...took));
        expect(answerMs).toBeLessThanOrEqual(Math.max(...took));
        expect(penaltyMs).toBeGreaterThanOrEqual(0);
        expect(penaltyMs).toBeLessThanOrEqual(60_000);
        expect(at).toBe(timings.at(-1)?.at);
      }),
    );
  });
});

describe("the gap between two requests to a host", () => {
  const pace = (part: Partial<Pace>): Pace => ({ ...freshPace, ...part });

  it.each<[string, Pace, number, number | null, number]>([
    ["what the target asks for", freshPace, 250, null, 250],
    ["what robots.txt asks for, if that is more", freshPace, 250, 2_000, 2_000],
    ["what the target asks for, if robots.txt asks for less", freshPace, 250, 100, 250],
    ["no more than 30 seconds because of robots.txt", freshPace, 250, 86_400_000, 30_000],
    ["as long as the target asks for, though", freshPace, 60_000, 86_400_000, 60_000],
    ["as long as an answer takes", pace({ answerMs: 900 }), 250, null, 900],
    [
      "longer after a complaint",
      pace({ answerMs: 900, penaltyMs: 2_000 }),
      250,
      null,
      2_900,
    ],
    ["nothing for one who minds no speed", pace({ answerMs: 900 }), 0, null, 0],
    ["nothing as well when robots.txt says 0", pace({ answerMs: 900 }), 0, 0, 0],
    ["the penalty even so", pace({ answerMs: 900, penaltyMs: 2_000 }), 0, null, 2_000],
    ["what robots.txt asks for even so", pace({ answerMs: 900 }), 0, 1_000, 1_000],
  ])("is %s", (_, known, delayMs, crawlDelayMs, expected) => {
    expect(gapMs(known, delayMs, crawlDelayMs)).toBe(expected);
  });
});
