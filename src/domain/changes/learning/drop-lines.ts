// Finds patterns that drop two lines and no other ones.
import {
  escapePattern,
  mostPatternCharacters,
  wholeCharacters,
} from "./escape-pattern.ts";

/** A shorter start is no name of a line. */
const leastLead = 6;

/** Room for what an anchor and escapes take. */
const mostLead = 100;

/** The start that both lines have, if no other line has it; else each line as a whole. */
export function dropOf(
  from: string | null,
  to: string | null,
  others: readonly string[],
): string[] {
  const lead = from === null || to === null ? "" : sharedLead(from, to);
  const isOwn = !others.some((line) => line.startsWith(lead));
  if (lead.trim().length >= leastLead && isOwn) return [`/^${escapePattern(lead)}/`];
  const lines = [from, to].filter((line) => line !== null);
  return [...new Set(lines.map(wholeLine))];
}

/** Up to the end of a word: what follows it differs. */
function sharedLead(from: string, to: string): string {
  let same = 0;
  while (same < mostLead && same < from.length && from[same] === to[same]) same++;
  return from.slice(0, same).replace(/[\p{L}\p{N}\ud800-\udfff]*$/u, "");
}

/** A long line by its start. */
function wholeLine(line: string): string {
  const whole = `/^${escapePattern(line)}$/`;
  if (whole.length <= mostPatternCharacters) return whole;
  return `/^${escapePattern(wholeCharacters(line.slice(0, mostLead)))}/`;
}
