// Tests what pings come to, rule by rule.
import { describe, expect, it } from "vitest";
import type { HeardTarget } from "#domain/heartbeats/hearing/hearing.ts";
import type { Ping } from "#domain/heartbeats/ping.ts";
import type { Outcome } from "#domain/rounds/outcome.ts";
import { credibleState } from "#domain/rounds/state.ts";
import { manualSlot } from "#domain/runs/run.ts";
import type { HeartbeatSpec } from "#domain/targets/heartbeat-spec.ts";
import type { Status } from "#domain/targets/target.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import { aHeartbeat, aPing, hear, told } from "#test/fixtures/heartbeats/heard.ts";
import { aSchedule } from "#test/fixtures/runs.ts";

const nine = Date.UTC(2026, 4, 4, 9);
const at = (minutes: number) => nine + minutes * minuteMs;

const hourly = aSchedule({ timing: { kind: "every", everyMs: hourMs }, startAt: null });
const onTheHour = aSchedule({
  timing: { kind: "cron", expression: "0 * * * *", zone: "UTC" },
  startAt: null,
});

const statuses = ({ news }: Outcome): Status[] =>
  news.flatMap((item) => (item.kind === "status-turned" ? item.status : []));

type Said = Partial<Ping> & { at: number };

/** What pings come to by `until`; the heartbeat was made at 08:30. */
function ledger(
  pings: Said[],
  until: number,
  part: Partial<HeardTarget> = {},
  spec: Partial<HeartbeatSpec> = {},
) {
  const target = aHeartbeat({ schedule: hourly, anchorAt: at(-30), ...part }, spec);
  const said = pings.map((ping, i) => aPing({ n: i + 1, ...ping }));
  return hear(target, {}, said, until);
}

describe("slots", () => {
  it("a heartbeat that was never heard has none", () => {
    const { outcome, nextAt } = ledger([], at(600));
    expect([outcome.entries, nextAt]).toEqual([[], null]);
    expect(outcome.state).toEqual({});
  });

  it("of an interval count from the start of the last run", () => {
    const { outcome, nextAt } = ledger([{ at: at(0) }, { at: at(65) }], at(130));
    expect(told(outcome.entries)).toEqual([
      "ran extra 09:00 untimed",
      "late 10:00 untimed",
    ]);
    // 10:05 + 1 h, and its grace of 1 h.
    expect(nextAt).toBe(at(185));
  });

  it("of which nobody heard in time were missed", () => {
    const { outcome } = ledger([{ at: at(0) }], at(255));
    expect(told(outcome.entries)).toEqual([
      "ran extra 09:00 untimed",
      "missed 10:00",
      "missed 11:00",
      "missed 12:00",
    ]);
  });

  it("of a cron expression stand fast, and a ping counts for the latest it reaches", () => {
    const pings = [{ at: at(2) }, { at: at(59.6) }, { at: at(180) }];
    const { outcome, nextAt } = ledger(pings, at(181), { schedule: onTheHour });
    expect(told(outcome.entries)).toEqual([
      "late 09:00 untimed",
      "ran 10:00 untimed",
      "skipped 11:00",
      "ran 12:00 untimed",
    ]);
    expect(nextAt).toBe(at(300));
  });
});

