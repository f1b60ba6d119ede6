// Words how a number moved: both with as many decimals, and by how many percent.
import type { NoticeWords } from "#domain/notices/words/words.ts";

/** "price: 12.50 → 9.90 (−20.8 %)." */
export function writeMove(
  name: string,
  from: number | null,
  to: number | null,
  words: NoticeWords,
): string {
  const decimals = Math.max(decimalsOf(from), decimalsOf(to));
  const write = (number: number | null) =>
    number === null ? words.noNumber : withSign(writeNumber(number, decimals), "");
  return words.numberMoved(name, write(from), write(to), percentOf(from, to));
}

/** More decimals than these are noise of a computation. */
const mostDecimals = 6;

const decimalsOf = (number: number | null): number =>
  Math.min(mostDecimals, /\.(\d+)$/.exec(`${number}`)?.[1]?.length ?? 0);

/** Very large and very small ones are written with their exponent. */
const writeNumber = (number: number, decimals: number): string =>
  /e/.test(`${number}`) ? `${number}` : number.toFixed(decimals);

/** Null where there is nothing to compare with. */
function percentOf(from: number | null, to: number | null): string | null {
  if (from === null || to === null || from === 0) return null;
  const percent = ((to - from) / Math.abs(from)) * 100;
  return Number.isFinite(percent) ? withSign(percent.toFixed(1), "+") : null;
}

/** A minus as typesetters write it. */
const withSign = (digits: string, plus: string): string =>
  digits.startsWith("-") ? `−${digits.slice(1)}` : `${plus}${digits}`;
