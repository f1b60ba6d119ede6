// Knows the signs and codes of currencies that stand beside numbers.

const codes =
  "USD|EUR|GBP|JPY|CNY|CHF|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|" +
  "INR|KRW|TWD|HKD|SGD|MYR|THB|IDR|PHP|VND|BRL|MXN|ARS|CLP|COP|PEN|ZAR|ILS|AED|SAR|EGP";
const words = "Rs\\.?|Kr\\.?|kr\\.?|zł|Kč|Fr\\.?|RM|Rp|Ft|lei|лв\\.?|руб\\.?|円|元|원";
const sign = `(?:[A-Z]{0,2}\\p{Sc}|(?<!\\p{L})(?:${codes}|${words}))`;

const atEnd = new RegExp(`${sign} ?$`, "u");
const atStart = new RegExp(`^ ?(?:\\p{Sc}|(?:${codes}|${words})(?!\\p{L}))`, "u");

/**
 * Those of countries that separate thousands by points: in `€ 1.234` the point is none of
 * a fraction.
 */
const withPoints = /€|₺|₫|R\$|EUR|DKK|ISK|TRY|IDR|VND|BRL|ARS|CLP|COP|[Kk]r|Rp/;

export type Currency = {
  /** Characters that it takes of the text before the number, and of that after it. */
  before: number;
  after: number;
  hasPoints: boolean;
};

/** The currency beside a number; null without one. */
export function findCurrency(before: string, after: string): Currency | null {
  const [front = ""] = atEnd.exec(before) ?? [];
  const [back = ""] = atStart.exec(after) ?? [];
  if (front === "" && back === "") return null;
  return {
    before: front.length,
    after: back.length,
    hasPoints: withPoints.test(front + back),
  };
}