describe("runs", () => {
  it("are told apart by rid when they overlap, and one that is stuck fails by itself", () => {
    const { outcome, nextAt } = ledger(
      [
        { at: at(0), action: "start", rid: "a" },
        { at: at(10), action: "start", rid: "b" },
        { at: at(20), rid: "a" },
      ],
      at(75),
      {},
      { graceMs: 24 * hourMs, runMaxMs: hourMs },
    );
    expect(told(outcome.entries)).toEqual([
      "ran extra 09:00 1200s",
      "timeout extra 09:10 3600s",
    ]);
    expect(outcome.entries.at(-1)).toMatchObject({
      run: { failure: { class: "timeout", phase: "run", limitMs: hourMs } },
    });
    expect(nextAt).toBe(at(70 + 24 * 60));
  });

  it("that end after they have failed are told once more, and serve no slot", () => {
    const { outcome } = ledger(
      [
        { at: at(0), action: "start", rid: "a" },
        { at: at(62), rid: "a" },
        { at: at(62), rid: "a" },
      ],
      at(70),
      {},
      { runMaxMs: 30 * minuteMs },
    );
    expect(told(outcome.entries)).toEqual([
      "timeout extra 09:00 1800s",
      "ran extra 10:02 untimed",
    ]);
    expect(statuses(outcome)).toEqual(["down", "up"]);
  });

  it("that are open all end with an end without a rid, and its body is the latest's", () => {
    const { outcome } = ledger(
      [
        { at: at(0), action: "start", rid: "a" },
        { at: at(5), action: "start" },
        { at: at(9), action: "fail", exitStatus: 3, body: "no space", bodyBytes: 8 },
      ],
      at(10),
    );
    expect(told(outcome.entries)).toEqual([
      "exit extra 09:00 540s",
      "exit extra 09:05 240s",
    ]);
    const logs = outcome.news.filter(({ kind }) => kind === "run-logged");
    expect(logs).toMatchObject([{ dueAt: manualSlot(at(5)), n: 3, body: "no space" }]);
    expect(outcome.evidence).toEqual([{ at: at(9), body: "no space" }]);
  });

  it("that came before the anchor are runs outside of slots, and no slots follow them", () => {
    const pings: Said[] = [{ at: at(-31) }, { at: at(-40), action: "start", rid: "a" }];
    const { outcome, lately, nextAt } = ledger(pings, at(600));
    expect([told(outcome.entries), nextAt]).toEqual([["ran extra 08:20 540s"], null]);
    expect(lately.map(({ dueAt }) => dueAt)).toEqual([at(-40), at(-40)].map(manualSlot));
  });

  it("that end after the anchor make its slots begin, whenever they began", () => {
    const { outcome, nextAt } = ledger([{ at: at(-20), startedAt: at(-40) }], at(0));
    expect(told(outcome.entries)).toEqual(["ran extra 08:20 1200s"]);
    expect(nextAt).toBe(at(-20 + 60 + 60));
  });

  it("that begin with the anchor are none from before, though clocks differ", () => {
    const { nextAt } = ledger([{ at: at(-30) - 4_000 }], at(0));
    expect(nextAt).toBe(at(-30 + 60 + 60));
  });

  it("that a log keeps alive have longer to end", () => {
    const pings: Said[] = [
      { at: at(0), action: "start", rid: "a" },
      { at: at(50), action: "log", rid: "a", body: "half", bodyBytes: 4 },
      { at: at(52), action: "log", rid: "other" },
    ];
    const until = (keepAlive: boolean) =>
      ledger(pings, at(70), {}, { graceMs: 600 * minuteMs, runMaxMs: hourMs, keepAlive });
    expect(told(until(false).outcome.entries)).toEqual(["timeout extra 09:00 3600s"]);
    expect(until(true).outcome.entries).toEqual([]);
    expect(until(true).nextAt).toBe(at(110));
    expect(until(true).lately.map(({ dueAt }) => dueAt)).toEqual([
      manualSlot(at(0)),
      manualSlot(at(0)),
      null,
    ]);
  });

  it("that outlast a slot let it be skipped, also when they end before its grace does", () => {
    const pings: Said[] = [
      { at: at(0), action: "start", rid: "a" },
      { at: at(65), rid: "a" },
    ];
    const { outcome } = ledger(
      pings,
      at(121),
      { schedule: onTheHour },
      { runMaxMs: 2 * hourMs },
    );
    expect(told(outcome.entries)).toEqual(["ran 09:00 3900s", "skipped 10:00"]);
  });

  it("that are too short failed, and those much longer than usual are degraded", () => {
    const run = (start: number, minutes: number): Said[] => [
      { at: at(start), action: "start", rid: `${start}` },
      { at: at(start + minutes), rid: `${start}` },
    ];
    const usual = [0, 60, 120, 180, 240].flatMap((start) => run(start, 10));
    const { outcome } = ledger(
      [...usual, ...run(300, 1), ...run(360, 21), ...run(420, 20)],
      at(450),
      {},
      { runMinMs: 5 * minuteMs, unusualFactor: 2 },
    );
    const ends = outcome.entries
      .slice(-3)
      .map((entry) => entry.kind === "run" && entry.run);
    expect(ends).toMatchObject([
      {
        failure: {
          class: "assertion",
          detail: "the duration is 60s; expected >= 5m",
          condition: "duration >= 5m",
        },
      },
      {
        failure: null,
        conditions: [
          { condition: "duration <= 20m", actual: "1260s", outcome: "degraded" },
        ],
      },
      { failure: null, conditions: [] },
    ]);
  });

  it("may be reported as a whole", () => {
    const pings: Said[] = [{ at: at(40), startedAt: at(2), counts: { items: 1_200 } }];
    const { outcome } = ledger(pings, at(45), { schedule: onTheHour });
    expect(told(outcome.entries)).toEqual(["late 09:00 2280s"]);
    expect(outcome.entries).toMatchObject([
      { run: { reading: { numbers: { items: 1_200 } } } },
    ]);
  });
});

