// Finds decoders by what a byte order mark, a header or an XML declaration says. Null for
// what says nothing, and for labels of no encoding.

/** So much of a text is looked at for a declaration. */
export const PRESCANNED_BYTES = 1024;

export const utf8 = new TextDecoder("utf-8");
const utf16be = new TextDecoder("utf-16be");
const utf16le = new TextDecoder("utf-16le");
export const windows1252 = new TextDecoder("windows-1252");

/** https://encoding.spec.whatwg.org/#bom-sniff; the decoders drop the mark. */
export function byteOrderMark(bytes: Uint8Array): TextDecoder | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be;
  return bytes[0] === 0xff && bytes[1] === 0xfe ? utf16le : null;
}

export function inHeader(contentType: string | null): TextDecoder | null {
  const found =
    contentType === null
      ? null
      : /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(contentType);
  return found ? decoderOf(found[1] ?? found[2] ?? "") : null;
}

// Only known labels are kept, and these are few.
const decoders = new Map<string, TextDecoder>();

/**
 * https://encoding.spec.whatwg.org/#concept-encoding-get; null for the labels of
 * "replacement" too.
 */
function decoderOf(label: string): TextDecoder | null {
  const name = label.trim().toLowerCase();
  const known = decoders.get(name);
  if (known) return known;
  try {
    const decoder = new TextDecoder(name);
    decoders.set(name, decoder);
    return decoder;
  } catch {
    return null;
  }
}

/** A label that could be read byte by byte cannot be in UTF-16, whatever it says. */
export function decoderOfAscii(label: string): TextDecoder | null {
  if (label.trim() === "x-user-defined") return windows1252;
  const decoder = decoderOf(label);
  return decoder?.encoding.startsWith("utf-16") ? utf8 : decoder;
}

/** https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
export function asUtf16(bytes: Uint8Array): TextDecoder | null {
  if (startsWith(bytes, "<\0?\0x\0")) return utf16le;
  return startsWith(bytes, "\0<\0?\0x") ? utf16be : null;
}

/**
 * https://html.spec.whatwg.org/#xml-declaration-encoding-sniffing, for XHTML without a
 * <meta>.
 */
export function inXmlDeclaration(bytes: Uint8Array): TextDecoder | null {
  if (!startsWith(bytes, "<?xml")) return null;
  const declaration = textOf(bytes, 0, bytes.indexOf(GREATER));
  const found = /encoding[\0- ]*=[\0- ]*(?:"([^"]*)"|'([^']*)')/.exec(declaration);
  return found ? decoderOfAscii(found[1] ?? found[2] ?? "") : null;
}

const GREATER = 0x3e;

export function startsWith(bytes: Uint8Array, text: string, from = 0): boolean {
  for (let i = 0; i < text.length; i++)
    if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Bytes as characters, in lower case, up to the length of the texts that matter here. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  const stop = Math.min(end, start + PRESCANNED_BYTES);
  for (let at = start; at < stop; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text.toLowerCase();
}
