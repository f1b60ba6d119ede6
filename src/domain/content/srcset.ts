// The URLs of an img or source element's srcset attribute, whatever their descriptors
// say: a crawler wants them all.

/**
 * https://html.spec.whatwg.org/#parse-a-srcset-attribute, without judging descriptors.
 */
export function readSrcset(srcset: string): string[] {
  const urls: string[] = [];
  let at = 0;
  for (;;) {
    while (at < srcset.length && (srcset[at] === "," || isSpace(srcset[at]))) at++;
    const start = at;
    while (at < srcset.length && !isSpace(srcset[at])) at++;
    if (at === start) return urls;
    // Commas may be part of a URL, except at its end: there they close the candidate.
    let end = at;
    while (srcset[end - 1] === ",") end--;
    urls.push(srcset.slice(start, end));
    if (end === at) at = skipDescriptors(srcset, at);
  }
}

/** Up to the comma that closes the candidate: none between parentheses does. */
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