it("a job that begins anew has no slots until it is heard, and its open run has time", () => {
  const target = aHeartbeat({ schedule: hourly, anchorAt: at(-30) });
  const before = hear(
    target,
    {},
    [aPing({ at: at(0), action: "start", rid: "a" })],
    at(5),
  );
  const resumed = { ...target, anchorAt: at(500) };
  const { state } = before.outcome;
  expect(hear(resumed, state, [], at(550)).outcome.entries).toEqual([]);
  expect(hear(resumed, state, [], at(550)).nextAt).toBe(at(560));
  const ended = hear(resumed, state, [aPing({ at: at(540), rid: "a" })], at(541));
  expect(told(ended.outcome.entries)).toEqual(["ran extra 09:00 32400s"]);
  expect(ended.nextAt).toBe(at(660));
});

it("what a clock far ahead has left does not silence a heartbeat", () => {
  const target = aHeartbeat({ schedule: hourly, anchorAt: at(-30) });
  const ahead = hear(target, {}, [aPing({ at: at(600_000) })], at(600_000));
  const state = credibleState(ahead.outcome.state, at(0));
  const { nextAt, outcome } = hear(target, state, [], at(0));
  expect(nextAt).toBe(at(120));
  expect(told(hear(target, outcome.state, [], at(120)).outcome.entries)).toEqual([
    "missed 10:00",
  ]);
});

it("a run that is reported late took as long as it is said to have taken", () => {
  const target = aHeartbeat({ schedule: onTheHour, anchorAt: at(-30) });
  const first = hear(target, {}, [aPing({ at: at(0) }), aPing({ at: at(60) })], at(61));
  const late = aPing({ at: at(20), startedAt: at(10), rid: "a" });
  const { outcome } = hear(target, first.outcome.state, [late], at(70));
  expect(told(outcome.entries)).toEqual(["ran extra 09:10 600s"]);
});

describe("the end that would turn nothing", () => {
  const wake = (pings: Said[], until: number, spec: Partial<HeartbeatSpec> = {}) => {
    const first = ledger(pings, until, {}, spec);
    const target = aHeartbeat({ schedule: hourly, anchorAt: at(-30) }, spec);
    const status = statuses(first.outcome).at(-1) ?? "new";
    const again = hear({ ...target, status }, first.outcome.state, [], until);
    return [first.quiet, again.quiet];
  };

  it("is a success of a job that is up, and a failure once its incident is recorded", () => {
    expect(wake([], at(0))).toEqual([null, null]);
    expect(wake([{ at: at(0) }], at(1))).toEqual(["success", "success"]);
    expect(wake([{ at: at(0), action: "fail" }], at(1))).toEqual([null, "fail"]);
    expect(wake([{ at: at(0) }], at(125))).toEqual([null, "fail"]);
  });

  it("is none where an end may fail by how long its run took", () => {
    expect(wake([{ at: at(0) }], at(1), { runMinMs: minuteMs })).toEqual([null, null]);
  });
});
