// Turns the text of one field into a value of a document, and back. Text that is no such
// value stays text: the document's schema says what is wrong with it.
import { documentOrLine, readConditions } from "#domain/conditions/document.ts";
import type { Steps } from "#domain/readings/step.ts";
import { readStepLine, writeStepLine } from "#domain/readings/step-lines/step-line.ts";
import { no, yes } from "#ui/editor/form-values.ts";
import { readList, writeList } from "./list-text.ts";

export type Codec = {
  /** Undefined leaves the value out of the document. */
  read(text: string): unknown;
  /** `value` is one that a valid document has there; the caller vouches for it. */
  write(value: never): string;
};

export const text: Codec = {
  read: (typed) => (typed === "" ? undefined : typed),
  write: (value: string | null) => value ?? "",
};

export const number: Codec = {
  read: (typed) => (/^-?\d+$/.test(typed) ? Number(typed) : text.read(typed)),
  write: (value: number | null) => (value === null ? "" : String(value)),
};

/** A number that may have a fraction. */
export const decimal: Codec = {
  read: (typed) =>
    /^-?[\d.]+(e[+-]?\d+)?$/i.test(typed) && Number.isFinite(Number(typed))
      ? Number(typed)
      : text.read(typed),
  write: (value: number | null) => (value === null ? "" : String(value)),
};

/** A text, or null where a certain word stands. */
export const orWord = (word: string): Codec => ({
  read: (typed) => (typed.trim().toLowerCase() === word ? null : text.read(typed)),
  write: (value: string | null) => value ?? word,
});

export const flag: Codec = {
  read: (typed) => typed === yes,
  write: (value: boolean) => (value ? yes : no),
};

export const commas: Codec = {
  read: (typed) => readList(typed, ","),
  write: (value: readonly string[]) => writeList(value, ","),
};

export const lines: Codec = {
  read: (typed) => readList(typed, "\n"),
  write: (value: readonly string[]) => writeList(value, "\n"),
};

/** A condition a line. A line that is none stays text. */
export const conditions: Codec = {
  read: (typed) => linesOf(typed).map(documentOrLine),
  write: (value: readonly unknown[]) => readConditions(value).lines.join("\n"),
};

/** The lines that say something. */
export const linesOf = (typed: string): string[] =>
  typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** A step a line. A line that is none stays text. */
export const steps: Codec = {
  read: (typed) =>
    linesOf(typed).map((line) => {
      const read = readStepLine(line);
      return "step" in read ? read.step : line;
    }),
  write: (value: Steps) => value.map(writeStepLine).join("\n"),
};

/** Boxes under one name. */
export const words: Codec = {
  read: (typed) => typed.split(" ").filter((word) => word !== ""),
  write: (value: readonly string[]) => value.join(" "),
};

/** A header a line, `Name: value`. HTTP sends no spaces around a value (RFC 9110 5.5). */
export const headers: Codec = {
  read(typed) {
    const read: Record<string, string> = {};
    for (const { name, value } of readLines(typed)) read[spellAnew(name, read)] = value;
    return read;
  },
  write: (value: Readonly<Record<string, string>>) =>
    Object.entries(value)
      .map(([name, content]) => `${name}: ${content.trim()}`)
      .join("\n"),
};

const readLines = (typed: string): { name: string; value: string }[] =>
  typed
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name = line, value = ""] = /^([^:]*):(.*)$/.exec(line) ?? [];
      return { name: name.trim(), value: value.trim() };
    });

/** A name that comes again is spelled anew: so the document has both, and is refused. */
const spellAnew = (name: string, read: Readonly<Record<string, string>>): string =>
  Object.hasOwn(read, name) ? name.toUpperCase() : name;
