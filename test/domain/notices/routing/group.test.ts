import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flushGroup, postpone } from "#domain/notices/routing/flush-group.ts";
import {
  addChanges,
  type Change,
  type Group,
  mostItems,
  newGroup,
  nextAt,
  type Standing,
  type Timing,
} from "#domain/notices/routing/group.ts";

const second = 1_000;
const minute = 60_000;
const start = 1_770_000_000_000;

const timing: Timing = {
  waitMs: 30 * second,
  intervalMs: 5 * minute,
  repeatMs: 240 * minute,
  isDigest: false,
};

const plain: Standing = {
  heldUntil: null,
  isAcknowledged: false,
  isOver: false,
  isEnding: false,
};

/** A change that happens when it is added. */
type Happening = Omit<Change, "at"> & { at?: number };

const opened = (key: string, severity: Change["severity"] = "down"): Happening => ({
  eventId: `${key}.opened`,
  key,
  state: "firing",
  severity,
});
const worse = (key: string): Happening => ({
  ...opened(key),
  eventId: `${key}.worse`,
  isFurther: true,
});
const closed = (key: string): Happening => ({
  ...opened(key),
  eventId: `${key}.closed`,
  state: "resolved",
});
const info = (key: string): Happening => ({
  eventId: key,
  key,
  state: "info",
  severity: "info",
});

/** A group in time, which a test moves. */
function follow(over: Partial<Timing> = {}) {
  const rule = { ...timing, ...over };
  let now = start;
  let group: Group = newGroup(0);
  const standings = new Map<string, Partial<Standing>>();
  /** What was told: the seconds since the start, what changed, and what goes on. */
  const told: { at: number; changed: string[]; ongoing: string[]; more: number }[] = [];
  const flush = () => {
    const flushed = flushGroup(
      group,
      rule,
      (key) => ({ ...plain, ...standings.get(key) }),
      now,
    );
    group = flushed.group;
    if (flushed.telling === null) return;
    const { changed, ongoing, more } = flushed.telling;
    told.push({
      at: (now - start) / second,
      changed: changed.flatMap(({ began, event }) => (began ? [began, event] : [event])),
      ongoing: ongoing.map(({ key }) => key),
      more,
    });
  };
  return {
    told,
    standings,
    group: () => group,
    set: (next: (group: Group) => Group) => {
      group = next(group);
    },
    add: (...changes: Happening[]) => {
      const happened = changes.map((change) => ({ at: now, ...change }));
      group = addChanges(group, happened, rule, now);
    },
    /** The group is told so many seconds after the start, due or not. */
    look(seconds: number) {
      now = start + seconds * second;
      flush();
    },
    /** Lets the time pass up to so many seconds after the start. */
    until(seconds: number) {
      const end = start + seconds * second;
      for (let at = nextAt(group); at !== null && at <= end; at = nextAt(group)) {
        now = Math.max(now, at);
        flush();
      }
      now = end;
    },
  };
}

