// Shows how numbers, durations and instants are written.
import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatDate,
  formatExact,
  formatInstant,
  formatLength,
  formatMinute,
  formatNumber,
  formatPercent,
  formatRate,
  formatSpan,
  type Standpoint,
} from "#ui/words/format.ts";

const now = Date.UTC(2026, 10, 28, 2, 12, 40);
const inBerlin: Standpoint = { language: "en", zone: "Europe/Berlin", now };
const inTokyo: Standpoint = { language: "ja", zone: "Asia/Tokyo", now };

describe("numbers", () => {
  it("are grouped by thousands", () => {
    expect(formatNumber(38_214)).toBe("38,214");
    expect(formatNumber(1_234.56, 1)).toBe("1,234.6");
    expect(formatNumber(-1_234_567, 2)).toBe("-1,234,567");
    expect(formatNumber(100)).toBe("100");
    expect(formatNumber(-0.2)).toBe("0");
    expect(formatNumber(1.2, 2)).toBe("1.2");
  });

  it.each([
    [1, "100 %"],
    [0.9944, "99.44 %"],
    [0.57, "57 %"],
    [999_999 / 1_000_000, "99.99 %"],
    [1 - Number.EPSILON, "99.99 %"],
    [29 / 30, "96.66 %"],
    [0, "0 %"],
  ])("the share %d is written %s: only all is 100 %%", (share, written) => {
    expect(formatPercent(share)).toBe(written);
  });

  it("a share of failures is 0 % only when there are none", () => {
    expect(formatPercent(1e-9, "up")).toBe("0.01 %");
    expect(formatPercent(0, "up")).toBe("0 %");
    expect(formatPercent(0.29, "up")).toBe("29 %");
  });

  it.each([
    [0, "0 B"],
    [812, "812 B"],
    [999, "999 B"],
    [1_000, "1 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1 MB"],
    [1_234_567, "1.2 MB"],
    [2_000_000_000, "2 GB"],
  ])("%d bytes are %s", (bytes, written) => {
    expect(formatBytes(bytes)).toBe(written);
  });

  it.each([
    [0, "0 a second", "毎秒 0"],
    [3.21, "3.2 a second", "毎秒 3.2"],
    [41.4, "41 a second", "毎秒 41"],
    [0.5, "30 a minute", "毎分 30"],
    [0.001, "3.6 an hour", "毎時 3.6"],
  ])("the rate %d is %s", (rate, english, japanese) => {
    expect(formatRate(rate, "en")).toBe(english);
    expect(formatRate(rate, "ja")).toBe(japanese);
  });
});

describe("durations", () => {
  it.each([
    [0, "0 ms", "0 ms"],
    [0.42, "0.4 ms", "0.4 ms"],
    [412, "412 ms", "412 ms"],
    [999.6, "1 s", "1 秒"],
    [1_920, "1.92 s", "1.92 秒"],
    [11_249, "11.2 s", "11.2 秒"],
    [59_960, "1 min", "1 分"],
    [250_000, "4 min 10 s", "4 分 10 秒"],
    [3_900_400, "1 h 5 min", "1 時間 5 分"],
    [183_600_000, "2 d 3 h", "2 日 3 時間"],
  ])("a run of %d ms took %s", (ms, english, japanese) => {
    expect(formatLength(ms, "en")).toBe(english);
    expect(formatLength(ms, "ja")).toBe(japanese);
  });

  it("that were set are written whole", () => {
    expect(formatSpan(0, "en")).toBe("0 s");
    expect(formatSpan(90_000, "en")).toBe("1 min 30 s");
    expect(formatSpan(90_061_001, "en")).toBe("1 d 1 h 1 min 1 s 1 ms");
    expect(formatSpan(86_400_000 + 500, "ja")).toBe("1 日 500 ms");
  });
});

describe("instants", () => {
  it.each([
    [now, "now", "今"],
    [now - 12_900, "12 s ago", "12 秒前"],
    [now + 48_000, "in 48 s", "48 秒後"],
    [now - 4 * 60_000, "4 min ago", "4 分前"],
    [now - 25 * 3_600_000, "25 h ago", "25 時間前"],
    [now - 48 * 3_600_000, "2 d ago", "2 日前"],
    [now - 1_234 * 86_400_000, "1,234 d ago", "1,234 日前"],
  ])("%d is %s", (at, english, japanese) => {
    expect(formatAgo(at, inBerlin)).toBe(english);
    expect(formatAgo(at, inTokyo)).toBe(japanese);
  });

  it("of today are written to the second, in the viewer's zone", () => {
    expect(formatInstant(now, inBerlin)).toBe("03:12:40");
    expect(formatInstant(now, inTokyo)).toBe("11:12:40");
    expect(formatMinute(now, inBerlin)).toBe("03:12");
    expect(formatClock(now, { ...inBerlin, zone: "America/St_Johns" })).toBe("22:42:40");
  });

  it("of another day have their date, of another year the year", () => {
    const yesterday = now - 4 * 3_600_000;
    expect(formatInstant(yesterday, inBerlin)).toBe("27 Nov 23:12");
    expect(formatInstant(yesterday, inTokyo)).toBe("07:12:40");
    expect(formatInstant(now - 86_400_000, inTokyo)).toBe("11月27日 11:12");
    const before = Date.UTC(2025, 11, 31, 23, 30);
    expect(formatInstant(before, inBerlin)).toBe("1 Jan 00:30");
    expect(formatInstant(before, { ...inBerlin, zone: "UTC" })).toBe("31 Dec 2025 23:30");
    expect(formatDate(before - 86_400_000, inTokyo)).toBe("2025年12月31日");
  });

  it("are told exactly, with the offset that held then", () => {
    expect(formatExact(now, inBerlin)).toBe(
      "Saturday, 28 November 2026, 03:12:40 UTC+01:00",
    );
    expect(formatExact(now, inTokyo)).toBe("2026年11月28日（土）11:12:40 UTC+09:00");
    const summer = Date.UTC(2026, 6, 1);
    expect(formatExact(summer, inBerlin)).toMatch(/02:00:00 UTC\+02:00$/);
    expect(formatExact(summer, { ...inBerlin, zone: "UTC" })).toMatch(/00:00:00 UTC$/);
  });
});
