// Finds the first number of a text, as people write numbers in many countries. Refuses
// what only looks like one: dates, versions, digits in words.
import { type Currency, findCurrency } from "./currencies.ts";
import { type DecimalSign, readDigits } from "./read-digits.ts";
import { withUsualSigns } from "./usual-signs.ts";

/** Characters of a number, its separators counted. */
const longest = 60;

/** Characters beside a number in which its sign and its currency stand. */
const beside = 12;

// Linear: a separator counts only where a digit follows.
const candidates = /\d+(?:[.,']\d+| \d{3}(?!\d))*/g;

const endsInWord = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}_]$/u;
const beginsFraction = /(?<![\p{L}\p{N}.,])[.,]$/u;
const exponent = /^[eE][+-]?\d{1,3}(?![\p{L}\p{N}])/u;
const minusBefore = /(?<![\p{L}\p{N})\]])-$/u;

/** Marks of the direction of text, which stand between signs and digits. */
const directions = /[\u200e\u200f\u061c]/g;

/** A number's digits, and what stands beside them. */
type Place = {
  digits: string;
  before: string;
  after: string;
  currency: Currency | null;
  /** Whether the text has nothing else. */
  isAll: boolean;
};

/** The first number; null where there is none. */
export function readNumber(text: string, decimal: DecimalSign | null): number | null {
  const plain = withUsualSigns(text.replace(directions, ""));
  for (const { 0: digits, index } of plain.matchAll(candidates)) {
    if (digits.length > longest) continue;
    const number = readAt(placeOf(plain, digits, index), decimal);
    if (number !== null) return number;
  }
  return null;
}

function placeOf(plain: string, digits: string, index: number): Place {
  const end = index + digits.length;
  const before = plain.slice(Math.max(0, index - beside), index);
  const after = plain.slice(end, end + beside);
  return {
    digits,
    before,
    after,
    currency: findCurrency(before, after),
    isAll: before.length === index && end + after.length === plain.length,
  };
}

function readAt(place: Place, decimal: DecimalSign | null): number | null {
  const { digits, before, currency } = place;
  if (endsInWord.test(before) && !(currency !== null && currency.before > 0)) return null;
  const [fractionSign] = beginsFraction.exec(before) ?? [];
  if (fractionSign !== undefined && /^\d+$/.test(digits))
    return readFraction(place, fractionSign, decimal);
  const size = readDigits(digits, decimal, currency?.hasPoints ?? false);
  if (size === null) return null;
  const [power = ""] = exponent.exec(place.after) ?? [];
  return signed(power === "" ? size : Number(`${size}${power}`), place);
}

/** The number `.5`, which has no digit before its sign. */
function readFraction(
  place: Place,
  sign: string,
  decimal: DecimalSign | null,
): number | null {
  if (decimal !== null && sign !== decimal) return null;
  const before = place.before.slice(0, -1);
  const currency = findCurrency(before, place.after);
  return signed(Number(`0.${place.digits}`), { ...place, before, currency });
}

function signed(size: number, place: Place): number | null {
  const number = isNegative(place) ? -size : size;
  // Minus zero is zero.
  return Number.isFinite(number) ? number + 0 : null;
}

function isNegative({ digits, before, after, currency, isAll }: Place): boolean {
  const front = before.slice(0, before.length - (currency?.before ?? 0));
  if (minusBefore.test(front)) return true;
  if (front.endsWith("-") && findCurrency(front.slice(0, -1), "") !== null) return true;
  const back = after.slice(currency?.after ?? 0).trim();
  if (!isAll) return false;
  // As in accounts. A number of things is not negative: "(12)".
  const isAmount = currency !== null || back.startsWith("%") || /\D/.test(digits);
  return back === "-" || (isAmount && front.trim() === "(" && /^%? ?\)$/.test(back));
}