describe("a group of notices", () => {
  it("tells what began after a while, together with what began meanwhile", () => {
    const course = follow();
    course.add(opened("a"));
    course.until(20);
    course.add(opened("b"));
    course.until(3_600);
    expect(course.told).toEqual([
      { at: 50, changed: ["a.opened", "b.opened"], ongoing: [], more: 0 },
    ]);
  });

  it("tells nothing of what was over within the wait, however late that is heard", () => {
    const course = follow();
    course.add(opened("a"));
    course.until(29);
    course.add(closed("a"));
    course.until(100);
    const at = start + 50 * second;
    course.add({ ...opened("b"), at }, { ...closed("b"), at: at + 29_999 });
    course.until(100_000);
    expect(course.told).toEqual([]);
    expect(nextAt(course.group())).toBeNull();
  });

  it("tells at once of what was over after the wait, and heard of late", () => {
    const course = follow();
    course.until(100);
    const at = start + 50 * second;
    course.add({ ...opened("a"), at }, { ...closed("a"), at: at + 30 * second });
    course.until(100_000);
    expect(course.told).toEqual([
      { at: 100, changed: ["a.opened", "a.closed"], ongoing: [], more: 0 },
    ]);
  });

  it("counts the wait from when something began, not from when it is heard of", () => {
    const course = follow();
    course.until(20);
    course.add({ ...opened("a"), at: start });
    course.until(100);
    expect(course.told).toMatchObject([{ at: 30, changed: ["a.opened"] }]);
  });

  it("waits for what began last, and no longer than twice the wait", () => {
    const course = follow();
    for (const seconds of [0, 10, 25, 40, 55]) {
      course.until(seconds);
      course.add(opened(`${seconds}`));
    }
    course.until(1_000);
    expect(course.told.map(({ at, changed }) => ({ at, changed }))).toEqual([
      { at: 60, changed: ["0.opened", "10.opened", "25.opened"] },
      { at: 360, changed: ["40.opened", "55.opened"] },
    ]);
  });

  it("tells nothing of what is younger than the wait when the group is told again", () => {
    const course = follow({ repeatMs: null });
    course.add(opened("a"));
    course.until(100);
    course.add(opened("b"));
    course.until(320);
    course.add(opened("c"));
    course.until(340);
    course.add(closed("c"));
    course.until(100_000);
    expect(course.told.map(({ at, changed }) => ({ at, changed }))).toEqual([
      { at: 30, changed: ["a.opened"] },
      { at: 330, changed: ["b.opened"] },
    ]);
  });

  it("tells together that something began and is over between two of its notices", () => {
    const course = follow();
    course.add(opened("a"));
    course.until(60);
    course.add(opened("b"));
    course.until(200);
    course.add(closed("b"));
    course.until(100_000);
    expect(course.told.slice(0, 2)).toEqual([
      { at: 30, changed: ["a.opened"], ongoing: [], more: 0 },
      { at: 330, changed: ["b.opened", "b.closed"], ongoing: ["a"], more: 0 },
    ]);
  });

  it("tells together that something began and got worse before it was told", () => {
    const course = follow({ repeatMs: null });
    course.add(opened("a", "degraded"));
    course.until(20);
    course.add(worse("a"));
    course.until(1_000);
    course.add(closed("a"));
    course.until(100_000);
    expect(course.told.map(({ at, changed }) => ({ at, changed }))).toEqual([
      { at: 30, changed: ["a.opened", "a.worse"] },
      { at: 1_030, changed: ["a.closed"] },
    ]);
  });

  it("waits for the end of what is known to be over before it tells of it", () => {
    const course = follow();
    course.add(opened("a"));
    course.standings.set("a", { isOver: true, isEnding: true });
    course.look(40);
    expect(course.told).toEqual([]);
    course.add(closed("a"));
    course.until(100_000);
    expect(course.told).toEqual([
      { at: 40, changed: ["a.opened", "a.closed"], ongoing: [], more: 0 },
    ]);
  });

  it("tells nothing of what is known to be over though nobody is to say so", () => {
    const course = follow();
    course.add(opened("a"));
    course.standings.set("a", { isOver: true });
    course.until(100_000);
    expect(course.told).toEqual([]);
    expect(course.group().items).toEqual({});
  });

  it("tells the end of what it has told, and no end of anything else", () => {
    const course = follow();
    course.add(closed("other"));
    course.until(10);
    course.add(opened("a"));
    course.until(1_000);
    course.add(closed("a"));
    course.until(100_000);
    expect(course.told.map(({ changed }) => changed)).toEqual([
      ["a.opened"],
      ["a.closed"],
    ]);
    expect(course.told.map(({ at }) => at)).toEqual([40, 1_030]);
  });

  it("tells further changes only after its interval, and what goes on beside them", () => {
    const course = follow();
    course.add(opened("a"));
    course.until(60);
    course.add(opened("b"));
    course.until(329);
    expect(course.told).toHaveLength(1);
    course.until(330);
    expect(course.told[1]).toEqual({
      at: 330,
      changed: ["b.opened"],
      ongoing: ["a"],
      more: 0,
    });
  });

  it("tells that something got worse, and not that it is still the same", () => {
    const course = follow();
    course.add(opened("a", "degraded"));
    course.until(60);
    course.add({ ...opened("a", "degraded"), eventId: "again" });
    expect(nextAt(course.group())).toBe(course.group().remindAt);
    course.add(worse("a"));
    course.until(400);
    expect(course.told.map(({ changed }) => changed)).toEqual([
      ["a.opened"],
      ["a.worse"],
    ]);
  });

  it("reminds of what goes on, as often as it is to", () => {
    const course = follow({ repeatMs: 60 * minute });
    course.add(opened("a"));
    course.until(2 * 3_600 + 30);
    expect(course.told).toEqual([
      { at: 30, changed: ["a.opened"], ongoing: [], more: 0 },
      { at: 3_630, changed: [], ongoing: ["a"], more: 0 },
      { at: 7_230, changed: [], ongoing: ["a"], more: 0 },
    ]);
  });

  it.each([
    ["nothing is to be repeated", { repeatMs: null }, {}],
    ["somebody has acknowledged it", {}, { isAcknowledged: true }],
    ["it is silenced", {}, { heldUntil: Number.POSITIVE_INFINITY }],
    ["it is over", {}, { isOver: true }],
  ])("does not remind of what goes on when %s", (_, over, standing) => {
    const course = follow(over);
    course.add(opened("a"));
    course.until(60);
    course.standings.set("a", standing);
    course.until(100_000);
    expect(course.told).toHaveLength(1);
  });

  it("tells what was silenced once the silence ends, if it still goes on then", () => {
    const course = follow();
    const heldUntil = start + 200 * second;
    course.add(opened("a"), opened("b"));
    course.standings.set("a", { heldUntil });
    course.standings.set("b", { heldUntil });
    course.until(100);
    course.add(closed("b"));
    course.until(199);
    expect(course.told).toEqual([]);
    course.standings.clear();
    course.until(200);
    expect(course.told.map(({ at, changed }) => ({ at, changed }))).toEqual([
      { at: 200, changed: ["a.opened"] },
    ]);
  });

  it("looks again at what is held by something that ends nobody knows when", () => {
    const course = follow();
    course.add(opened("a"));
    course.standings.set("a", { heldUntil: Number.POSITIVE_INFINITY });
    course.until(100);
    course.standings.clear();
    course.until(1_000);
    expect(course.told).toMatchObject([{ at: 330, changed: ["a.opened"] }]);
  });

  it("drops what is no state while it is silenced", () => {
    const course = follow();
    course.add(info("crawl.1"));
    course.standings.set("crawl.1", { heldUntil: start + 60 * second });
    course.until(40);
    course.standings.clear();
    course.until(100_000);
    expect(course.told).toEqual([]);
  });

  it("tells everything later while its route is mute", () => {
    const course = follow();
    course.add(opened("a"), info("crawl.1"));
    course.set((group) => postpone(group, start + 500 * second));
    course.until(1_000);
    expect(course.told).toMatchObject([
      { at: 500, changed: ["a.opened", "crawl.1"], ongoing: [] },
    ]);
  });

  it("tells as a digest at multiples of the interval, what is over as well", () => {
    const course = follow({ intervalMs: 60 * minute, isDigest: true, repeatMs: null });
    course.add(opened("a"), opened("short"));
    course.until(29);
    course.add(closed("short"));
    course.until(40);
    course.add(closed("a"), opened("b"));
    course.until(2 * 3_600);
    const at = (60 * minute - (start % (60 * minute))) / second;
    expect(course.told).toEqual([
      { at, changed: ["b.opened", "a.opened", "a.closed"], ongoing: [], more: 0 },
    ]);
  });

  it("lists so many things only, counts the others, and stays small with 10,000", () => {
    const course = follow();
    course.add(...Array.from({ length: 10_000 }, (_, i) => opened(`${i + 1}-mi7k2xq0`)));
    expect(JSON.stringify(course.group()).length).toBeLessThan(100_000);
    course.until(60);
    expect(course.told[0]?.changed).toHaveLength(mostItems);
    expect(course.told[0]?.more).toBe(9_500);
    course.add(...Array.from({ length: 10_000 }, (_, i) => closed(`${i + 1}-mi7k2xq0`)));
    course.until(100_000);
    expect(course.told).toHaveLength(2);
    expect(course.told[1]).toMatchObject({ ongoing: [], more: 0 });
    expect(course.group()).toMatchObject({ items: {}, unlisted: { firing: 0, told: 0 } });
  });
});

