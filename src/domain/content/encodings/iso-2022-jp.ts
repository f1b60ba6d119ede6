// Encodes text as ISO-2022-JP, which changes between three sets of characters.

import { legacyTable } from "./legacy-table.ts";

type CharacterSet = "ascii" | "roman" | "jis0208";
/** A byte, or a character that the encoding does not have. */
type Part = number | { missing: string };
const escapes: Readonly<Record<CharacterSet, readonly number[]>> = {
  ascii: [0x1b, 0x28, 0x42],
  roman: [0x1b, 0x28, 0x4a],
  jis0208: [0x1b, 0x24, 0x42],
};
const refused = new Set(["\u000e", "\u000f", "\u001b"]);

/**
 * Gives bytes, and in their place the characters that the encoding does
 * not have. https://encoding.spec.whatwg.org/#iso-2022-jp-encoder
 */
export function encodeIso2022Jp(text: string): Part[] {
  const out: Part[] = [];
  let set = "ascii" as CharacterSet;
  const change = (to: CharacterSet) => {
    if (set !== to) out.push(...escapes[to]);
    set = to;
  };
  for (const character of text) {
    const place = placeOf(character, set);
    if (place === null) {
      if (set === "jis0208") change("ascii");
      out.push({ missing: refused.has(character) ? "\ufffd" : character });
    } else {
      change(place.set);
      out.push(...place.bytes);
    }
  }
  change("ascii");
  return out;
}

function placeOf(
  character: string,
  set: CharacterSet,
): { set: CharacterSet; bytes: readonly number[] } | null {
  const code = character.charCodeAt(0);
  if (refused.has(character)) return null;
  if (code < 0x80) {
    const isRoman = set === "roman" && character !== "\\" && character !== "~";
    return { set: isRoman ? "roman" : "ascii", bytes: [code] };
  }
  if (character === "\u00a5") return { set: "roman", bytes: [0x5c] };
  if (character === "\u203e") return { set: "roman", bytes: [0x7e] };
  const number = legacyTable("euc-jp")[widened(character).charCodeAt(0)] ?? 0;
  if (character.length > 1 || number < 0xa1a1) return null;
  return { set: "jis0208", bytes: [(number >> 8) - 0x80, (number & 0xff) - 0x80] };
}

/** Gives the usual form of half-width katakana, which the encoding does not have. */
function widened(character: string): string {
  if (character === "\uff9e") return "\u309b";
  if (character === "\uff9f") return "\u309c";
  return /[\uff61-\uff9d]/.test(character) ? character.normalize("NFKC") : character;
}
