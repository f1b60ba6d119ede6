// Holds which number the step `number` reads of a text.
import fc from "fast-check";
import { expect, it } from "vitest";
import { number } from "#domain/readings/kinds/number.ts";
import type { StepsByKind } from "#domain/readings/step.ts";
import type { Material } from "#domain/readings/step-kind.ts";
import { takeStep, told } from "#test/fixtures/readings/take-step.ts";

function read(given: string | Material, how: StepsByKind["number"]["number"] = true) {
  const result = takeStep(number, { number: how }, given);
  if ("unread" in result) return null;
  return result.kind === "value" && result.value.type === "number"
    ? result.value.number
    : undefined;
}

it.each<[string, number]>([
  ["5", 5],
  ["1234.5", 1234.5],
  ["1234,5", 1234.5],
  ["1,234.56", 1234.56],
  ["1.234,56", 1234.56],
  ["1,234,567", 1234567],
  ["1.234.567", 1234567],
  ["12,34,567.89", 1234567.89],
  ["1 234,56", 1234.56],
  ["1\u202f234\u202f567,8", 1234567.8],
  ["1\u2009234", 1234],
  ["1'234'567.89", 1234567.89],
  ["1’234.50", 1234.5],
  ["１，２３４．５", 1234.5],
  ["١٬٢٣٤٫٥", 1234.5],
  ["0,125", 0.125],
  ["0.125", 0.125],
  [".5", 0.5],
  [",5", 0.5],
  ["1e5", 100_000],
  ["2.5E-3", 0.0025],
])("%s is a number however it is written", (text, value) => {
  expect(read(text)).toBe(value);
});

it.each<[string, number]>([
  ["12,345", 12345],
  ["12.345", 12.345],
  ["12.345 €", 12345],
  ["EUR 12.345", 12345],
  ["$3.459", 3.459],
  ["1,799 €", 1799],
  ["1234.567", 1234.567],
])("%s has three digits behind its sign, and is what the rules say", (text, value) => {
  expect(read(text)).toBe(value);
});

it.each<[string, "." | ",", number | null]>([
  ["12.345", ",", 12345],
  ["12.345", ".", 12.345],
  ["1,799 €", ",", 1.799],
  ["12.345 €", ".", 12.345],
  ["1.234,5", ".", null],
  ["12,5", ".", null],
  ["1 234,5", ",", 1234.5],
  ["1 234,5", ".", null],
])("%s with the decimal sign %s is no other number", (text, decimal, value) => {
  expect(read(text, { decimal })).toBe(value);
});

it.each<[string, number]>([
  ["-5", -5],
  ["\u22125 °C", -5],
  ["–5", -5],
  ["３－５", 3],
  ["-$5", -5],
  ["$-5", -5],
  ["\u200e-5", -5],
  ["-.5", -0.5],
  ["(1,234.56)", -1234.56],
  ["($12)", -12],
  ["(3.5 %)", -3.5],
  ["1,234.56-", -1234.56],
  ["(12)", 12],
  ["Reviews (12)", 12],
  ["3–5 days", 3],
  ["iPhone-15", 15],
  ["-0", 0],
])("%s has the sign that people see", (text, value) => {
  expect(read(text)).toBe(value);
});

it.each<[string, number]>([
  ["$1,299.00 (was $1,499)", 1299],
  ["USD5", 5],
  ["R$ 1.234,50", 1234.5],
  ["Rs.500", 500],
  ["Kč 1 299", 1299],
  ["CHF 1’299.–", 1299],
  ["5,- kr", 5],
  ["価格1,200円(税込)", 1200],
  ["￥1,200", 1200],
  ["up 12.5% since", 12.5],
  ["5kg", 5],
  ["v2 has 7 parts", 7],
  ["H2O: 3", 3],
  ["on 12.05.2026: 5,20 €", 5.2],
  ["10 20 30", 10],
  ["5'11", 5],
])("the first number of %s is found", (text, value) => {
  expect(read(text)).toBe(value);
});

it.each(["sold out", "1.2.3", "12.05.2026", "v2", "1,2,3", "9".repeat(400)])(
  "%s has no number",
  (text) => {
    expect(read(text)).toBeNull();
  },
);

it("what is no number is told by how it begins", () => {
  expect(told(takeStep(number, { number: true }, `sold\n out ${"!".repeat(100)}`))).toBe(
    `(is no number: ${JSON.stringify(`sold out ${"!".repeat(50)}…`)})`,
  );
  expect(told(takeStep(number, { number: true }, " "))).toBe("(found nothing)");
});

it("a number of a document stays what it is", () => {
  expect(read({ kind: "json", values: [1.5e-9, 2] })).toBe(1.5e-9);
  expect(read({ kind: "json", values: ["12,5"] })).toBe(12.5);
  expect(read({ kind: "json", values: [true] })).toBeNull();
});

const locales = [
  ...["en-US", "de-DE", "fr-FR", "es-ES", "pt-BR", "sv-SE", "pl-PL", "de-CH", "en-IN"],
  ...["ja-JP", "zh-CN", "ko-KR", "ru-RU", "tr-TR", "ar-EG", "fa-IR", "he-IL", "hi-IN"],
] as const;

const amounts = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });

/** What Intl writes for the fraction, as this project names it. */
const decimalOf = (locale: string): "." | "," =>
  /[.]/.test(
    new Intl.NumberFormat(locale)
      .formatToParts(1.5)
      .find(({ type }) => type === "decimal")?.value ?? "",
  )
    ? "."
    : ",";

it.each(locales)("numbers as they are written in %s are read again", (locale) => {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
  const prices = ["EUR", "USD", "JPY"].flatMap((currency) =>
    (["symbol", "code"] as const).map(
      (currencyDisplay) =>
        new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay }),
    ),
  );
  fc.assert(
    fc.property(amounts, (cents) => {
      const value = cents / 100;
      expect(read(format.format(value))).toBe(value);
      for (const price of prices) {
        const { maximumFractionDigits = 0 } = price.resolvedOptions();
        const text = price.format(value);
        expect([text, read(text, { decimal: decimalOf(locale) })]).toEqual([
          text,
          Number(value.toFixed(maximumFractionDigits)) + 0,
        ]);
      }
    }),
    { numRuns: 50 },
  );
});

it("numbers with three digits of a fraction are read with the decimal sign told", () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom(...locales), (thousandths, locale) => {
      const value = thousandths / 1000;
      const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 3 }).format(
        value,
      );
      expect([text, read(text, { decimal: decimalOf(locale) })]).toEqual([text, value]);
    }),
  );
});

it("no text makes it throw, or give what is no number", () => {
  const sign = fc.constantFrom(..."0123456789.,' -−()%€$eEv\u202f１年".split(""));
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: sign })),
      (text) => {
        const value = read(text);
        expect(value === null || Number.isFinite(value)).toBe(true);
        expect(Object.is(value, -0)).toBe(false);
      },
    ),
  );
});

it.each<[unknown, string]>([
  [[1, 2], "is given a list, not one value of it"],
  [{ v2: "5 €" }, "is given an object, not one value of it"],
  [null, 'is no number: "null"'],
  [true, 'is no number: "true"'],
])("of %j it is told why it is no number", (value, unread) => {
  const given: Material = { kind: "json", values: [value] };
  expect(told(takeStep(number, { number: true }, given))).toContain(unread);
});
