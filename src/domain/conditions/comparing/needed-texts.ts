// Finds in a regular expression of RE2 the texts that each of its matches has in it: where
// a body lacks one of them, nothing needs to be matched. Refuses to guess: where it does
// not know the syntax, it names none.

export type NeededTexts = {
  ignoresCase: boolean;
  /** The longest first. */
  texts: readonly {
    text: string;
    /** How far from the start of a match it is at most; null when that is not known. */
    mostBefore: number | null;
  }[];
};

/** A part of an expression that stands in no group. */
type Part = {
  /** The character that it is; null for what may be one of several. */
  char: string | null;
  /** UTF-16 units that it takes at most; null when that is not known. */
  width: number | null;
  /** Whether it may be left out, or there more than once. */
  isOptional: boolean;
  isRepeated: boolean;
};

// Searching takes time with the length and the number of what is searched for.
const longestText = 32;
const mostTexts = 3;

export function findNeededTexts(source: string): NeededTexts {
  const [start = "", flags = ""] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  const texts: { text: string; mostBefore: number | null }[] = [];
  let before: number | null = 0;
  let goesOn = false;
  for (const { char, width, isOptional, isRepeated } of readParts(source, start.length)) {
    const isNeeded = char !== null && !isOptional;
    const last = goesOn ? texts.at(-1) : undefined;
    if (isNeeded && last !== undefined && last.text.length < longestText)
      last.text += char;
    else if (isNeeded) texts.push({ text: char, mostBefore: before });
    goesOn = isNeeded && !isRepeated;
    before = before === null || width === null || isRepeated ? null : before + width;
  }
  texts.sort((a, b) => b.text.length - a.text.length);
  return { ignoresCase: flags.includes("i"), texts: texts.slice(0, mostTexts) };
}

const repetition = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;

/** None of an expression with alternatives, nor where something is not known. */
function readParts(source: string, start: number): Part[] {
  if (source.includes("\\Q")) return [];
  const parts: Part[] = [];
  for (let at = start; at < source.length; ) {
    const atom = readAtom(source, at);
    if (atom === null) return [];
    repetition.lastIndex = atom.end;
    const [how = ""] = repetition.exec(source) ?? [];
    parts.push({
      char: atom.char,
      width: atom.width,
      isOptional: /^(?:[*?]|\{0)/.test(how),
      isRepeated: /^[*+{]/.test(how),
    });
    at = atom.end + how.length;
  }
  return parts;
}

type Atom = { char: string | null; width: number | null; end: number };

const characterClass = String.raw`\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]`;

/** What stands for one character, or for a place between two. */
const atoms: readonly { form: RegExp; width: number }[] = [
  { form: /\\[bBAz]|[$^]/y, width: 0 },
  { form: /\\[dswaftnrv]/y, width: 1 },
  { form: /\\[DSW]|\.|[^\0-\x7f]/uy, width: 2 },
  { form: new RegExp(characterClass, "suy"), width: 2 },
];

const literal = /\\([!-/:-@[-`{-~])|([ -~])/y;
const meaningful = new Set("\\^$.|?*+()[]{}");

function readAtom(source: string, at: number): Atom | null {
  for (const { form, width } of atoms) {
    form.lastIndex = at;
    if (form.test(source)) return { char: null, width, end: form.lastIndex };
  }
  if (source[at] === "(") return readGroup(source, at);
  literal.lastIndex = at;
  const [, escaped, plain = ""] = literal.exec(source) ?? [];
  const char = escaped ?? plain;
  if (char === "" || (escaped === undefined && meaningful.has(char))) return null;
  return { char, width: 1, end: literal.lastIndex };
}

/** A group is passed over as a whole. Flags that hold from here on are not known. */
function readGroup(source: string, at: number): Atom | null {
  if (/^\(\?[a-zA-Z-]*\)/.test(source.slice(at))) return null;
  let depth = 0;
  for (let end = at; end < source.length; ) {
    const inner = source[end];
    if (inner === "(") depth += 1;
    if (inner === ")") depth -= 1;
    if (depth === 0) return { char: null, width: null, end: end + 1 };
    end = passOver(source, end);
  }
  return null;
}

/** A class or an escape may have parentheses in it. */
const oneThing = new RegExp(`${characterClass}|\\\\?.`, "suy");

/** Where what begins here ends. */
function passOver(source: string, at: number): number {
  oneThing.lastIndex = at;
  return oneThing.test(source) ? oneThing.lastIndex : at + 1;
}
