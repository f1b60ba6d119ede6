import fc from "fast-check";
import { expect, it } from "vitest";
import { type Cell, csvLine } from "#domain/csv.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";

it.each<[Cell[], string]>([
  [["a", "b"], "a,b"],
  [[1, -2, 0.5], "1,-2,0.5"],
  [[true, false], "true,false"],
  [[null, "", "x"], ",,x"],
  [["a,b"], '"a,b"'],
  [['say "yes"'], '"say ""yes"""'],
  [["two\nlines"], '"two\nlines"'],
  [["two\r\nlines"], '"two\r\nlines"'],
  [[" spaces stay "], " spaces stay "],
  [["日本, ünïcode"], '"日本, ünïcode"'],
])("a CSV cell holds %j as %j", (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`);
});

it.each([
  ["=1+1", "'=1+1"],
  ["+49 30 1234", "'+49 30 1234"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  [
    '=HYPERLINK("http://evil.example","x")',
    '"\'=HYPERLINK(""http://evil.example"",""x"")"',
  ],
  ["1=1", "1=1"],
  ["a-b", "a-b"],
  ["'=1", "'=1"],
])("a CSV cell holds the formula-like text %j as %j", (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

it("a reader of RFC 4180 gets back the text as it was, but for the apostrophe", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", '"', ",", "\r", "\n", "=", "-", "'", "é", " ", "\t"),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { maxLength: 4 }),
      (rows) => {
        const written = rows.map(csvLine).join("");
        expect(parseCsv(written)).toEqual(
          rows.map((row) =>
            row.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)),
          ),
        );
      },
    ),
  );
});
