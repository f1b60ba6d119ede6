// Finds where code stands twice: runs of six lines or more that are the same but for
// names and literals. Blank lines, comments, imports and lines of punctuation do not
// count.

const leastLines = 6;
const fewWords = 3;
/** A shape that stands in more places is usual syntax, not a repeat. */
const mostPlaces = 8;

/**
 * @typedef {{ shape: string, line: number }} Line
 * @param {ReadonlyMap<string, string>} sources
 * @returns {{ lines: number, a: string, b: string }[]} Longest first.
 */
export function findRepeats(sources) {
  const files = [...sources].map(([file, source]) => ({ file, lines: linesOf(source) }));
  /** @type {Map<string, [file: number, at: number][]>} */
  const places = new Map();
  files.forEach(({ lines }, file) => {
    for (let at = 0; at + leastLines <= lines.length; at++) {
      const shape = lines
        .slice(at, at + leastLines)
        .map((line) => line.shape)
        .join("\n");
      places.set(shape, [...(places.get(shape) ?? []), [file, at]]);
    }
  });
  const seen = new Set();
  const repeats = [];
  for (const found of places.values()) {
    if (found.length < 2 || found.length > mostPlaces) continue;
    for (const [i, a] of found.entries()) {
      for (const b of found.slice(i + 1)) {
        if (seen.has(keyOf(a, b)) || (a[0] === b[0] && b[1] - a[1] < leastLines))
          continue;
        const length = lengthFrom(a, b);
        for (let step = 0; step + leastLines <= length; step++)
          seen.add(keyOf([a[0], a[1] + step], [b[0], b[1] + step]));
        repeats.push({ lines: length, a: nameOf(a, length), b: nameOf(b, length) });
      }
    }
  }
  return repeats.toSorted((a, b) => b.lines - a.lines);

  /** @type {(a: [number, number], b: [number, number]) => number} */
  function lengthFrom(a, b) {
    const [one, other] = [files[a[0]]?.lines ?? [], files[b[0]]?.lines ?? []];
    let length = 0;
    while (
      one[a[1] + length] &&
      one[a[1] + length]?.shape === other[b[1] + length]?.shape
    )
      length += 1;
    return length;
  }
  /** @type {(place: [number, number], length: number) => string} */
  function nameOf([file, at], length) {
    const { file: name, lines } = files[file] ?? { file: "", lines: [] };
    return `${name}:${lines[at]?.line}-${lines[at + length - 1]?.line}`;
  }
}

/** @type {(a: [number, number], b: [number, number]) => string} */
const keyOf = (a, b) => `${a.join(":")} ${b.join(":")}`;

/**
 * @param {string} source
 * @returns {Line[]}
 */
function linesOf(source) {
  const withoutImports = source.replaceAll(/^import\b[^;]*;/gm, (text) =>
    text.replaceAll(/[^\n]/g, ""),
  );
  return withoutImports.split("\n").flatMap((text, i) => {
    const code = text.trim();
    const isCode = /\w/.test(code) && !/^(\/\/|\/?\*)/.test(code);
    return isCode ? [{ shape: shapeOf(code), line: i + 1 }] : [];
  });
}

const keywords = new Set(
  `
  async await break case catch const continue default delete else export extends false
  for function if in let new null of return switch throw true try type typeof
  undefined while
  `
    .trim()
    .split(/\s+/),
);

/**
 * The line without its names and literals. A line with few words keeps them, since
 * otherwise all lists of fields would be alike.
 *
 * @param {string} code
 */
function shapeOf(code) {
  if ((code.match(/\w+/g) ?? []).length <= fewWords) return code;
  return code
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "S")
    .replaceAll(/\b\d[\d_.]*\b/g, "N")
    .replaceAll(/[A-Za-z_$][\w$]*/g, (word) =>
      keywords.has(word) || word === "S" || word === "N" ? word : "I",
    );
}
