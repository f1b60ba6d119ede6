// Matches paths with the value of an Allow or Disallow line (RFC 9309 2.2.2 and 2.2.3).
// No pattern makes matching backtrack.

/** Plain data. */
export type PathPattern = {
  /** What stands before the first `*`: the path starts with it. */
  head: string;
  /** The path goes on with these in this order, with anything in between. */
  inner: readonly string[];
  /** What stands between the last `*` and a final `$`: the path ends in it. */
  tail: string;
  /** Whether the value ends in `$` and has no `*`: the head is the whole path. */
  exact: boolean;
  /** The length of the value: the longest match decides. */
  length: number;
};

/** `value` is ASCII. Only a final `$` has a special meaning. */
export function parsePattern(value: string): PathPattern {
  const toEnd = value.endsWith("$");
  const [head = "", ...inner] = capitaliseEscapes(
    toEnd ? value.slice(0, -1) : value,
  ).split("*");
  const exact = toEnd && inner.length === 0;
  const tail = toEnd ? (inner.pop() ?? "") : "";
  // `**` means the same as `*`, and must take no more time.
  return {
    head,
    inner: inner.filter((piece) => piece !== ""),
    tail,
    exact,
    length: value.length,
  };
}

/**
 * Takes each piece where it comes first: if the rest matches after a later one, it
 * matches after this one too.
 */
export function matchesPattern(
  { head, inner, tail, exact }: PathPattern,
  path: string,
): boolean {
  if (exact) return path === head;
  if (!path.startsWith(head)) return false;
  let at = head.length;
  for (const piece of inner) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return path.length - at >= tail.length && path.endsWith(tail);
}

// Scheme and authority, either of which may be missing; then path and query, without the
// fragment.
const urlParts = /^(?:\/\/)?(?:[^/?;#]*:\/\/)?[^/?;#]*([/?;][^#]*)?/;

/** The path and query of a URL, as patterns are to be matched against it. */
export function pathOf(url: string): string {
  const path = capitaliseEscapes(urlParts.exec(url)?.[1] ?? "/");
  return path.startsWith("/") ? path : `/${path}`;
}

/**
 * Gives the one spelling of a path and query in which RFC 9309 2.2.2 compares them:
 * unreserved characters are not escaped, and reserved ones are, but for those that
 * delimit path and query. Google's matcher takes escapes as they are written: to it /%62
 * is not /b.
 */
export const respellPath = (path: string): string => respell(path, "");

/** Does the same with a pattern, whose `*` and final `$` mean something. */
export const respellPattern = (value: string): string =>
  value.endsWith("$") ? `${respell(value.slice(0, -1), "*")}$` : respell(value, "*");

function respell(text: string, special: string): string {
  const mark = text.indexOf("?");
  return text.replace(/%[0-9a-f]{2}|[^\w.~%&=-]/gi, (part, at: number) => {
    if (part.length === 3) return respellEscape(part);
    const delimits = at === mark || (part === "/" && (mark === -1 || at < mark));
    return delimits || special.includes(part) || !reserved.test(part)
      ? part
      : `%${part.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

const reserved = /[:/?#[\]@!$'()*+,;]/;

function respellEscape(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
}

/** %2f and %2F are the same octet (RFC 3986 6.2.2.1). */
const capitaliseEscapes = (text: string): string =>
  text.replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
