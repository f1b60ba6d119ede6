// Finds where a script ends that has a comment with another script in it: browsers pass
// over the inner script's end (https://html.spec.whatwg.org/#script-data-state).

/**
 * Gives where the end tag of a script begins whose content begins at `start`, or the
 * length of the text when the script does not end.
 */
export function endOfScript(html: string, start: number): number {
  const marks = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;
  marks.lastIndex = start;
  let state: "script" | "escaped" | "double-escaped" = "script";
  for (let mark = marks.exec(html); mark !== null; mark = marks.exec(html)) {
    const [text] = mark;
    if (text === "-->") state = "script";
    else if (text === "<!--") {
      if (state === "script") state = "escaped";
      // Its dashes may be those of its end: "<!-->".
      marks.lastIndex -= 2;
    } else if (text[1] !== "/") {
      if (state === "escaped") state = "double-escaped";
    } else if (state === "double-escaped") state = "escaped";
    else return mark.index;
  }
  return html.length;
}

/** Where the first end tag of a script is that a text has from `start` on. */
export function firstScriptEnd(html: string, start: number): number {
  const end = /<\/script(?=[\t\n\f\r />])/gi;
  end.lastIndex = start;
  return end.exec(html)?.index ?? html.length;
}
