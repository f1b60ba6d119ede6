// Holds which instant the step `date` reads of a text.
import fc from "fast-check";
import { expect, it } from "vitest";
import { date } from "#domain/readings/kinds/date.ts";
import type { StepsByKind } from "#domain/readings/step.ts";
import type { Material } from "#domain/readings/step-kind.ts";
import { takeStep, told } from "#test/fixtures/readings/take-step.ts";

const read = (
  given: string | Material,
  how: StepsByKind["date"]["date"] = true,
): string => told(takeStep(date, { date: how }, given)).replace(":00.000Z", "Z");

it.each([
  ["2026-11-29", "2026-11-29T00:00Z"],
  ["2026-11-29T14:30Z", "2026-11-29T14:30Z"],
  ["2026-11-29T14:30:05.25+01:00", "2026-11-29T13:30:05.250Z"],
  ["2026-11-29 14:30:05 -0500", "2026-11-29T19:30:05.000Z"],
  ["20261129T143005Z", "2026-11-29T14:30:05.000Z"],
  ["2026/11/29 9:05", "2026-11-29T09:05Z"],
  ["2026.11.29", "2026-11-29T00:00Z"],
  ["Sun, 29 Nov 2026 00:13:26 GMT", "2026-11-29T00:13:26.000Z"],
  ["Sun, 29 Nov 2026 00:13:26 +0900", "2026-11-28T15:13:26.000Z"],
  ["Sun, 29 Nov 26 00:13 EST", "2026-11-29T05:13Z"],
  ["Sunday, 29-Nov-26 00:13:26 GMT", "2026-11-29T00:13:26.000Z"],
  ["Sun Nov 29 00:13:26 2026", "2026-11-29T00:13:26.000Z"],
  ["Sun Nov 29 2026 00:13:26 GMT+0900 (Japan)", "2026-11-28T15:13:26.000Z"],
])("%s, as machines write it, is read", (text, at) => {
  expect(read(text)).toBe(at);
});

it.each([
  ["Updated: November 29th, 2026 at 3:45 PM by Ann", "2026-11-29T15:45Z"],
  ["29 November 2026", "2026-11-29T00:00Z"],
  ["Nov. 29, 2026, 12:05 a.m. PST", "2026-11-29T08:05Z"],
  ["Nov 29, 2026 3 pm", "2026-11-29T15:00Z"],
  ["29th of November, 2026", "2026-11-29T00:00Z"],
  ["29. November 2026, 14:30 Uhr", "2026-11-29T14:30Z"],
  ["29. November 2026 um 14.30 Uhr MEZ", "2026-11-29T13:30Z"],
  ["1. Mär. 2026", "2026-03-01T00:00Z"],
  ["29.11.2026 14:30", "2026-11-29T14:30Z"],
  ["29.11.26", "2026-11-29T00:00Z"],
  ["1.2.99", "1999-02-01T00:00Z"],
  ["29 novembre 2026 à 14h30", "2026-11-29T14:30Z"],
  ["1er décembre 2026", "2026-12-01T00:00Z"],
  ["29 de noviembre de 2026", "2026-11-29T00:00Z"],
  ["2026年11月29日(日) 午後2時30分", "2026-11-29T14:30Z"],
  ["2026年11月29日 14:30", "2026-11-29T14:30Z"],
  ["２０２６年１１月２９日", "2026-11-29T00:00Z"],
  ["令和8年11月29日", "2026-11-29T00:00Z"],
  ["令和元年5月1日", "2019-05-01T00:00Z"],
  ["2026년 11월 29일 오후 2:30", "2026-11-29T14:30Z"],
  ["29\n  November\u00a02026", "2026-11-29T00:00Z"],
])("%s, as people write it, is read", (text, at) => {
  expect(read(text)).toBe(at);
});

