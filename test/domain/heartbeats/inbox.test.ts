// Tests how much of an inbox is heard, and what of that counts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import {
  emptyInbox,
  hearInbox,
  type Inbox,
  landingMs,
} from "#domain/heartbeats/inbox.ts";
import type { Ping } from "#domain/heartbeats/ping.ts";
import { packPing } from "#domain/heartbeats/ping-encoding.ts";
import { neverHeard } from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import { credibleState } from "#domain/rounds/state.ts";
import { aHeartbeat, aPing, told } from "#test/fixtures/heartbeats/heard.ts";
import { aSchedule } from "#test/fixtures/runs.ts";
import { hour, minute, second, start } from "#test/fixtures/times.ts";

const looks = createAllowance(Number.POSITIVE_INFINITY);
const never = { readAt: null, pausedAt: null, most: 1_000_000 };

const lineOf = (ping: Ping) => `[${ping.n},${packPing(ping)}`;
const inboxOf = (pings: readonly Ping[], part: Partial<Inbox> = {}): Inbox => ({
  ...emptyInbox,
  inbox: pings.map(lineOf).join(""),
  ...part,
});

const pingsAt = (...instants: number[]): Ping[] =>
  instants.map((at, i) => aPing({ n: i + 1, at: start + at }));

describe("an inbox", () => {
  it("is measured in the characters that SQLite counts, whatever bodies hold", () => {
    const anyBody = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.constant("\u{1F30D}\uD83D"),
    );
    fc.assert(
      fc.property(fc.array(anyBody, { maxLength: 5 }), (bodies) => {
        const inbox = inboxOf(bodies.map((body, n) => aPing({ n, at: start, body })));
        const { length, isWhole } = hearInbox(aHeartbeat(), {}, inbox, never, looks);
        expect({ length, isWhole }).toEqual({
          length: [...inbox.inbox].length,
          isWhole: true,
        });
      }),
    );
  });

  it("is heard in whole lines, and taking it in pieces comes to the same", () => {
    const inbox = inboxOf(
      Array.from({ length: 40 }, (_, i) => aPing({ n: i + 1, at: start + i * minute })),
    );
    const target = aHeartbeat();
    const whole = hearInbox(target, {}, inbox, never, looks);
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 5_000 }), (most) => {
        let state = {};
        let { inbox: rest, recent } = inbox;
        const entries = [];
        while (rest !== "") {
          const isCut = rest.length > most;
          const some = { inbox: rest.slice(0, most), isCut, recent };
          const hearing = { ...never, readAt: start + hour, most };
          const heard = hearInbox(target, state, some, hearing, looks);
          expect(heard.isWhole).toBe(!isCut);
          expect(heard.length).toBeGreaterThan(0);
          entries.push(...heard.outcome.entries);
          state = heard.outcome.state;
          recent = JSON.stringify(heard.lately);
          rest = rest.slice(heard.length);
        }
        expect(told(entries)).toEqual(told(whole.outcome.entries));
        expect(JSON.parse(recent)).toEqual(whole.lately);
      }),
    );
  });

  it("with no room for a line is left as it is, and time does not go on", () => {
    const state = { heartbeat: { ...neverHeard, ranAt: start, heardAt: start } };
    const hearing = { readAt: start + 5 * hour, pausedAt: null, most: 10 };
    const heard = hearInbox(aHeartbeat(), state, inboxOf(pingsAt(hour)), hearing, looks);
    expect(heard).toMatchObject({ length: 0, isWhole: false });
    expect(heard.outcome.entries).toEqual([]);
  });

  it("that is empty, or has no room, leaves what is under way as it is", () => {
    const begun = hearInbox(
      aHeartbeat(),
      {},
      inboxOf([aPing({ at: start, action: "start" })]),
      never,
      looks,
    ).outcome.state;
    const full = inboxOf(pingsAt(hour));
    const hearings = [
      hearInbox(aHeartbeat(), begun, emptyInbox, never, looks),
      hearInbox(aHeartbeat(), begun, full, { ...never, most: 10 }, looks),
      hearInbox(aHeartbeat(), begun, full, { ...never, readAt: start, most: 10 }, looks),
    ];
    expect(begun.heartbeat?.open).toHaveLength(1);
    for (const { outcome } of hearings) expect(outcome.state).toEqual(begun);
  });

  it.each([
    '[2,"broken',
    "17",
    "null",
    "{}",
    "[2]",
    '[2,"soon",1]',
    "[2,1e99,1]",
    "[2,5,9]",
  ])("with a line that cannot be read is taken without it: %s", (line) => {
    const [first, second_] = pingsAt(0, minute).map(lineOf);
    const inbox = { ...emptyInbox, inbox: `${first}${line}\n${second_}` };
    const { outcome, lately, length } = hearInbox(aHeartbeat(), {}, inbox, never, looks);
    expect(outcome.entries).toHaveLength(2);
    expect(lately).toHaveLength(2);
    expect(length).toBe(inbox.inbox.length);
  });

  it("with a ping that breaks our own code is taken, and what it would end stays open", () => {
    const [start_, broken, end] = pingsAt(0, minute, 2 * minute);
    const inbox = inboxOf([
      { ...(start_ as Ping), action: "start" },
      { ...(broken as Ping), bodyBytes: -1, body: "odd" },
      { ...(end as Ping), body: "done" },
    ]);
    const heard = hearInbox(aHeartbeat(), {}, inbox, never, looks);
    expect(told(heard.outcome.entries)).toEqual(["ran extra 00:00 120s"]);
    expect(heard.outcome.news).toMatchObject([
      { kind: "status-turned", status: "up" },
      { kind: "run-logged", n: 3, body: "done" },
    ]);
    expect(heard.lately.map(({ n, ignored }) => [n, ignored])).toEqual([
      [1, undefined],
      [2, "unreadable"],
      [3, undefined],
    ]);
    expect(heard).toMatchObject({ length: inbox.inbox.length, isWhole: true });
  });
});

