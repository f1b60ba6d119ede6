import { describe, expect, it } from "vitest";
import { listEncoding } from "#domain/content/encodings/list-encoding.ts";

const declared = (label: string) => `<?xml version="1.0" encoding=${label}?><urlset>`;
const bytesOf = (text: string, encoding: "latin1" | "utf16le" = "latin1") =>
  Uint8Array.from(Buffer.from(text, encoding));
const bigEndian = (text: string) =>
  bytesOf(text, "utf16le").map((_, i, all) => all[i ^ 1] ?? 0);

describe("the encoding of a list is named", () => {
  it.each<[string, string | null, Uint8Array, string]>([
    [
      "by its byte order mark, whatever else is said",
      "text/xml; charset=koi8-r",
      bytesOf(`\xef\xbb\xbf${declared('"koi8-r"')}`),
      "utf-8",
    ],
    ["by a mark of UTF-16", "text/xml", bytesOf("\ufeff<urlset>", "utf16le"), "utf-16le"],
    ["by a mark of big-endian UTF-16", null, bigEndian("\ufeff<urlset>"), "utf-16be"],
    [
      "by its Content-Type before its declaration",
      'text/xml; charset="Shift_JIS"',
      bytesOf(declared('"koi8-r"')),
      "shift_jis",
    ],
    [
      "by its declaration",
      "text/xml",
      bytesOf(declared('"windows-1251"')),
      "windows-1251",
    ],
    [
      "by a declaration in other quotes",
      "text/xml; charset=nonsense",
      bytesOf(declared("'EUC-JP'")),
      "euc-jp",
    ],
    [
      "by how its declaration looks, in UTF-16",
      "application/xml",
      bytesOf(declared('"UTF-16"'), "utf16le"),
      "utf-16le",
    ],
    [
      "by how its declaration looks, in big-endian UTF-16",
      null,
      bigEndian(declared('"UTF-16"')),
      "utf-16be",
    ],
    [
      "by how its declaration looks, in UTF-16, though its Content-Type lies",
      "text/xml; charset=utf-8",
      bytesOf(declared('"UTF-16"'), "utf16le"),
      "utf-16le",
    ],
    [
      "as UTF-8 by a declaration of UTF-16 that can be read as ASCII",
      null,
      bytesOf(declared('"UTF-16"')),
      "utf-8",
    ],
    ["as UTF-8 by nothing", null, bytesOf("<urlset>"), "utf-8"],
    [
      "as UTF-8 by what is no declaration",
      "text/plain",
      bytesOf("https://a.example/ encoding='koi8-r'"),
      "utf-8",
    ],
  ])("%s", (_, contentType, start, encoding) => {
    expect(listEncoding(contentType, start)).toBe(encoding);
  });
});
