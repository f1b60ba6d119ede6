import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type ContentWatch,
  latestOf,
  packWatch,
  unpackWatch,
} from "#domain/changes/content-watch.ts";
import {
  afterJudging,
  mostUnsettled,
  type Sight,
  type Turn,
  takeSight,
} from "#domain/changes/take-sight.ts";
import { type ChangeRule, usualChanges } from "#domain/targets/change-rule.ts";

type Rule = Pick<ChangeRule, "confirmMs" | "compare">;

/** Whether a content differs enough from another one, by their names alone. */
const differs = (from: string, to: string): boolean =>
  (from.charCodeAt(0) * 7 + to.charCodeAt(0)) % 3 !== 0;

/** A turn in words: "changed a 60 confirmed 120 from b". */
const tell = ({ kind, at, confirmedAt, from, to }: Omit<Turn, "references">): string => {
  const judged = differs(from ?? "", to) ? "changed" : "minor";
  const told = kind === "candidate" ? judged : kind;
  return `${told} ${to} ${at} confirmed ${confirmedAt} from ${from}`;
};

/** Sights of one content in a row. */
const stretchesOf = (sights: readonly Sight[]): Sight[][] => {
  const stretches: Sight[][] = [];
  for (const sight of sights) {
    const last = stretches.at(-1);
    if (last?.[0]?.hash === sight.hash) last.push(sight);
    else stretches.push([sight]);
  }
  return stretches;
};

/** What a plain reading of the rule says of a whole history. */
function naively({ confirmMs, compare }: Rule, sights: readonly Sight[]): string[] {
  const told: string[] = [];
  let settled: { hash: string; base: string }[] = [];
  let inARow = 0;
  for (const [first, ...later] of stretchesOf(sights)) {
    if (first === undefined) continue;
    const { hash, at } = first;
    const [latest] = settled;
    if (latest === undefined) {
      told.push(tell({ kind: "first", at, confirmedAt: at, from: null, to: hash }));
      settled = [{ hash, base: hash }];
      continue;
    }
    if (latest.hash === hash) {
      inARow = 0;
      continue;
    }
    const waitsFor = inARow >= mostUnsettled ? at : first.endedAt + (confirmMs ?? 0);
    const confirming =
      confirmMs === null ? first : later.find((sight) => sight.at >= waitsFor);
    inARow = confirming === undefined ? inARow + 1 : 0;
    if (confirming === undefined) continue;
    const earlier = settled.find((known) => known.hash === hash);
    const from = earlier ? latest.hash : latest.base;
    const kind = earlier ? "reverted" : "candidate";
    told.push(tell({ kind, at, confirmedAt: confirming.at, from, to: hash }));
    const base = earlier?.base ?? (differs(from, hash) ? hash : latest.base);
    const others = settled.filter((known) => known.hash !== hash);
    settled = [{ hash, base }, ...others].slice(0, compare);
  }
  return told;
}

/** Lets a watch see runs as rounds do: it is packed in between. */
function see(rule: Rule, sights: readonly Sight[]) {
  const whole = { ...usualChanges, ...rule };
  let watch: ContentWatch | undefined;
  const turns: Turn[] = [];
  const kept = new Set<string>();
  const missing: string[] = [];
  for (const sight of sights) {
    const taken = takeSight(whole, watch, sight);
    const { turn } = taken;
    if (taken.isNew) kept.add(sight.hash);
    watch = taken.watch;
    if (turn !== null) {
      turns.push(turn);
      missing.push(...[turn.from ?? turn.to, turn.to].filter((hash) => !kept.has(hash)));
      watch = afterJudging(watch, turn, differs(turn.from ?? "", turn.to));
    }
    watch = unpackWatch(JSON.parse(JSON.stringify(packWatch(watch))));
  }
  return { turns, told: turns.map(tell), missing, watch };
}

const startAt = Date.parse("2026-03-01T00:00:00Z");

/** Runs in their order; few contents, so that they come back, or many. */
const anySights = (contents: string): fc.Arbitrary<Sight[]> =>
  fc
    .array(
      fc.record({
        hash: fc.constantFrom(...contents),
        times: fc.integer({ min: 1, max: 4 }),
        afterMs: fc.constantFrom(1_000, 20_000, 44_999, 45_000, 46_000, 300_000),
        lastsMs: fc.constantFrom(0, 500, 3_000),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((stretches) => {
      let at = startAt;
      return stretches.flatMap(({ hash, times, afterMs, lastsMs }) =>
        Array.from({ length: times }, () => {
          at += afterMs;
          return { revision: 1, hash, at, endedAt: at + lastsMs, references: {} };
        }),
      );
    });

const anyHistory = fc.oneof(
  anySights("ab"),
  anySights("abcd"),
  anySights("abcdefghijkl"),
);
const anyRule: fc.Arbitrary<Rule> = fc.record({
  confirmMs: fc.option(fc.constantFrom(5_000, 45_000), { freq: 4 }),
  compare: fc.integer({ min: 1, max: 6 }),
});

const property = (check: (rule: Rule, sights: Sight[]) => void): void => {
  fc.assert(fc.property(anyRule, anyHistory, check), { numRuns: 1_000 });
};

it("each content that settled is told once, and nothing else is", () => {
  property((rule, sights) => {
    expect(see(rule, sights).told).toEqual(naively(rule, sights));
  });
});

it("a content that stays is what is known in the end", () => {
  property((rule, sights) => {
    const last = sights.at(-1) as Sight;
    const at = last.at + 3_600_000;
    const staying = [...sights, { ...last, at, endedAt: at }];
    expect(latestOf(see(rule, staying).watch as ContentWatch)).toBe(last.hash);
  });
});

it("a turn names no content that was not kept", () => {
  property((rule, sights) => {
    expect(see(rule, sights).missing).toEqual([]);
  });
});

it("no two turns bear the same instant", () => {
  property((rule, sights) => {
    const { turns } = see(rule, sights);
    expect(new Set(turns.map(({ at }) => at)).size).toBe(turns.length);
  });
});

it("runs that are told late turn nothing", () => {
  fc.assert(
    fc.property(
      anyRule,
      anyHistory,
      fc.array(
        fc.record({ place: fc.nat(), agoMs: fc.integer({ min: 0, max: 900_000 }) }),
      ),
      (rule, sights, lates) => {
        const mixed = [...sights];
        for (const { place, agoMs } of lates) {
          const after = 1 + (place % mixed.length);
          const at = (mixed[after - 1] as Sight).at - agoMs;
          const latestAt = Math.max(...mixed.slice(0, after).map((sight) => sight.at));
          if (at > latestAt || at < latestAt - 900_000) continue;
          mixed.splice(after, 0, { ...(mixed[0] as Sight), hash: "z", at, endedAt: at });
        }
        expect(see(rule, mixed).told).toEqual(see(rule, sights).told);
      },
    ),
  );
});

it("a round that died changes nothing: the same run is taken in again", () => {
  property((rule, sights) => {
    const twice = sights.flatMap((sight) => [sight, sight]);
    expect(see(rule, twice).told).toEqual(see(rule, sights).told);
  });
});
