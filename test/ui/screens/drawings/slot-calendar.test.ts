// Shows how calendars of slots are drawn and what they say.
import { describe, expect, test } from "vitest";
import type { Entry } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import type { Kind } from "#domain/targets/target.ts";
import { dayMs, minuteMs } from "#domain/time/instants.ts";
import {
  cron,
  dropOf,
  every,
  failure,
  layout,
  runAt,
  slotsOf,
} from "#test/fixtures/calendar/slots.ts";
import { SlotCalendar } from "#ui/screens/drawings/slot-calendar.tsx";
import type { Language } from "#ui/words/words.ts";

const now = Date.UTC(2026, 10, 28, 2, 12, 40);
const zone = "Europe/Berlin";
const hour = Date.UTC(2026, 10, 28, 2);
const minutely = slotsOf(every(minuteMs));

function draw(
  slots: Slots,
  entries: readonly Entry[],
  language: Language = "en",
  kind: Kind = "page",
): string {
  return String(
    SlotCalendar({
      calendar: layout(slots, entries, { now, zone }),
      kind,
      viewer: { language, zone, now },
      hrefOf: ({ dueAt }) => `/runs/${dueAt}`,
      hrefOfRow: ({ from, to }) => `/runs?from=${from}&to=${to}`,
    }),
  );
}

const entries = [
  runAt(hour, { late: true, startedAt: hour + 72_000 }),
  dropOf({
    fate: "missed",
    count: 3,
    firstAt: hour + minuteMs,
    lastAt: hour + 3 * minuteMs,
  }),
  dropOf({
    fate: "skipped",
    count: 1,
    firstAt: hour + 4 * minuteMs,
    lastAt: hour + 4 * minuteMs,
  }),
  runAt(hour + 5 * minuteMs, { failure }),
  ...[6, 7, 8, 9, 10, 11, 12].map((minute) => runAt(hour + minute * minuteMs)),
];

