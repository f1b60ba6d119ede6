import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packHour, unpackHour } from "#domain/runs/encoding/sealed-hour.ts";
import { type Entry, targetOf } from "#domain/runs/run.ts";
import { summarise } from "#domain/statistics/summary.ts";
import { packHourSummary } from "#domain/statistics/summary-encoding.ts";
import { hourMs } from "#domain/time/instants.ts";
import { entryIn } from "#test/fixtures/history/any-entry.ts";
import {
  entriesOfVersion2,
  entriesOfVersion4,
  entriesOfVersion5,
  storedEntries,
  storedHour,
} from "#test/fixtures/history/stored-entries.ts";
import { aRun } from "#test/fixtures/runs.ts";

const hour = 500_000;
const start = hour * hourMs;

it("a sealed hour gives back what was packed into it, in any number of pieces", () => {
  const pieces = fc.array(fc.array(entryIn(hour, 1), { maxLength: 40, size: "max" }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(pieces, (packed) => {
      const bytes = Uint8Array.from(
        packed.flatMap((entries) => [...packHour(entries, hour)]),
      );
      expect([...unpackHour(bytes, 1, hour)]).toEqual(packed.flat());
    }),
  );
});

it("a sealed hour gives back every slot of an interval that is interrupted", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(719), { maxLength: 60, size: "max" }), (slots) => {
      const entries = slots.map((slot): Entry => {
        const dueAt = start + slot * 5_000;
        return { kind: "run", run: aRun({ dueAt, startedAt: dueAt + 7 }) };
      });
      expect([...unpackHour(packHour(entries, hour), 1, hour)]).toEqual(entries);
    }),
  );
});

it("a sealed hour of a minutely target takes at most 12 bytes a run", () => {
  const entries = Array.from({ length: 60 }, (_, minute): Entry => {
    const dueAt = start + minute * 60_000;
    const run = aRun({
      dueAt,
      startedAt: dueAt + 40 + ((minute * 97) % 700),
      firstByteMs: 150 + ((minute * 61) % 90),
      bodyMs: 3 + (minute % 5),
      bytes: 18_342,
      contentType: "text/html; charset=utf-8",
      contentHash: "ab".repeat(32),
    });
    return { kind: "run", run };
  });
  const summary = packHourSummary(7, summarise(entries));
  expect(packHour(entries, hour).length + summary.length).toBeLessThanOrEqual(12 * 60);
});

it("bytes of a sealed hour that are cut short are refused", () => {
  const packed = packHour(
    [{ kind: "run", run: aRun({ dueAt: start, startedAt: start + 5 }) }],
    hour,
  );
  expect(() => [...unpackHour(packed.subarray(0, -1), 1, hour)]).toThrow(RangeError);
});

describe("a sealed hour", () => {
  const own = storedEntries.filter((entry) => targetOf(entry) === 7);
  // Bytes as databases hold them: neither literal may ever change.
  const unversioned = [
    "0160280a0133c801a68f0109746578742f68746d6c20abababababababababab",
    "abababababababababababababababababababababab7900ac020a0100b40107",
    "0a01032e05021368747470733a2f2f612e6578616d706c652f7820cdcdcdcdcd",
    "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcde9020103f0",
    "01",
  ].join("");
  const version1 = `8100${unversioned}`;

  const version2 = `8200${unversioned}`;
  const version3 = `8300${unversioned}`;
  const version4 = `8400${unversioned}`;
  const version5 = `8500${unversioned}`;

  it("of today is of version 5, which for such entries is like version 1", () => {
    expect(packHour(own, storedHour).toHex()).toBe(version5);
  });

  it("holds each attempt of a run, and a start before the slot", () => {
    const body = [
      "79e002030a0101c801",
      "f1019004280a010303cf0f000000a010ad02f70309a814",
    ].join("");
    expect(packHour(entriesOfVersion2, storedHour).toHex()).toBe(`8500${body}`);
    for (const version of ["8300", "8400", "8500"]) {
      const bytes = Uint8Array.fromHex(version + body);
      expect([...unpackHour(bytes, 7, storedHour)]).toEqual(entriesOfVersion2);
    }
  });

  it("holds readings, each as a difference from the one before", () => {
    const body = [
      "7960000a018102c80102",
      "abababababababababababababababab",
      "0e7b227072696365223a31322e357d",
      "d301e021000a018102c80102",
      "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
      "0e7b227072696365223a31322e357d",
      "f10120000a01800200",
    ].join("");
    expect(packHour(entriesOfVersion4, storedHour).toHex()).toBe(`8500${body}`);
    for (const version of ["8400", "8500"]) {
      const bytes = Uint8Array.fromHex(version + body);
      expect([...unpackHour(bytes, 7, storedHour)]).toEqual(entriesOfVersion4);
    }
  });

  it("holds a run outside of slots, and one of which only the end was reported", () => {
    const body = [
      "79c002e8070090bf05f49309e0c201010000401b7b22636c617373223a226578",
      "6974222c22737461747573223a337df10120f40300e0d40340317b22636c6173",
      "73223a2274696d656f7574222c227068617365223a2272756e222c226c696d69",
      "744d73223a36303030307d",
    ].join("");
    const packed = packHour(entriesOfVersion5, storedHour);
    expect(packed.toHex()).toBe(`8500${body}`);
    expect([...unpackHour(packed, 7, storedHour)]).toEqual(entriesOfVersion5);
  });

  it("without entries has no bytes, so that a day without failures has none", () => {
    expect(packHour([], storedHour)).toHaveLength(0);
  });

  it.each([
    ["has no version", unversioned, 1],
    ["is of version 1", version1, 1],
    ["has no version and was then appended to", unversioned + version1, 2],
    ["is of version 1 and was then appended to by older code", version1 + unversioned, 2],
    ["is of version 2", version2, 1],
    ["is of version 3", version3, 1],
    ["is of version 4", version4, 1],
    ["is of version 5", version5, 1],
    ["is of version 1 and was then appended to", version1 + version3 + version4, 3],
    ["is of version 2 and was then appended to by older code", version2 + unversioned, 2],
  ])("that %s is read", (_, hex, times) => {
    const entries = [...unpackHour(Uint8Array.fromHex(hex), 7, storedHour)];
    expect(entries).toEqual(Array.from({ length: times }, () => own).flat());
  });
});
