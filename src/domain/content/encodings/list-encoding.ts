// Names the encoding of a list of links by its own declaration.

import {
  asUtf16,
  byteOrderMark,
  inHeader,
  inXmlDeclaration,
  utf8,
} from "./declared-encoding.ts";

/**
 * The name of the encoding: by the byte order mark, else by Content-Type, else by the XML
 * declaration (RFC 7303 3), else UTF-8. A declaration that can only be read as UTF-16 is
 * that, whatever Content-Type says. `start` are the first bytes of the unpacked list,
 * up to a thousand.
 */
export function listEncoding(contentType: string | null, start: Uint8Array): string {
  const declared =
    byteOrderMark(start) ??
    asUtf16(start) ??
    inHeader(contentType) ??
    inXmlDeclaration(start);
  return (declared ?? utf8).encoding;
}
