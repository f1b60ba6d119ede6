// Tests charsets in the runtime, whose decoders are the Encoding Standard's. Node's
// decoders differ from them.
import { describe, expect, it } from "vitest";
import { decodeHtml } from "#domain/content/charset.ts";

const decode = (label: string, bytes: number[]) =>
  decodeHtml(Uint8Array.from(bytes), `text/html; charset=${label}`);

describe("in the runtime, a charset", () => {
  it.each([
    ["shift_jis", [0x93, 0x8c, 0x8b, 0x9e], "東京"],
    ["euc-jp", [0xc5, 0xec, 0xb5, 0xfe], "東京"],
    ["gb2312", [0xb1, 0xb1, 0xbe, 0xa9], "北京"],
    ["gb2312", [0x81, 0x30, 0x81, 0x30], "\x80"], // the label means gbk, decoded as gb18030
    ["big5", [0xa5, 0x78, 0xa5, 0x5f], "台北"],
    ["euc-kr", [0xbc, 0xad, 0xbf, 0xef], "서울"],
    ["euc-kr", [0x81, 0x54], "갩"], // the label means windows-949
    ["koi8-r", [0xed, 0xcf, 0xd3, 0xcb, 0xd7, 0xc1], "Москва"],
    ["windows-1251", [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], "Привет"],
    ["iso-8859-1", [0x80, 0x35, 0xe9], "€5é"], // the label means windows-1252
    ["iso-8859-9", [0xdd], "İ"],
    ["utf-16be", [0x27, 0x13], "✓"],
  ])("%s is known: %j", (label, bytes, text) => {
    expect(decode(label, bytes)).toBe(text);
  });

  it.each(["shift_jis", "euc-jp", "gbk", "big5", "euc-kr"])(
    "of %s loses no markup to a stray lead byte",
    (label) => {
      expect(decode(label, [0x85, 0x3c, 0x62, 0x3e])).toBe("\ufffd<b>");
    },
  );

  it("of bytes that are not UTF-8 is windows-1252, also the second time", () => {
    for (const _ of [1, 2]) {
      expect(decodeHtml(Uint8Array.from([0xc3, 0xa9, 0xe9]), null)).toBe("Ã©é");
      expect(decodeHtml(Uint8Array.from([0xc3, 0xa9]), null)).toBe("é");
    }
  });
});
