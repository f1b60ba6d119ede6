// Tests that whatever pings come, they come to what a plain model says, taken at once or
// in pieces.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { type Heard, hearPings } from "#domain/heartbeats/hearing/hear-pings.ts";
import type { HeardTarget } from "#domain/heartbeats/hearing/hearing.ts";
import type { Ping } from "#domain/heartbeats/ping.ts";
import type { Outcome } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { packState, unpackState } from "#domain/rounds/state-encoding.ts";
import type { Drop, Entry } from "#domain/runs/run.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";
import { anyHeartbeat, anyPings } from "#test/fixtures/heartbeats/any-pings.ts";
import { aPing, hear } from "#test/fixtures/heartbeats/heard.ts";
import { plainDeadline, plainly } from "#test/fixtures/heartbeats/plain-model.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const lastAt = (pings: readonly Ping[]) => Math.max(0, ...pings.map(({ at }) => at));

const anyCase = fc
  .record({
    target: anyHeartbeat,
    pings: anyPings,
    silence: fc.oneof(fc.nat(hourMs), fc.nat(9 * hourMs)),
  })
  .map(({ silence, ...rest }) => ({
    ...rest,
    now: Math.max(rest.target.anchorAt, lastAt(rest.pings)) + silence,
  }));

/** Each slot of a drop. */
function slotsIn({ schedule, ...target }: HeardTarget, drop: Drop): number[] {
  const { count, firstAt, lastAt } = drop;
  if (schedule.timing.kind === "every") {
    const { everyMs } = schedule.timing;
    return Array.from({ length: count }, (_, i) => firstAt + i * everyMs);
  }
  const slots = [firstAt];
  while (slots.length < count)
    slots.push(nextSlot(slotsOf({ ...target, schedule }), slots.at(-1) ?? 0) ?? 0);
  expect(slots.at(-1)).toBe(lastAt);
  return slots;
}

const dropsOf = (target: HeardTarget, entries: readonly Entry[]) =>
  entries.flatMap((entry) =>
    entry.kind === "drop"
      ? slotsIn(target, entry.drop).map((slot) => ({ slot, fate: entry.drop.fate }))
      : [],
  );

const runsOf = (entries: readonly Entry[]) =>
  entries.flatMap((entry) => (entry.kind === "run" ? [entry.run] : []));

const turnsOf = ({ news }: Outcome) =>
  news.filter(({ kind }) => kind === "status-turned");

/** The same by the names of the model. */
const toldRuns = (entries: readonly Entry[]) =>
  runsOf(entries).map((run) => ({
    slot: run.trigger === "schedule" ? run.dueAt : null,
    startedAt: run.startedAt,
    durationMs: run.untimed ? null : run.bodyMs,
    fate: run.failure?.class ?? "ok",
    late: run.late,
  }));

const bySlot = (a: { slot: number }, b: { slot: number }) => a.slot - b.slot;

const stored = (state: TargetState): TargetState =>
  unpackState(JSON.parse(JSON.stringify(packState(state))));