describe("A calendar of slots a minute", () => {
  test("has a sentence whose counts add up: 13 = 8 + 1 + 1 + 3.", () => {
    expect(draw(minutely, entries)).toContain(
      "<p>13 slots came due: 8 ran, 1 ran late, 1 was skipped, 3 missed. 1 of the runs failed. 47 are ahead. One row is an hour, one cell a slot, Europe/Berlin.</p>",
    );
    expect(draw(minutely, entries, "ja")).toContain(
      "予定時刻を迎えた枠は 13：実行 8、遅延 1、見送り 1、未実行 3。実行のうち失敗は 1 回です。これからの枠は 47 です。",
    );
  });

  test("has links for news only, whose names tell due, fate, start, lag, length and why.", () => {
    const html = draw(minutely, entries);
    expect(html.match(/<a class="slot /g)).toHaveLength(6);
    expect(html.match(/<i><\/i>/g)).toHaveLength(7);
    expect(html.match(/<i class="ahead">/g)).toHaveLength(47);
    expect(html).toContain(
      `<a class="slot late" href="/runs/${hour}"><svg aria-hidden="true"><use href="#late"></use></svg><span class="tip"><b>03:00 late</b>Started 03:01:12, 1 min 12 s late; took 110 ms.</span></a>`,
    );
    expect(html).toContain(
      "<b>03:02 missed</b>Nobody served it in time. One of 3 in a row, 03:01 to 03:03.</span>",
    );
    expect(html).toContain(
      "<b>03:05 failed</b>Started 03:05:00, took 110 ms. The status is 502; expected 2xx.",
    );
  });

  test("says at each row what came of it, quietly where all ran.", () => {
    const all = Array.from({ length: 60 }, (_, i) => runAt(hour - (i + 1) * minuteMs));
    const html = draw(minutely, [...all, ...entries]);
    expect(html).toContain(
      '<span class="sum">1 failed, 3 missed, 1 late, 1 skipped, 47 ahead</span>',
    );
    expect(html).toMatch(
      /<li class="hour all"><a href="[^"]*" aria-label="02:00, runs of this hour">02:00<\/a>/,
    );
    expect(html).toContain('<span class="sum">all 60 ran</span>');
    expect(html).toContain('<span class="sum">no slots</span>');
  });

  test("has one link for a stretch of one fate where news are many.", () => {
    const missed = [1, 2].map((hours) => {
      const firstAt = hour - hours * 60 * minuteMs;
      return dropOf({
        fate: "missed",
        count: 60,
        firstAt,
        lastAt: firstAt + 59 * minuteMs,
      });
    });
    const html = draw(minutely, [...missed, ...entries]);
    expect(html.match(/<a class="slot missed"/g)).toHaveLength(3);
    expect(html.match(/<span class="slot missed">/g)).toHaveLength(59 + 59 + 2);
    expect(html).toContain("<b>02:00 to 02:59, 60 missed</b>");
  });

  test("tells manual runs beside the slots.", () => {
    const manual = runAt(hour + 1_001, { trigger: "manual" });
    expect(draw(minutely, [manual])).toContain(
      "Besides, somebody asked for 1 run, without a slot.",
    );
  });
});

test("Slots of other steps are laid out evenly.", () => {
  const html = draw(slotsOf(every(5 * minuteMs)), [runAt(hour)]);
  expect(html.match(/class="cells even"/g)).toHaveLength(24);
  expect(html).not.toContain("ticks");
});

describe("A calendar of daily slots", () => {
  const daily = slotsOf(cron("0 1 * * *"));
  const today = Date.UTC(2026, 10, 28, 1);

  test("is three months in which a day has its duration or its shape.", () => {
    const html = draw(daily, [runAt(today - dayMs), runAt(today, { failure })]);
    expect(html.match(/<table class="month">/g)).toHaveLength(3);
    expect(html).toContain("<caption>November 2026</caption>");
    expect(html).toContain('<b>27</b>110\u00a0ms<span class="out"> Ran</span></a>');
    expect(html).toMatch(
      /<a class="day failed today" [^>]*><b>28<\/b>.*?<b>28 Nov failed<\/b>/,
    );
    expect(html).toContain('<span class="day ahead"><b>30</b>');
  });

  test("tells how many more slots a day had under an earlier schedule.", () => {
    const many = Array.from({ length: 10 }, (_, i) =>
      runAt(today - dayMs + i * minuteMs),
    );
    const html = draw(daily, many);
    expect(html.match(/<b>27<\/b>110/g)).toHaveLength(3);
    expect(html).toContain("7 more</a>");
  });
});

test("Rare slots are a table, the newest first.", () => {
  const monday = Date.UTC(2026, 10, 23);
  const html = draw(slotsOf(cron("0 0 * * 1")), [
    runAt(monday - 7 * dayMs),
    dropOf({ fate: "missed", count: 1, firstAt: monday, lastAt: monday }),
  ]);
  expect(html).toMatch(/Missed<\/span>.*Nobody served it in time\..*Ran<\/span>/);
});

test.each([
  ["en", "No ping came in time.", "Nobody served it in time."],
  ["ja", "時間内に ping が届きませんでした。", "期限までに実行できませんでした。"],
] as const)(
  "A heartbeat's missed slot says in %s that no ping came.",
  (language, ...why) => {
    const weekly = slotsOf(cron("0 0 * * 1"));
    const monday = Date.UTC(2026, 10, 23);
    const missed = dropOf({ fate: "missed", count: 1, firstAt: monday, lastAt: monday });
    for (const [slots, entriesOf] of [
      [minutely, entries],
      [weekly, [missed]],
    ] as const) {
      const [ofHeartbeat, ofPage] = (["heartbeat", "page"] as const).map((kind) => {
        const html = draw(slots, entriesOf, language, kind);
        return why.map((reason) => html.includes(reason));
      });
      expect(ofHeartbeat).toEqual([true, false]);
      expect(ofPage).toEqual([false, true]);
    }
  },
);

test("A target that has no slots says so, in every layout.", () => {
  for (const timing of [
    every(minuteMs),
    every(5_000),
    cron("0 1 * * *"),
    cron("0 0 1 1 *"),
  ])
    expect(draw(slotsOf(timing, { expiresAt: 1 }), [])).toContain(
      "No slot came due here.",
    );
});

test("What hosts and attackers said is text, and no element has a style of its own.", () => {
  const hostile = '"><script>alert(1)</script>\u202e';
  const connect = { class: "connect", host: hostile, detail: hostile } as const;
  for (const timing of [every(minuteMs), cron("0 1 * * *"), cron("0 0 1 11 *")]) {
    const at = Date.UTC(2026, 10, 1, 0);
    const html = draw(slotsOf(timing), [
      runAt(hour, { failure: connect }),
      runAt(at, { failure: connect }),
    ]);
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toMatch(/<script|style=|on\w+=/);
  }
});
