// Matches one component of a URL (its path, its host, …) with a URLPattern's component,
// by keeping all places that the pattern can have come to, so that the work grows with
// the length of the pattern times that of the text, whatever they are. The pattern's
// syntax is that of https://urlpattern.spec.whatwg.org without regular expressions.

/** Something of the pattern that stands once, or as often as its modifier says. */
type Part = {
  prefix: string;
  body: "nothing" | "segment" | "anything";
  suffix: string;
  modifier: "" | "?" | "*" | "+";
};

/** A segment ends before the delimiter, which `*` and names with a modifier take along. */
export type Delimiter = { ends: string; isPrefix: boolean };

/** Compiles a component of a URLPattern as the URLPattern itself writes it. */
export function compileComponent(
  pattern: string,
  delimiter: Delimiter,
): (text: string) => boolean {
  const steps = toSteps(parseParts(pattern, delimiter), delimiter);
  return (text) => {
    let places: readonly number[] = [0];
    for (const step of steps) {
      places = step(text, places);
      if (places.length === 0) return false;
    }
    return places.at(-1) === text.length;
  };
}

/** Gives the places, in ascending order, that a part leads to from any of `places`. */
type Step = (text: string, places: readonly number[]) => readonly number[];

function toSteps(parts: readonly Part[], delimiter: Delimiter): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < parts.length; i++) {
    const [part, next, third] = parts.slice(i, i + 3) as [Part, Part?, Part?];
    if (isStar(part) && next === undefined) steps.push((text) => [text.length]);
    else if (isStar(part) && next && isText(next) && (!third || isStar(third))) {
      steps.push(third ? toFirst(next.prefix) : toEnd(next.prefix));
      i += 1;
    } else steps.push((text, places) => afterPart(part, delimiter, text, places));
  }
  return steps;
}

/**
 * After a star and before another one, the first place of a text will do: whatever
 * follows is found from there if it is found from a later place.
 */
const toFirst =
  (piece: string): Step =>
  (text, [from = 0]) => {
    const found = text.indexOf(piece, from);
    return found === -1 ? [] : [found + piece.length];
  };

/** After a star, at the pattern's end. */
const toEnd =
  (piece: string): Step =>
  (text, [from = 0]) =>
    text.length - piece.length >= from && text.endsWith(piece) ? [text.length] : [];

const isStar = ({ prefix, body, suffix, modifier }: Part): boolean =>
  body === "anything" && prefix + suffix + modifier === "";

const isText = ({ body, modifier }: Part): boolean =>
  body === "nothing" && modifier === "";

/** A text, a name or `*`, a modifier, and groups in braces (the standard's 2.1). */
const token =
  /\\(?<escaped>.)|:(?<name>[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)|(?<sign>[*{}?+])|(?<char>.)/suy;

type Token = { text?: string | undefined; sign: string };

function readTokens(pattern: string): Token[] {
  return Array.from(pattern.matchAll(new RegExp(token, "gsu")), ({ groups = {} }) => ({
    text: groups.escaped ?? groups.char,
    sign: groups.name ? ":" : (groups.sign ?? (groups.char ? "char" : "escaped")),
  }));
}

function parseParts(pattern: string, { ends, isPrefix }: Delimiter): Part[] {
  const tokens = readTokens(pattern);
  const parts: Part[] = [];
  let at = 0;
  let fixed = "";
  const take = (...signs: string[]) =>
    signs.includes(tokens[at]?.sign ?? "") ? tokens[at++] : undefined;
  const takeText = () => {
    let text = "";
    for (let next = take("char", "escaped"); next; next = take("char", "escaped"))
      text += next.text;
    return text;
  };
  const takeBody = (): Part["body"] => {
    const { sign } = take(":", "*") ?? {};
    return sign === undefined ? "nothing" : sign === ":" ? "segment" : "anything";
  };
  const add = (prefix: string, body: Part["body"], suffix: string) => {
    const modifier = (take("?", "+", "*")?.sign ?? "") as Part["modifier"];
    if (modifier !== "") {
      flush();
      parts.push({ prefix, body, suffix, modifier });
      return;
    }
    fixed += prefix;
    if (body !== "nothing") {
      flush();
      parts.push({ prefix: "", body, suffix: "", modifier });
    }
    fixed += suffix;
  };
  const flush = () => {
    if (fixed !== "")
      parts.push({ prefix: fixed, body: "nothing", suffix: "", modifier: "" });
    fixed = "";
  };
  while (at < tokens.length) {
    const char = take("char")?.text ?? "";
    const body = takeBody();
    if (body !== "nothing") {
      const belongs = isPrefix && char === ends;
      if (!belongs) fixed += char;
      add(belongs ? char : "", body, "");
    } else if (char !== "") fixed += char;
    else if (take("{")) {
      const prefix = takeText();
      const inner = takeBody();
      const suffix = takeText();
      take("}");
      add(prefix, inner, suffix);
    } else fixed += take("escaped")?.text ?? tokens[at++]?.text ?? "";
  }
  flush();
  return parts;
}

/** The places, in ascending order, that the part can lead to from any of `places`. */
function afterPart(
  part: Part,
  { ends }: Delimiter,
  text: string,
  places: readonly number[],
): number[] {
  const once = (from: readonly number[]) =>
    afterText(
      part.suffix,
      text,
      afterBody(part.body, ends, text, afterText(part.prefix, text, from)),
    );
  if (part.modifier === "") return once(places);
  if (part.modifier === "?") return inOrder(new Set([...places, ...once(places)]));
  const reached = new Set<number>(part.modifier === "*" ? places : []);
  const visited = new Set<number>();
  for (let from: readonly number[] = places; from.length > 0; ) {
    from = once(from).filter((place) => !visited.has(place));
    for (const place of from) {
      visited.add(place);
      reached.add(place);
    }
  }
  return inOrder(reached);
}

const inOrder = (places: Set<number>): number[] => [...places].sort((a, b) => a - b);

const afterText = (piece: string, text: string, places: readonly number[]): number[] =>
  piece === ""
    ? [...places]
    : places
        .filter((place) => text.startsWith(piece, place))
        .map((place) => place + piece.length);

/** A segment is one character or more, up to a delimiter. */
function afterBody(
  body: Part["body"],
  ends: string,
  text: string,
  places: readonly number[],
): number[] {
  if (body === "nothing") return [...places];
  const reached: number[] = [];
  const isEnd = (place: number) => body === "segment" && text[place] === ends;
  for (const place of places) {
    const from = Math.max(place, reached.at(-1) ?? -1);
    if (body === "anything" && reached.length === 0) reached.push(place);
    for (let to = from; to < text.length && !isEnd(to); to++) reached.push(to + 1);
  }
  return reached;
}