type Step =
  | { do: "open" | "worse" | "close" | "silence" | "speak" | "know"; key: string }
  | { do: "wait"; seconds: number };

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom("open", "worse", "close", "silence", "speak", "know" as const),
      key: fc.constantFrom("a", "b", "c"),
    }),
    fc.record({
      do: fc.constant("wait" as const),
      seconds: fc.constantFrom(1, 10, 29, 30, 100, 299, 300, 1_000, 20_000),
    }),
  ),
  { maxLength: 40 },
) as fc.Arbitrary<Step[]>;

describe("any course of events", () => {
  it("ends with a channel that believes what is so, and was told nothing in vain", () => {
    fc.assert(
      fc.property(steps, (course) => {
        const firing = new Map<string, { id: string; since: number }>();
        const silent = new Set<string>();
        const run = follow({ repeatMs: 60 * minute });
        const everSilent = new Set<string>();
        const ended: { id: string; from: number; to: number }[] = [];
        let seconds = 0;
        let count = 0;
        const act = (step: Step) => {
          if (step.do === "wait") {
            seconds += step.seconds;
            return run.until(seconds);
          }
          const known = firing.get(step.key);
          if (step.do === "open" && !known) {
            const id = `${step.key}${++count}`;
            firing.set(step.key, { id, since: seconds });
            if (silent.has(step.key)) run.standings.set(id, { heldUntil: Infinity });
            run.add(opened(id, "degraded"));
          }
          if (step.do === "worse" && known) run.add(worse(known.id));
          if (step.do === "know" && known && !silent.has(step.key))
            run.standings.set(known.id, { isAcknowledged: true });
          if (step.do === "close" && known) {
            run.add(closed(known.id));
            ended.push({ id: known.id, from: known.since, to: seconds });
            firing.delete(step.key);
          }
          if (step.do === "silence") {
            silent.add(step.key);
            if (known) run.standings.set(known.id, { heldUntil: Infinity });
          }
          if (step.do === "speak") {
            silent.delete(step.key);
            for (const id of run.standings.keys())
              if (id.startsWith(step.key)) run.standings.delete(id);
          }
          for (const key of silent) {
            const known = firing.get(key);
            if (known) everSilent.add(known.id);
          }
        };
        for (const step of course) act(step);
        for (const key of ["a", "b", "c"]) act({ do: "speak", key });
        act({ do: "wait", seconds: 10_000 });

        const believed = new Set<string>();
        for (const [i, { at, changed }] of run.told.entries()) {
          const before = run.told[i - 1];
          if (before) expect(at - before.at).toBeGreaterThanOrEqual(300);
          for (const event of changed) {
            const [id = "", what] = event.split(".");
            if (what !== "closed") believed.add(id);
            else expect(believed.delete(id)).toBe(true);
          }
        }
        expect([...believed].sort()).toEqual(
          [...firing.values()].map(({ id }) => id).sort(),
        );
        const all = run.told.flatMap(({ changed }) => changed);
        const isTold = (id: string) => all.some((event) => event.startsWith(`${id}.`));
        for (const { id, from, to } of ended)
          if (to - from < 30) expect([id, isTold(id)]).toEqual([id, false]);
          else if (!everSilent.has(id)) expect([id, isTold(id)]).toEqual([id, true]);
      }),
      { numRuns: 500 },
    );
  });
});
