// Writes a condition as a line of text, and reads it back: its kind, its subject where
// the kind has one, what it must be, and `as degraded`. Knows nothing of what kinds mean.
import {
  groupKinds,
  isGroup,
  type Severity,
  type Written,
  type WrittenGroup,
} from "./condition.ts";

const severityAtEnd = /^(.*?)\s+as (degraded|fail)$/s;

/** The line of a condition; `readLine` gives the condition back. */
export function writeLine(written: Written): string {
  const line = lineWithoutSeverity(written);
  if (written.as === "degraded") return `${line} as degraded`;
  return severityAtEnd.test(line) ? `${line} as fail` : line;
}

export function lineWithoutSeverity(written: Written): string {
  if (isGroup(written))
    return `${written.kind} [${written.of.map(quotedLine).join(", ")}]`;
  const { kind, subject, is } = written;
  return subject === null ? `${kind} ${is}` : `${kind} ${writeSubject(subject)} ${is}`;
}

const quotedLine = (written: Written): string => JSON.stringify(writeLine(written));

/** A subject that would not be read as one is written as a JSON string. */
const writeSubject = (subject: string): string =>
  subject !== "" &&
  !subject.startsWith('"') &&
  endOfSubject(`${subject} is`) === subject.length
    ? subject
    : JSON.stringify(subject);

/**
 * Takes a line apart; `hasSubject` says whether conditions of a kind name one. Null for
 * a group whose list cannot be read.
 */
export function readLine(
  line: string,
  hasSubject: (kind: string) => boolean,
): Written | null {
  const [, before = line.trim(), as = "fail"] = severityAtEnd.exec(line.trim()) ?? [];
  const [, kind = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(before) ?? [];
  const own = { kind, as: as as Severity };
  if (isGroupKind(kind)) {
    const of = readMembers(rest, hasSubject);
    return of && { kind, of, as: own.as };
  }
  if (!hasSubject(kind)) return { ...own, subject: null, is: rest };
  const { subject, end } = readSubject(rest);
  return { ...own, subject, is: rest.slice(end).trim() };
}

const isGroupKind = (kind: string): kind is WrittenGroup["kind"] =>
  groupKinds.some((name) => name === kind);

function readMembers(
  text: string,
  hasSubject: (kind: string) => boolean,
): Written[] | null {
  const list = parseJson(text);
  if (!Array.isArray(list)) return null;
  const members = list.map((item) =>
    typeof item === "string" ? readLine(item, hasSubject) : null,
  );
  return members.every((member) => member !== null) ? members : null;
}

function readSubject(text: string): { subject: string; end: number } {
  const quoted = /^"(?:[^"\\]|\\.)*"/s.exec(text)?.[0];
  const read = quoted === undefined ? undefined : parseJson(quoted);
  if (quoted !== undefined && typeof read === "string")
    return { subject: read, end: quoted.length };
  const end = endOfSubject(text);
  return { subject: text.slice(0, end), end };
}

/** Where the first space stands that is in no quotes and in no brackets. */
function endOfSubject(text: string): number {
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (depth > 0 && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === "[" || sign === "(") depth++;
    else if (sign === "]" || sign === ")") depth--;
    else if (depth <= 0 && /\s/.test(sign)) return at;
  }
  return text.length;
}

/** Undefined for a text that is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
