// Turns conditions as users write them, objects or lines, into conditions taken apart, and
// back into objects. Names the field of whatever cannot be taken.
import { isObject, type Json } from "#domain/json.ts";
import { closestOf } from "./closest.ts";
import {
  deepestGroup,
  groupKinds,
  isGroup,
  longestLine,
  mostConditions,
  type Severity,
  severities,
  type Written,
} from "./condition.ts";
import { isRefused } from "./kind.ts";
import { conditionKinds, hasSubject, kindNamed } from "./kinds/kinds.ts";
import { readLine, writeLine } from "./line.ts";

type Path = readonly (string | number)[];
export type Objection = { path: Path; message: string };

/** A condition as an object, such as `{"duration": "< 800ms", "as": "degraded"}`. */
export type ConditionDocument = Json;

type Read = { lines: string[]; objections: Objection[] };

/** Reads a list of conditions; gives a line for each that can be taken. */
export function readConditions(items: readonly unknown[]): Read {
  const objections: Objection[] = [];
  const lines: string[] = [];
  for (const [i, item] of items.entries()) {
    const before = objections.length;
    const object = (path: Path, message: string) =>
      void objections.push({ path: [i, ...path], message });
    const written = readOne(item, [], 1, object);
    if (written === null || objections.length > before) continue;
    const line = writeLine(written);
    if (line.length > longestLine)
      object([], `A condition has at most ${longestLine} characters.`);
    lines.push(line);
  }
  const count = items.reduce((sum: number, item) => sum + countOf(item), 0);
  if (count > mostConditions)
    objections.push({
      path: [],
      message: `There are at most ${mostConditions} conditions, those in groups counted.`,
    });
  return { lines, objections };
}

type Object = (path: Path, message: string) => void;

function readOne(
  item: unknown,
  path: Path,
  depth: number,
  object: Object,
): Written | null {
  if (typeof item === "string") return readText(item, path, depth, object);
  if (!isObject(item)) {
    object(path, 'This is a condition, such as {"duration": "< 800ms"}.');
    return null;
  }
  const names = Object.keys(item).filter((name) => name !== "is" && name !== "as");
  const [name, other] = names;
  const as = (item.as ?? "fail") as Severity;
  if (!severities.includes(as)) object([...path, "as"], 'This is "fail" or "degraded".');
  if (name === undefined || !isKnown(name)) {
    object(name === undefined ? path : [...path, name], unknownKind(name));
    return null;
  }
  if (other !== undefined) {
    object(
      [...path, other],
      `This condition is about ${name}; write another one for ${other}.`,
    );
    return null;
  }
  return name === "all" || name === "any"
    ? readGroup({ kind: name, item, as }, path, depth, object)
    : readTest({ kind: name, item, as }, path, object);
}

const isKnown = (name: string): boolean =>
  kindNamed(name) !== undefined || groupKinds.some((group) => group === name);

const kindNames = [...conditionKinds.map(({ name }) => name), ...groupKinds];

function unknownKind(name: string | undefined): string {
  const near = name === undefined ? null : closestOf(name, kindNames);
  const all = `A condition is about one of ${kindNames.join(", ")}.`;
  return near === null ? all : `${all} Did you mean "${near}"?`;
}

type Part<Kind extends string> = { kind: Kind; item: Json; as: Severity };

function readGroup(
  { kind, item, as }: Part<"all" | "any">,
  path: Path,
  depth: number,
  object: Object,
): Written | null {
  const members = item[kind];
  if ("is" in item) object([...path, "is"], "A group has no such field.");
  if (!Array.isArray(members) || members.length === 0) {
    object([...path, kind], "This is a list of conditions.");
    return null;
  }
  const of = members.map((member, i) =>
    readOne(member, [...path, kind, i], depth + 1, object),
  );
  const group = { kind, of: of.filter((one) => one !== null), as };
  return checkGroup(group, path, depth, object);
}

function checkGroup(
  group: Extract<Written, { of: unknown }>,
  path: Path,
  depth: number,
  object: Object,
): Written {
  if (depth > deepestGroup)
    object(
      [...path, group.kind],
      `Groups lie at most ${deepestGroup} deep in each other.`,
    );
  if (group.of.some(({ as }) => as !== "fail"))
    object([...path, group.kind], 'Only the whole group says "as": "degraded".');
  return group;
}