describe("a deadline", () => {
  const schedule = aSchedule({ timing: { kind: "every", everyMs: hour } });
  const target = aHeartbeat({ schedule }, { graceMs: 5 * minute });
  const over = start + hour + 5 * minute;
  const entriesAt = (readAt: number) => {
    const { outcome } = hearInbox(
      target,
      {},
      inboxOf(pingsAt(0)),
      { ...never, readAt },
      looks,
    );
    return told(outcome.entries.slice(1));
  };

  it("is over a little later: a ping that came in time may be on its way", () => {
    expect(entriesAt(over + landingMs - 1)).toEqual([]);
    expect(entriesAt(over + landingMs)).toEqual(["missed 01:00"]);
  });

  it("that follows the last ping is nothing to whoever has no clock", () => {
    const { outcome, nextAt } = hearInbox(target, {}, inboxOf(pingsAt(0)), never, looks);
    expect(outcome.entries).toHaveLength(1);
    expect(nextAt).toBe(over);
  });
});

it("of a heartbeat that is paused, what came since is noted and tells of no run", () => {
  const hearing = { readAt: start + 9 * hour, pausedAt: start + minute, most: 1_000_000 };
  const inbox = inboxOf(pingsAt(30 * second, minute, 2 * minute, 5 * hour));
  const { outcome, lately, isWhole } = hearInbox(aHeartbeat(), {}, inbox, hearing, looks);
  expect(outcome.entries).toHaveLength(2);
  expect(isWhole).toBe(true);
  expect(lately.map(({ n, dueAt }) => [n, dueAt !== null])).toEqual([
    [1, true],
    [2, true],
    [3, false],
    [4, false],
  ]);
});

it("what a clock that was far ahead has heard makes no heartbeat deaf", () => {
  const heartbeat = { ...neverHeard, ranAt: start, heardAt: start + 1_000 * hour };
  const state = credibleState({ heartbeat }, start + hour);
  const inbox = inboxOf(pingsAt(2 * hour));
  const hearing = { ...never, readAt: start + 2 * hour };
  const { outcome } = hearInbox(aHeartbeat(), state, inbox, hearing, looks);
  const runs = outcome.entries.flatMap((entry) =>
    entry.kind === "run" ? [entry.run.startedAt] : [],
  );
  expect(runs).toEqual([start + 2 * hour]);
});
