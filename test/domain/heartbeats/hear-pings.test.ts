// Tests what pings come to, rule by rule.
import { describe, expect, it } from "vitest";
import type { HeardTarget } from "#domain/heartbeats/hearing.ts";
import type { Ping } from "#domain/heartbeats/ping.ts";
import type { HeartbeatSpec } from "#domain/targets/heartbeat-spec.ts";
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
