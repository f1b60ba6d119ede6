// Tests how queries of links are encoded, in the runtime, whose decoders are the Encoding
// Standard's. What browsers give is taken from web-platform-tests
// (url/percent-encoding.window.js, encoding/legacy-mb-*) and the standard's indexes.

import { describe, expect, it } from "vitest";
import { encodeQuery } from "#domain/content/encodings/query-encoding.ts";

/** The query as it stands in the URL. */
const search = (query: string, encoding: string): string =>
  new URL(encodeQuery(`https://a.example/?${query}`, encoding)).search.slice(1);

describe("a query in an older charset", () => {
  it.each([
    ["windows-1252", "\u2020", "%86"],
    ["windows-1252", "é=ü&x", "%E9=%FC&x"],
    ["windows-1251", "поиск", "%EF%EE%E8%F1%EA"],
    ["koi8-r", "Я", "%F1"],
    ["iso-8859-2", "ł", "%B3"],
    ["big5", "\u2020", "%26%238224%3B"],
    ["big5", "台北", "%A5x%A5_"],
    ["big5", "\u2550\u5341", "%F9%F9%A4Q"],
    ["euc-kr", "\u2020", "%A2%D3"],
    ["euc-kr", "서울", "%BC%AD%BF%EF"],
    ["gbk", "北京€", "%B1%B1%BE%A9%80"],
    ["gb18030", "€", "%A2%E3"],
    ["gb18030", "\ue5e5", "%26%2358853%3B"],
    ["gb18030", "\x80", "%810%810"],
    ["gb18030", "😀", "%949%FC6"],
    ["gbk", "😀", "%26%23128512%3B"],
    ["shift_jis", "\u2212", "%81|"],
    ["shift_jis", "東京 ｱ", "%93%8C%8B%9E%20%B1"],
    ["shift_jis", "表", "%95\\"],
    ["shift_jis", "纊", "%FA\\"],
    ["shift_jis", "\ue000", "%26%2357344%3B"],
    ["euc-jp", "東京ｱ", "%C5%EC%B5%FE%8E%B1"],
    ["euc-jp", "纊", "%F9%A1"],
    ["iso-2022-jp", "\u203e\\", "%1B(J~%1B(B\\"],
    ["iso-2022-jp", "東a", "%1B$BEl%1B(Ba"],
    ["iso-2022-jp", "ｱ", "%1B$B%%22%1B(B"],
    ["iso-2022-jp", "東é", "%1B$BEl%1B(B%26%23233%3B"],
    ["iso-2022-jp", "\u000e東", "%26%2365533%3B%1B$BEl%1B(B"],
    ["utf-8", "é", "%C3%A9"],
    ["utf-16le", "é", "%C3%A9"],
    ["windows-1252", "\ud800x", "%26%2365533%3Bx"],
  ])("%s: %j becomes %s", (encoding, query, encoded) => {
    expect(search(query, encoding)).toBe(encoded);
  });

  it("is the only part of a URL that is encoded so", () => {
    const { href } = new URL(
      encodeQuery("/é?é#é?é", "windows-1252"),
      "https://a.example",
    );
    expect(href).toBe("https://a.example/%C3%A9?%E9#%C3%A9?%C3%A9");
  });

  it.each([
    "shift_jis",
    "euc-jp",
    "gbk",
    "gb18030",
    "big5",
    "euc-kr",
    "windows-1253",
    "koi8-u",
  ])("%s: all that is encoded is decoded to the same again", (encoding) => {
    const units = Array.from({ length: 0xff00 }, (_, i) => String.fromCharCode(i + 0x80));
    const encoded = units.map((unit) => encodeQuery(`?${unit}`, encoding).slice(1));
    const known = units.filter((_, i) => encoded[i]?.startsWith("%26%23") === false);
    expect(known.length).toBeGreaterThan(100);
    const decoder = new TextDecoder(encoding);
    const changed = known.filter((unit) => {
      const text = encodeQuery(`?${unit}`, encoding).slice(1);
      const bytes = Array.from(text.matchAll(/%(..)|./gs), ([part, hex]) =>
        hex === undefined ? part.charCodeAt(0) : Number.parseInt(hex, 16),
      );
      return decoder.decode(Uint8Array.from(bytes)) !== unit;
    });
    // These are encoded as what looks like them.
    const alike = /^(shift_jis|euc-jp)$/.test(encoding) ? "\u00a5\u203e\u2212" : "";
    expect(changed.join("")).toBe(alike);
  });
});