it.each([
  ["1764374400", "2025-11-29T00:00Z"],
  ["1764374400000", "2025-11-29T00:00Z"],
  ["1764374400.5", "2025-11-29T00:00:00.500Z"],
])("%s counts from the epoch", (text, at) => {
  expect(read(text)).toBe(at);
  expect(read({ kind: "json", values: [Number(text)] })).toBe(at);
});

it.each([
  ["03/04/2026", "dmy", "2026-04-03T00:00Z"],
  ["03/04/2026", "mdy", "2026-03-04T00:00Z"],
  ["03.04.2026", "mdy", "2026-03-04T00:00Z"],
  ["26/04/03", "ymd", "2026-04-03T00:00Z"],
] as const)("%s in the order %s is read", (text, order, at) => {
  expect(read(text, { order })).toBe(at);
});

it.each(["03/04/2026", "25/12/2026", "29-11-2026"])(
  "%s without an order is not read: on another day nobody could tell",
  (text) => {
    expect(read(text)).toBe(`(may have another order, which "order" tells: ${text})`);
  },
);

it("a day that there is not is passed over", () => {
  expect(read("2026-02-30 or 2026-03-01")).toBe("2026-03-01T00:00Z");
  expect(read("2026-13-01")).toBe('(is no date: "2026-13-01")');
});

it.each(["soon", "3 minutes ago", "10.1.2.3", "14:30", "May"])(
  "%s is no date",
  (text) => {
    expect(read(text)).toBe(`(is no date: ${JSON.stringify(text)})`);
  },
);

const locales = ["en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "pt-BR", "it-IT", "nl-NL"];
const eastern = ["ja-JP", "zh-CN", "ko-KR"];
const instants = fc
  .integer({ min: Date.UTC(1971, 0) / 1000, max: Date.UTC(2099, 0) / 1000 })
  .map((seconds) => seconds * 1000);

it.each([...locales, ...eastern])(
  "dates as they are written in %s are read",
  (locale) => {
    const whole = new Intl.DateTimeFormat(locale, {
      dateStyle: "long",
      timeStyle: "medium",
      timeZone: "UTC",
    });
    const day = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });
    const short = new Intl.DateTimeFormat(locale, {
      dateStyle: "medium",
      timeZone: "UTC",
    });
    fc.assert(
      fc.property(instants, (at) => {
        const iso = new Date(at).toISOString();
        const midnight = `${iso.slice(0, 10)}T00:00Z`;
        const text = whole.format(at);
        expect([text, read(text)]).toEqual([text, iso.replace(":00.000Z", "Z")]);
        expect(read(day.format(at))).toBe(midnight);
        const order = locale === "en-US" ? "mdy" : "dmy";
        expect(read(short.format(at), { order })).toBe(midnight);
      }),
    );
  },
);

it.each([
  (at: Date) => at.toISOString(),
  (at: Date) => at.toUTCString(),
  (at: Date) => String(at.getTime() / 1000),
  (at: Date) => at.toString(),
])("instants as programs write them are read, %#", (write) => {
  const later = instants.filter((at) => at >= 1_000_000_000_000);
  fc.assert(
    fc.property(later, (at) => {
      expect(read(write(new Date(at)))).toBe(
        new Date(at).toISOString().replace(":00.000Z", "Z"),
      );
    }),
  );
});

it("no text makes it throw, or give what is no instant", () => {
  const part = fc.constantFrom(
    ...[
      "2026",
      "11",
      "29",
      "1",
      "99",
      "-",
      "/",
      ".",
      ":",
      " ",
      "T",
      "Z",
      "+",
      "年",
      "月",
    ],
    ...["日", "Nov", "pm", "h", "午後", ", ", "st", "元", "令和", "UTC", "\n"],
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(part).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom("dmy", "mdy", "ymd", null), (text, order) => {
      const given = takeStep(date, { date: order === null ? true : { order } }, text);
      if ("unread" in given) return;
      expect(() => told(given)).not.toThrow();
    }),
    { numRuns: 1_000 },
  );
});
