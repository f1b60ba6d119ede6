// Says how a number that was read has changed.
import type { ChangeFacts } from "#domain/changes/change.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";

/** Farther from 0 a number is written with a power of ten. */
const largestPlain = 1e15;

/** A number as it was read, with up to six places after the point. */
export function formatRead(value: number): string {
  const size = Math.abs(value);
  if (size >= largestPlain || (size > 0 && size < 1e-6)) return value.toExponential(3);
  return formatNumber(value, 6);
}

type Move = ChangeFacts["numbers"][string];

/** "price: 12 → 10 (−16.67 %)". */
export function sayNumber({ words }: Viewer, name: string, move: Move): string {
  const { from, to } = move;
  const written = (value: number | null) =>
    value === null ? words.changes.none : formatRead(value);
  const said = words.changes.number(name, written(from), written(to));
  const share = shareOf(move);
  return share === null ? said : `${said} (${share})`;
}

/** How far it moved, of what it was: "+5 %". Null where that says nothing. */
function shareOf({ from, to }: Move): string | null {
  if (from === null || to === null || from === 0) return null;
  const percent = (100 * (to - from)) / Math.abs(from);
  if (!Number.isFinite(percent) || Math.abs(percent) >= 1e6) return null;
  return `${formatSigned(percent, 2)} %`;
}

/** "+5", "−3.2", "±0". */
export function formatSigned(value: number, digits = 6): string {
  const written = formatNumber(Math.abs(value), digits);
  if (written === "0") return "±0";
  return `${value < 0 ? "−" : "+"}${written}`;
}