describe("pings come", () => {
  it("to the runs and the slots of a plain model", () => {
    fc.assert(
      fc.property(anyCase, ({ target, pings, now }) => {
        const plain = plainly(target, pings, now);
        const { outcome, nextAt, taken } = hear(target, {}, pings, now);
        expect(taken).toBe(true);
        expect(toldRuns(outcome.entries)).toEqual(
          plain.runs.map(({ rid: _, ...run }) => run),
        );
        expect(dropsOf(target, outcome.entries)).toEqual(plain.slots.toSorted(bySlot));
        expect(nextAt).toBe(plainDeadline(plain));
      }),
      { numRuns: scenarios(1_200) },
    );
  });

  it("to a ledger that adds up: a slot is one entry, a run outside of slots has its own", () => {
    fc.assert(
      fc.property(anyCase, ({ target, pings, now }) => {
        const { outcome } = hear(target, {}, pings, now);
        const runs = runsOf(outcome.entries);
        const drops = dropsOf(target, outcome.entries);
        const dues = [
          ...runs.map(({ dueAt }) => dueAt),
          ...drops.map(({ slot }) => slot),
        ];
        expect(new Set(dues).size).toBe(dues.length);
        for (const { trigger, dueAt } of runs)
          expect(dueAt % 2 === 0).toBe(trigger === "schedule");
        for (const entry of outcome.entries)
          if (entry.kind === "drop")
            expect(hourOf(entry.drop.firstAt)).toBe(hourOf(entry.drop.lastAt));
        const { slots } = outcome.state.totals ?? { slots: { ran: 0, late: 0 } };
        const served = runs.filter(({ trigger }) => trigger === "schedule");
        expect(slots.ran + slots.late).toBe(served.length);
      }),
      { numRuns: scenarios(500) },
    );
  });

  it("to the same in pieces as at once, whatever is stored between them", () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.array(fc.nat(40 * hourMs), { maxLength: 8 }),
        ({ target, pings, now }, cuts) => {
          const whole = hear(target, {}, pings, now);
          const ends = [...cuts.map((cut) => Math.min(now, target.anchorAt + cut)), now];
          const entries: Entry[] = [];
          let state: TargetState = {};
          let status = target.status;
          let last: Heard = whole;
          let from = 0;
          for (const end of ends.toSorted((a, b) => a - b)) {
            const piece = pings.filter(({ at }) => at > from && at <= end);
            last = hear({ ...target, status }, stored(state), piece, end);
            ({ state } = last.outcome);
            entries.push(...last.outcome.entries);
            for (const news of last.outcome.news)
              if (news.kind === "status-turned") ({ status } = news);
            from = end;
          }
          expect(runsOf(entries)).toEqual(runsOf(whole.outcome.entries));
          expect(dropsOf(target, entries)).toEqual(
            dropsOf(target, whole.outcome.entries),
          );
          expect(state.heartbeat).toEqual(whole.outcome.state.heartbeat);
          expect(state.totals).toEqual(whole.outcome.state.totals);
          expect(last.nextAt).toBe(whole.nextAt);
          expect(state.alarm?.open?.slotsMissed).toBe(
            whole.outcome.state.alarm?.open?.slotsMissed,
          );
        },
      ),
      { numRuns: scenarios(900) },
    );
  });

  it("to the same with few looks, heard again and again", () => {
    fc.assert(
      fc.property(anyCase, fc.nat(5), ({ target, pings, now }, looks) => {
        const whole = hear(target, {}, pings, now);
        const entries: Entry[] = [];
        let state: TargetState = {};
        let waiting = pings;
        let heard: Heard;
        do {
          heard = hearPings(target, state, waiting, [], now, createAllowance(looks + 1));
          ({ state } = heard.outcome);
          entries.push(...heard.outcome.entries);
          if (heard.taken) waiting = [];
        } while (heard.nextAt !== null && heard.nextAt <= now);
        expect(runsOf(entries)).toEqual(runsOf(whole.outcome.entries));
        expect(dropsOf(target, entries)).toEqual(dropsOf(target, whole.outcome.entries));
        expect(state.heartbeat).toEqual(whole.outcome.state.heartbeat);
      }),
      { numRuns: scenarios(500) },
    );
  });

  it("to the same whichever of them break our own code", () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
        ({ target, pings, now }, places) => {
          fc.pre(pings.length > 0);
          const broken = places.map((place, i) => {
            const { n, at, rid } = pings[place % pings.length] as Ping;
            const action = i % 2 === 0 ? ("success" as const) : ("fail" as const);
            return aPing({ n: n - (i + 1) / 10, at, rid, action, bodyBytes: -1 });
          });
          const whole = hear(target, {}, pings, now);
          const { outcome, lately } = hear(target, {}, [...broken, ...pings], now);
          const { entries, state } = outcome;
          const expected = whole.outcome;
          expect(runsOf(entries)).toEqual(runsOf(expected.entries));
          expect(dropsOf(target, entries)).toEqual(dropsOf(target, expected.entries));
          expect(state.heartbeat).toEqual(expected.state.heartbeat);
          expect(state.totals).toEqual(expected.state.totals);
          expect(turnsOf(outcome)).toEqual(turnsOf(expected));
          const readable = lately.filter(({ ignored }) => ignored === undefined);
          const known = readable.filter(({ bodyBytes }) => bodyBytes === 0);
          expect(known).toEqual(whole.lately);
        },
      ),
      { numRuns: scenarios(500) },
    );
  });

  it("to one run for each rid, however often and in whatever order they come", () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.infiniteStream(fc.nat(4)),
        fc.nat(40 * hourMs),
        ({ target, pings, now }, places, cut) => {
          const doubled = pings.flatMap((ping) =>
            Array.from({ length: 1 + (places.next().value ?? 0) }, () => ({
              ...ping,
              startedAt: null,
            })),
          );
          const mixed = doubled
            .map((ping) => ({ ping, place: ping.n + (places.next().value ?? 0) }))
            .toSorted((a, b) => a.place - b.place)
            .map(({ ping }) => ping);
          const isEarly = ({ at }: Ping, i: number) =>
            at <= target.anchorAt + cut && i % 3 > 0;
          const early = mixed.filter(isEarly);
          const first = hear(target, {}, early, target.anchorAt + cut);
          const rest = mixed.filter((ping, i) => !isEarly(ping, i));
          const end = Math.max(now, target.anchorAt + cut);
          const second = hear(target, stored(first.outcome.state), rest, end);
          const runs = runsOf([...first.outcome.entries, ...second.outcome.entries]);
          const dues = runs.map(({ dueAt }) => dueAt);
          expect(new Set(dues).size).toBe(dues.length);
          const rids = new Set(pings.flatMap(({ rid }) => rid ?? []));
          const anonymous = doubled.filter(({ rid }) => rid === null);
          const overdue = runs.filter(({ failure }) => failure?.class === "timeout");
          expect(runs.length - overdue.length).toBeLessThanOrEqual(
            rids.size + anonymous.length,
          );
        },
      ),
      { numRuns: scenarios(500) },
    );
  });
});
