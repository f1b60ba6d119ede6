// Encodes the query of an href in the charset of its page, as browsers do.

import { encodeIso2022Jp } from "./iso-2022-jp.ts";
import { legacyTable } from "./legacy-table.ts";

/**
 * Gives the href with the characters of its query that are not ASCII percent-encoded as
 * its page is encoded. The rest is left to the URL class, which takes UTF-8
 * (https://url.spec.whatwg.org/#query-state). `encoding` is the name of the page's.
 */
export function encodeQuery(href: string, encoding: string): string {
  if (encoding === "utf-8" || encoding.startsWith("utf-16") || isAscii(href)) return href;
  const [, before = "", query = "", after = ""] = queryParts.exec(href) ?? [];
  const isOld = encoding === "iso-2022-jp" ? query !== "" : !isAscii(query);
  return isOld ? before + encodeAs(query, encoding) + after : href;
}

const queryParts = /^([^?#]*\?)([^#]*)(.*)$/s;
const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** https://url.spec.whatwg.org/#string-percent-encode-after-encoding */
function encodeAs(query: string, encoding: string): string {
  if (encoding === "iso-2022-jp")
    return encodeIso2022Jp(query)
      .map((part) => (typeof part === "number" ? escapeByte(part) : refer(part.missing)))
      .join("");
  const table = legacyTable(encoding);
  return query.replace(/[^\0-\x7f]/gu, (character) => {
    const number = numberOf(character, table, encoding);
    return number === 0 ? refer(character) : bytesOf(number).map(escapeByte).join("");
  });
}

/** The bytes of a character as one number, the first byte highest; 0 for none. */
function numberOf(character: string, table: Uint32Array, encoding: string): number {
  if (character.length === 1) return table[character.charCodeAt(0)] ?? 0;
  if (encoding !== "gb18030") return 0;
  // https://encoding.spec.whatwg.org/#index-gb18030-ranges-pointer
  const pointer = 189_000 + (character.codePointAt(0) ?? 0) - 0x10000;
  const digits = [
    0x81 + Math.floor(pointer / 12_600),
    0x30 + (Math.floor(pointer / 1_260) % 10),
    0x81 + (Math.floor(pointer / 10) % 126),
    0x30 + (pointer % 10),
  ];
  return digits.reduce((number, byte) => number * 0x100 + byte, 0);
}

const bytesOf = (number: number): number[] =>
  number < 0x100 ? [number] : [...bytesOf(Math.floor(number / 0x100)), number % 0x100];

/** What the special-query percent-encode set has. */
const isEscaped = (byte: number): boolean =>
  byte <= 0x20 || byte > 0x7e || [0x22, 0x23, 0x27, 0x3c, 0x3e].includes(byte);

const escapeByte = (byte: number): string =>
  isEscaped(byte)
    ? `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
    : String.fromCharCode(byte);

/** Refers to a character that the encoding does not have, as a form would. */
function refer(character: string): string {
  const isWhole = character.isWellFormed();
  return `%26%23${isWhole ? character.codePointAt(0) : 0xfffd}%3B`;
}
