// Reads the URLs of the srcset attribute of an img or source element. Takes all of them,
// whatever their descriptors say.

/** See https://html.spec.whatwg.org/#parse-a-srcset-attribute. Judges no descriptors. */
export function* readSrcset(srcset: string): Generator<string> {
  let at = 0;
  for (;;) {
    while (at < srcset.length && (srcset[at] === "," || isSpace(srcset[at]))) at++;
    const start = at;
    while (at < srcset.length && !isSpace(srcset[at])) at++;
    if (at === start) return;
    // Commas may be part of a URL, except at its end: there they end the candidate.
    let end = at;
    while (srcset[end - 1] === ",") end--;
    yield srcset.slice(start, end);
    if (end === at) at = skipDescriptors(srcset, at);
  }
}

/** Gives the place after the comma that ends the candidate: one outside parentheses. */
function skipDescriptors(srcset: string, from: number): number {
  let inParentheses = false;
  for (let at = from; at < srcset.length; at++) {
    const character = srcset[at];
    if (inParentheses) inParentheses = character !== ")";
    else if (character === ",") return at + 1;
    else inParentheses = character === "(";
  }
  return srcset.length;
}

const isSpace = (character: string | undefined): boolean =>
  character === " " ||
  character === "\n" ||
  character === "\t" ||
  character === "\r" ||
  character === "\f";
