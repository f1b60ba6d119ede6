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
 * declaration (RFC 7303 3), else UTF-8. `start` are the first bytes of the unpacked list,
 * up to a thousand.
 */
export function listEncoding(contentType: string | null, start: Uint8Array): string {
  const declared =
    byteOrderMark(start) ??
    inHeader(contentType) ??
    asUtf16(start) ??
    inXmlDeclaration(start);
  return (declared ?? utf8).encoding;
}
