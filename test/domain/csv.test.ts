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
  ["\t=1", `"'\t'=1"`],
  ["\r=1", `"'\r'=1"`],
  ["a;=1", `"a;'=1"`],
  ["a;b", '"a;b"'],
  ["a\tb", '"a\tb"'],
  ["a\n@b", `"a\n'@b"`],
  ['a;""=1', `"a;""""'=1"`],
  ["a; b=-1", '"a; b=-1"'],
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

const texts = fc.array(
  fc.array(
    fc.string({
      unit: fc.constantFrom(
        ...["a", '"', ",", ";", "\r", "\n", "=", "-", "'", "é", "\t"],
      ),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  { maxLength: 4 },
);

it("a reader of RFC 4180 gets back the text as it was, but for apostrophes", () => {
  fc.assert(
    fc.property(texts, (rows) => {
      const read = parseCsv(rows.map(csvLine).join(""));
      const bare = (cells: string[][]) =>
        cells.map((row) => row.map((cell) => cell.replaceAll("'", "")));
      expect(bare(read)).toEqual(bare(rows));
    }),
  );
});

/**
 * The cells that a spreadsheet makes of a file when it splits it at `separator`: only a
 * quote that begins a cell quotes, and what follows the closing quote is taken as it is.
 */
function splitCells(csv: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  let isBeginning = true;
  for (let at = 0; at < csv.length; at++) {
    const char = csv[at] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (csv[at + 1] === '"') cell += csv[++at];
      else isQuoted = false;
    } else if (char === separator || char === "\r" || char === "\n") {
      cells.push(cell);
      cell = "";
      isBeginning = true;
      continue;
    } else if (char === '"' && isBeginning) isQuoted = true;
    else cell += char;
    isBeginning = false;
  }
  return [...cells, cell];
}

it.each([",", ";", "\t"])(
  "a spreadsheet that splits at %j finds no cell that begins a formula",
  (separator) => {
    fc.assert(
      fc.property(texts, (rows) => {
        const cells = splitCells(rows.map(csvLine).join(""), separator);
        expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  },
);
