// Writes a step as a line that people type, and reads it back: its kind, what it is told,
// options after semicolons, and `as` with a name. A step that has no such line is its
// JSON. Judges no values: a schema does that.
import { closestOf } from "#domain/conditions/closest.ts";
import { parseJson } from "#domain/conditions/line.ts";
import { isObject, isSame, type Json } from "#domain/json.ts";
import type { Step } from "#domain/readings/step.ts";
import { type LineForm, lineForms } from "./line-forms.ts";
import { splitLine } from "./line-items.ts";

/** A step as an object that a schema has yet to judge, or why a line is none. */
type ReadLine = { step: Json } | { refused: string };

const kindNames = Object.keys(lineForms);

/** A name at the end; a text that ends so is in quotes. */
const nameAtEnd = /^(.*)(?:^|\s)as\s+([^\s"]+)$/s;

export function readStepLine(line: string): ReadLine {
  const text = line.trim();
  if (text.startsWith("{")) return readJson(text);
  const [, kind = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  const form = formNamed(kind);
  if (form === undefined) return { refused: unknownKind(kind) };
  const [, before = rest, name] = nameAtEnd.exec(rest) ?? [];
  const clauses = splitLine(before, ";").map((clause) => clause.trim());
  const read = readClauses(kind, form, clauses);
  if ("refused" in read) return read;
  return { step: { ...form.toStep(read), ...(name !== undefined && { name }) } };
}

function readJson(text: string): ReadLine {
  const read = parseJson(text);
  return isObject(read) ? { step: read } : { refused: "This is no JSON object." };
}

const formNamed = (kind: string): LineForm | undefined =>
  Object.hasOwn(lineForms, kind)
    ? (lineForms as Record<string, LineForm>)[kind]
    : undefined;

function unknownKind(kind: string): string {
  const near = closestOf(kind, kindNames);
  const all = `A step begins with one of ${kindNames.join(", ")}.`;
  return near === null ? all : `${all} Did you mean "${near}"?`;
}

type Clauses = { value: string; options: Map<string, string> };

/** Where a kind is told nothing by itself, options begin at once: `lines trim; sort`. */
function readClauses(
  kind: string,
  { hasValue, options: known }: LineForm,
  clauses: readonly string[],
): Clauses | { refused: string } {
  const [first = "", ...rest] = clauses;
  const options = new Map<string, string>();
  for (const clause of hasValue ? rest : clauses) {
    if (clause === "") continue;
    const [, option = "", value = ""] = /^(\S+)\s*(.*)$/s.exec(clause) ?? [];
    if (!known.includes(option)) return { refused: unknownOption(kind, known) };
    if (options.has(option)) return { refused: `The option ${option} comes twice.` };
    options.set(option, value);
  }
  return { value: hasValue ? first : "", options };
}

const unknownOption = (kind: string, known: readonly string[]): string =>
  known.length === 0
    ? `After ${kind} and its value comes nothing but "as" and a name.`
    : `The options of ${kind} are ${known.join(", ")}; a ";" stands between.`;

/** The line of a step; `readStepLine` gives the step back. */
export function writeStepLine(step: Step): string {
  const line = plainLine(step);
  const read = readStepLine(line);
  return "step" in read && isSame(read.step, step) ? line : JSON.stringify(step);
}

function plainLine({ name, ...step }: Step): string {
  const kind = kindNames.find((known) => known in step) ?? "";
  const told = formNamed(kind)?.fromStep(step as Json) ?? [];
  const clauses = told.filter((clause) => clause !== "").join("; ");
  return [kind, clauses, ...(name === undefined ? [] : ["as", name])]
    .filter((part) => part !== "")
    .join(" ");
}
