// Tests how a heartbeat stands in Healthchecks' words.
import { describe, expect, it } from "vitest";
import {
  checkStatus,
  expectedSlot,
  nextPingAt,
} from "#domain/heartbeats/check-status.ts";
import { neverHeard } from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import { usualHeartbeat } from "#domain/targets/heartbeat-spec.ts";
import { type Target, usualSchedule } from "#domain/targets/target.ts";
import { hour, minute, second, start } from "#test/fixtures/times.ts";

const uuid = "31365bce-8da9-4729-8ff3-aaa71d56b712";

/** Each hour, ten minutes of grace. */
const check = (given: Partial<Target> = {}) => ({
  id: 1,
  anchorAt: start,
  schedule: {
    ...usualSchedule,
    timing: { kind: "every" as const, everyMs: hour },
  },
  status: "up" as const,
  enabled: true,
  heartbeat: { ...usualHeartbeat, uuid, graceMs: 10 * minute },
  ...given,
});

const run = (startedAt: number, aliveAt = startedAt) => ({
  rid: null,
  startedAt,
  slot: null,
  dueAt: startedAt,
  aliveAt,
});

/** What is known after a run that began at an instant; `open` are those under way. */
const ran = (ranAt: number, open: ReturnType<typeof run>[] = []) => ({
  heartbeat: { ...neverHeard, open, ranAt, heardAt: ranAt },
});

describe("the slot that is expected next", () => {
  it("is none before the first ping since the schedule holds", () => {
    expect(expectedSlot(check(), {})).toBe(null);
    expect(expectedSlot(check(), ran(start - second))).toBe(null);
  });

  it("comes an interval after the last run's second", () => {
    expect(expectedSlot(check(), ran(start + 5_700))).toBe(start + 5_000 + hour);
  });

  it("comes after the slots that are accounted for", () => {
    const cursor = start + 2 * hour;
    expect(expectedSlot(check(), { ...ran(start), cursor })).toBe(start + 3 * hour);
  });

  it("is the next instant of a cron expression", () => {
    const timing = { kind: "cron" as const, expression: "0 5 * * *", zone: "UTC" };
    const daily = check({ schedule: { ...usualSchedule, timing } });
    expect(expectedSlot(daily, ran(start + hour))).toBe(start + 5 * hour);
  });

  it("is none of a zone that is no more", () => {
    const timing = { kind: "cron" as const, expression: "0 5 * * *", zone: "Mars/Base" };
    const lost = check({ schedule: { ...usualSchedule, timing } });
    expect(expectedSlot(lost, ran(start + hour))).toBe(null);
    expect(checkStatus(lost, ran(start + hour), start + 9 * hour)).toBe("up");
  });
});

describe("the status of a check", () => {
  const due = start + hour;

  it.each([
    ["up until its slot", due - 1, "up"],
    ["in its grace from the slot on", due, "grace"],
    ["in its grace to the end of it", due + 10 * minute - 1, "grace"],
    ["down when that is over", due + 10 * minute, "down"],
  ])("is %s", (_, now, status) => {
    expect(checkStatus(check(), ran(start), now)).toBe(status);
  });

  it.each(["new", "down"] as const)("stays %s though a slot comes", (status) => {
    expect(checkStatus(check({ status }), ran(start), due)).toBe(status);
  });

  it("is up while it is degraded", () => {
    expect(checkStatus(check({ status: "degraded" }), ran(start), due - 1)).toBe("up");
  });

  it("is paused whatever else holds", () => {
    const paused = check({ enabled: false, status: "paused" });
    expect(checkStatus(paused, ran(start, [run(start)]), due + hour)).toBe("paused");
  });

  it("is down as soon as a run has not ended in time", () => {
    const stuck = ran(start, [run(start), run(start + 5 * minute)]);
    expect(checkStatus(check(), stuck, start + 10 * minute - 1)).toBe("up");
    expect(checkStatus(check(), stuck, start + 10 * minute)).toBe("down");
  });

  it("counts a run's time from its last sign of life", () => {
    const alive = ran(start, [run(start, start + 5 * minute)]);
    expect(checkStatus(check(), alive, start + 14 * minute)).toBe("up");
  });

  it("follows graces of its own for starts and runs", () => {
    const own = check({
      heartbeat: {
        ...usualHeartbeat,
        uuid,
        startGraceMs: minute,
        runMaxMs: 3 * hour,
      },
    });
    expect(checkStatus(own, ran(start), due + minute - 1)).toBe("grace");
    expect(checkStatus(own, ran(start), due + minute)).toBe("down");
    expect(checkStatus(own, ran(start, [run(start)]), due - 1)).toBe("up");
  });
});

describe("the next ping of a check", () => {
  it("is the slot, or the start of what runs", () => {
    expect(nextPingAt(check(), ran(start), start)).toBe(start + hour);
    const running = ran(start, [run(start + minute)]);
    expect(nextPingAt(check(), running, start + minute)).toBe(start + minute);
  });

  it("of a new check is none but a start", () => {
    const fresh = check({ status: "new" });
    expect(nextPingAt(fresh, {}, start)).toBe(null);
    expect(nextPingAt(fresh, ran(start, [run(start)]), start)).toBe(start);
  });

  it("is none of a check that is down or paused", () => {
    expect(nextPingAt(check({ status: "down" }), ran(start), start)).toBe(null);
    expect(nextPingAt(check({ enabled: false }), ran(start), start)).toBe(null);
  });
});
