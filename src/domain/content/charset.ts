// Decodes the text of an HTML page as browsers do: by its byte order mark, else by
// Content-Type, else by <meta>, else by a guess. Never throws: malformed bytes become
// U+FFFD, and an unknown label counts as none.

import {
  asUtf16,
  byteOrderMark,
  decoderOfAscii,
  inHeader,
  inXmlDeclaration,
  PRESCANNED_BYTES,
  startsWith,
  textOf,
  windows1252,
} from "#domain/content/encodings/declared-encoding.ts";

/** A page's text, and the name of the encoding that it was in. */
export type DecodedPage = { text: string; encoding: string };

export const decodeHtml = (bytes: Uint8Array, contentType: string | null): string =>
  decodePage(bytes, contentType).text;

/** `contentType` is the header's value. */
export function decodePage(bytes: Uint8Array, contentType: string | null): DecodedPage {
  const declared =
    byteOrderMark(bytes) ??
    inHeader(contentType) ??
    prescan(bytes.subarray(0, PRESCANNED_BYTES));
  return declared === null ? decodeUndeclared(bytes) : decodeAs(declared, bytes);
}

/**
 * Decodes a page that declares no encoding at its start. It is UTF-8 if it can be: text
 * in another encoding is hardly ever valid UTF-8 by chance. Else a <meta> further down
 * decides; without one it is windows-1252, which browsers assume in most languages.
 */
function decodeUndeclared(bytes: Uint8Array): DecodedPage {
  try {
    return decodeAs(strictUtf8, bytes);
  } catch {
    return decodeAs(prescan(bytes) ?? windows1252, bytes);
  }
}

const decodeAs = (decoder: TextDecoder, bytes: Uint8Array): DecodedPage => ({
  text: decoder.decode(bytes),
  encoding: decoder.encoding,
});

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
/** Where a scan is, and where the name and the value of the latest attribute are. */
type Cursor = {
  readonly bytes: Uint8Array;
  at: number;
  name: number;
  nameEnd: number;
  value: number;
  valueEnd: number;
};

/** https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
function prescan(bytes: Uint8Array): TextDecoder | null {
  const wide = asUtf16(bytes);
  if (wide !== null) return wide;
  const cursor: Cursor = { bytes, at: 0, name: 0, nameEnd: 0, value: 0, valueEnd: 0 };
  for (let at = bytes.indexOf(LESS); at !== -1; at = bytes.indexOf(LESS, cursor.at)) {
    cursor.at = at + 1;
    const decoder = scanTag(cursor);
    if (decoder !== null) return decoder;
  }
  return inXmlDeclaration(bytes);
}

/**
 * Moves past the tag, comment or lone "<" before the cursor. Gives the encoding that a
 * <meta> declares; null for anything else.
 */
function scanTag(cursor: Cursor): TextDecoder | null {
  const { bytes, at } = cursor;
  const next = bytes[at];
  if (startsWith(bytes, "!--", at)) {
    // "<!-->" is a whole comment.
    skipTo(cursor, GREATER, at + 3);
    while (cursor.at < bytes.length && !startsWith(bytes, "--", cursor.at - 2)) {
      skipTo(cursor, GREATER, cursor.at + 1);
    }
    return null;
  }
  if (isMeta(bytes, at)) return scanMeta(cursor);
  if (isLetter(next) || (next === SLASH && isLetter(bytes[at + 1]))) {
    while (
      cursor.at < bytes.length &&
      !isSpace(bytes[cursor.at]) &&
      bytes[cursor.at] !== GREATER
    )
      cursor.at++;
    while (nextAttribute(cursor));
    return null;
  }
  if (next === EXCLAMATION || next === SLASH || next === QUESTION)
    skipTo(cursor, GREATER, at);
  return null;
}

function scanMeta(cursor: Cursor): TextDecoder | null {
  let charset: string | null = null;
  let content: string | null = null;
  let pragma: string | null = null;
  cursor.at += 4;
  while (nextAttribute(cursor)) {
    const name = textOf(cursor.bytes, cursor.name, cursor.nameEnd);
    const value = textOf(cursor.bytes, cursor.value, cursor.valueEnd);
    if (name === "charset") charset ??= value;
    else if (name === "content") content ??= value;
    else if (name === "http-equiv") pragma ??= value;
  }
  // A tag that does not end within what is scanned declares nothing.
  if (cursor.at >= cursor.bytes.length) return null;
  if (charset !== null) return decoderOfAscii(charset);
  if (content === null || pragma !== "content-type") return null;
  // https://html.spec.whatwg.org/#algorithm-for-extracting-a-character-encoding-from-a-meta-element
  const found = /charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"'][^\s;]*))/.exec(content);
  return found ? decoderOfAscii(found[1] ?? found[2] ?? found[3] ?? "") : null;
}

/**
 * https://html.spec.whatwg.org/#concept-get-attributes-when-sniffing; false at the end of
 * the tag or of the bytes.
 */
function nextAttribute(cursor: Cursor): boolean {
  const { bytes } = cursor;
  while (isSpace(bytes[cursor.at]) || bytes[cursor.at] === SLASH) cursor.at++;
  if (cursor.at >= bytes.length || bytes[cursor.at] === GREATER) return false;
  cursor.name = cursor.at;
  // Even "=" may begin a name.
  do cursor.at++;
  while (cursor.at < bytes.length && !endsName(bytes[cursor.at]));
  cursor.nameEnd = cursor.at;
  cursor.value = 0;
  cursor.valueEnd = 0;
  skipSpaces(cursor);
  if (bytes[cursor.at] !== EQUALS) return true;
  cursor.at++;
  skipSpaces(cursor);
  readValue(cursor);
  return true;
}

function readValue(cursor: Cursor): void {
  const { bytes } = cursor;
  const quote = bytes[cursor.at];
  if (quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE) {
    cursor.value = cursor.at + 1;
    skipTo(cursor, quote, cursor.value);
    cursor.valueEnd = cursor.at;
    cursor.at++;
    return;
  }
  cursor.value = cursor.at;
  while (
    cursor.at < bytes.length &&
    !isSpace(bytes[cursor.at]) &&
    bytes[cursor.at] !== GREATER
  )
    cursor.at++;
  cursor.valueEnd = cursor.at;
}

const EXCLAMATION = 0x21;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

const isSpace = (byte = 0): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d || byte === 0x0c;
const isLetter = (byte = 0): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const endsName = (byte = 0): boolean =>
  byte === EQUALS || byte === GREATER || byte === SLASH || isSpace(byte);
const isMeta = (bytes: Uint8Array, at: number): boolean =>
  ((bytes[at] ?? 0) | 0x20) === 0x6d &&
  textOf(bytes, at, at + 4) === "meta" &&
  (isSpace(bytes[at + 4]) || bytes[at + 4] === SLASH);

/** Moves to the next such byte, or to the end. */
function skipTo(cursor: Cursor, byte: number, from: number): void {
  const found = cursor.bytes.indexOf(byte, from);
  cursor.at = found === -1 ? cursor.bytes.length : found;
}

function skipSpaces(cursor: Cursor): void {
  while (isSpace(cursor.bytes[cursor.at])) cursor.at++;
}