function readTest(
  { kind, item, as }: Part<string>,
  path: Path,
  object: Object,
): Written | null {
  const named = hasSubject(kind);
  const place = { subject: [...path, kind], is: [...path, named ? "is" : kind] };
  const subject = named ? item[kind] : null;
  const is = named ? item.is : item[kind];
  if (!named && "is" in item)
    object([...path, "is"], `What ${kind} must be stands beside its name.`);
  for (const [at, text] of [
    ["subject", subject],
    ["is", is],
  ] as const) {
    if (text === null && at === "subject") continue;
    if (typeof text !== "string" || text.trim() === "") {
      object(place[at], `This is text; a whole condition is ${exampleOf(kind)}.`);
      return null;
    }
  }
  const written = { kind, subject: trimmed(subject), is: trimmed(is) ?? "", as };
  return checkTest(written, place, object);
}

const trimmed = (text: unknown): string | null =>
  typeof text === "string" ? text.trim() : null;

function exampleOf(kind: string): string {
  const example = readLine(kindNamed(kind)?.example ?? "", hasSubject);
  return JSON.stringify(example && toDocument(example));
}

/** Control characters and line ends: a condition is one line. */
const notOfLine = /[\p{Cc}\u2028\u2029]/u;

function checkTest(
  written: Extract<Written, { is: string }>,
  place: { subject: Path; is: Path },
  object: Object,
): Written {
  const { kind, subject, is } = written;
  const read = kindNamed(kind)?.read(is, subject ?? "");
  if (read !== undefined && isRefused(read)) object(place[read.at], read.message);
  if (notOfLine.test(is)) object(place.is, "A condition is written on one line.");
  if (notOfLine.test(subject ?? ""))
    object(place.subject, "A condition is written on one line.");
  return written;
}

/** Reads a line; what cannot be taken of it is the line's fault as a whole. */
function readText(
  text: string,
  path: Path,
  depth: number,
  object: Object,
): Written | null {
  const written = readLine(text, hasSubject);
  if (written === null) {
    object(path, 'A group in a line is such as: any ["duration < 1s", "size < 2KB"].');
    return null;
  }
  checkWritten(written, path, depth, object);
  return written;
}

function checkWritten(written: Written, path: Path, depth: number, object: Object): void {
  if (isGroup(written)) {
    if (written.of.length === 0) object(path, "A group has at least one condition.");
    for (const member of written.of) checkWritten(member, path, depth + 1, object);
    checkGroup(written, path, depth, (_, message) => object(path, message));
  } else if (!isKnown(written.kind)) object(path, unknownKind(written.kind));
  else checkTest(written, { subject: path, is: path }, object);
}

function countOf(item: unknown): number {
  const written = typeof item === "string" ? readLine(item, hasSubject) : null;
  if (written !== null) return countWritten(written);
  if (!isObject(item)) return 1;
  const members = item.all ?? item.any;
  return Array.isArray(members)
    ? members.reduce((sum: number, member) => sum + countOf(member), 0)
    : 1;
}

const countWritten = (written: Written): number =>
  isGroup(written)
    ? written.of.reduce((sum, member) => sum + countWritten(member), 0)
    : 1;

/** The condition as an object; how it fails is left out where that is the usual way. */
export function toDocument(written: Written): ConditionDocument {
  const as = written.as === "degraded" ? { as: written.as } : {};
  if (isGroup(written)) return { [written.kind]: written.of.map(toDocument), ...as };
  const { kind, subject, is } = written;
  return subject === null ? { [kind]: is, ...as } : { [kind]: subject, is, ...as };
}

/** The object of a stored line. */
export function documentOfLine(line: string): ConditionDocument {
  const written = readLine(line, hasSubject);
  if (written === null) throw new RangeError(`${line} is no condition`);
  return toDocument(written);
}

/** The object that a line stands for; the line itself where it cannot be taken. */
export function documentOrLine(line: string): ConditionDocument | string {
  const { objections } = readConditions([line]);
  return objections.length === 0 ? documentOfLine(line) : line;
}
