import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHtml } from "#domain/content/charset.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

/** Bytes of the parts: text as UTF-8, numbers as they are. */
const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

/**
 * What the byte 0xE9, alone no UTF-8, became at the end of a page that begins like this.
 */
const lastOf = (start: string, contentType: string | null = null): string | undefined =>
  decodeHtml(bytesOf(start, [0xe9]), contentType).at(-1);

const cyrillic = "й"; // windows-1251
const western = "é"; // windows-1252

describe("a byte order mark", () => {
  it.each([
    ["UTF-8", [0xef, 0xbb, 0xbf], "utf8"],
    ["little-endian UTF-16", [0xff, 0xfe], "utf16le"],
  ] as const)("of %s wins over header and meta, and is dropped", (_, mark, encoding) => {
    const page = "<meta charset=windows-1251><title>Żółw ✓</title>";
    const bytes = Uint8Array.from([...mark, ...Buffer.from(page, encoding)]);
    expect(decodeHtml(bytes, "text/html; charset=koi8-r")).toBe(page);
  });

  it("of big-endian UTF-16 wins too", () => {
    const bytes = Uint8Array.from([0xfe, 0xff, 0, 0x3c, 0x27, 0x13]);
    expect(decodeHtml(bytes, "text/html; charset=utf-8")).toBe("<✓");
  });
});

describe("the Content-Type header", () => {
  it.each([
    "text/html; charset=windows-1251",
    "text/html;charset=windows-1251",
    "TEXT/HTML; CHARSET=WINDOWS-1251",
    'text/html; charset="windows-1251"',
    'text/html; charset=" windows-1251 "',
    "text/html; boundary=x; charset=windows-1251; q=1",
    "text/html ; charset = windows-1251",
    "text/html; charset=cp1251, text/html",
    "; charset=x-cp1251",
  ])("%j decides", (contentType) => {
    expect(lastOf("<meta charset=koi8-r>", contentType)).toBe(cyrillic);
  });

  it.each([
    "text/html",
    "text/html; charset=",
    'text/html; charset=""',
    "text/html; charset=none",
    "text/html; charset=iso-2022-kr", // "replacement": decodes nothing
    "text/html; x-charset=windows-1252",
    "charset",
    "",
  ])("%j is passed over for what the page says", (contentType) => {
    expect(lastOf("<meta charset=windows-1251>", contentType)).toBe(cyrillic);
  });
});

describe("a meta element declares the encoding", () => {
  it.each([
    "<meta charset=windows-1251>",
    '<META CharSet = "Windows-1251" >',
    "<meta\n\tcharset\n=\n' windows-1251 '\n>",
    "<meta/charset=cp1251 />",
    "<meta ===charset name=x charset=windows-1251>",
    "<meta charset=windows-1251 charset=koi8-r>",
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    "<meta content='text/html; charset = \"windows-1251\"' http-equiv=content-type>",
    "<meta content=\"charset='windows-1251';\" http-equiv=CONTENT-TYPE>",
    "<meta content=text/html;CHARSET=windows-1251;x http-equiv=content-type>",
    "<meta http-equiv=content-type content='charset=koi8-r' charset=windows-1251>",
    "<meta charset=nonsense><meta charset=windows-1251>",
    "<!-- <meta charset=koi8-r> > -- --><meta charset=windows-1251>",
    "<!-- > <meta charset=koi8-r> --><meta charset=windows-1251>",
    "<!--><meta charset=windows-1251>",
    "</p x='>' y='<meta charset=koi8-r>'><meta charset=windows-1251>",
    "<? <meta charset=koi8-r> ?></ <meta charset=koi8-r><! <meta charset=koi8-r><meta charset=windows-1251>",
    "<!DOCTYPE html><?php ?></ x><!x><meta charset=windows-1251>",
    "<html lang=en><head profile='<meta charset=koi8-r>'></title x=\"<meta charset=koi8-r>\"><meta charset=windows-1251>",
    "a < b <3 <<meta charset=windows-1251>",
    "<metadata charset=koi8-r><meta charset=windows-1251>",
  ])("when it stands in %j", (start) => {
    expect(lastOf(start)).toBe(cyrillic);
  });

  it.each([
    "<!-- <meta charset=windows-1251> -->",
    "<!-- <meta charset=windows-1251>",
    "<!-- -- <meta charset=windows-1251>",
    "<metacharset=windows-1251>",
    "<p title='<meta charset=windows-1251>'>",
    "<p title='<meta charset=windows-1251>",
    "</p <meta charset=windows-1251>",
    "<!doctype <meta charset=windows-1251",
    "<meta content='text/html; charset=windows-1251'>",
    "<meta http-equiv=refresh content='0; charset=windows-1251'>",
    "<meta http-equiv=content-type content='text/html; charset=\"windows-1251'>",
    "<meta http-equiv=content-type content='text/html; charset windows-1251'>",
    "<meta charset=nonsense http-equiv=content-type content='charset=windows-1251'>",
    "<meta charset=hz-gb-2312>",
    "<meta charset=windows-1251",
    "<meta charset='windows-1251'",
    "<meta charset='windows-1251",
    "<meta name=charset content=windows-1251>",
  ])("except when it stands in %j", (start) => {
    expect(lastOf(start)).toBe(western);
  });

  it.each(["utf-16", "UTF-16LE", "utf-16be", "ucs-2", "unicode"])(
    "as %s, which then means UTF-8",
    (label) => {
      expect(decodeHtml(bytesOf(`<meta charset=${label}>Lüge`, [0xff]), null)).toBe(
        `<meta charset=${label}>Lüge\ufffd`,
      );
    },
  );

  it("as x-user-defined, which then means windows-1252", () => {
    expect(lastOf("<meta charset=' X-User-Defined'>")).toBe(western);
  });

  it("when it ends within the first 1,024 bytes", () => {
    const meta = "<meta charset=windows-1251>";
    const page = (length: number) => bytesOf(" ".repeat(length - meta.length), meta, "é");
    expect(decodeHtml(page(1024), null).slice(-2)).toBe("Г©"); // C3 A9, the UTF-8 of é, as windows-1251
    expect(decodeHtml(page(1025), null).at(-1)).toBe("é");
  });

  it("further down too when the page is not UTF-8", () => {
    expect(lastOf(`<!--${"c".repeat(1500)}--><meta charset="windows-1251">`)).toBe(
      cyrillic,
    );
  });
});

it.each([
  ["shift_jis", [0x93, 0x8c, 0x8b, 0x9e], "東京"],
  ["euc-jp", [0xc5, 0xec, 0xb5, 0xfe], "東京"],
  ["gb2312", [0xb1, 0xb1, 0xbe, 0xa9], "北京"],
  ["big5", [0xa5, 0x78, 0xa5, 0x5f], "台北"],
  ["euc-kr", [0xbc, 0xad, 0xbf, 0xef], "서울"],
  ["koi8-r", [0xed, 0xcf, 0xd3, 0xcb, 0xd7, 0xc1], "Москва"],
  ["iso-8859-1", [0x80, 0x35], "€5"], // the label means windows-1252
])("a page whose meta element says %s is decoded as that", (label, bytes, text) => {
  const start = `<meta http-equiv="Content-Type" content="text/html; charset=${label}"><title>`;
  expect(decodeHtml(bytesOf(start, bytes), "text/html")).toBe(start + text);
});

describe("an XML declaration", () => {
  it.each([
    "<?xml version='1.0' encoding='windows-1251'?>",
    '<?xml version="1.0" encoding = "Windows-1251" standalone="yes"?><html>',
  ])("declares the encoding where no meta does: %s", (start) => {
    expect(lastOf(start)).toBe(cyrillic);
    expect(lastOf(`${start}<meta charset=windows-1252>`)).toBe(western);
  });

  it.each([
    " <?xml encoding='windows-1251'?>",
    "<?xml encoding=windows-1251?>",
    "<?xml encoding='windows-1251'",
  ])("does not when it is %s", (start) => {
    expect(lastOf(start)).toBe(western);
  });

  it("that is not ASCII shows UTF-16 without a byte order mark", () => {
    const page = "<?xml version='1.0'?>✓";
    const little = Buffer.from(page, "utf16le");
    expect(decodeHtml(little, null)).toBe(page);
    expect(decodeHtml(Buffer.from(little).swap16(), null)).toBe(page);
  });
});

describe("a page that declares nothing", () => {
  it("is UTF-8 when it can be", () => {
    expect(decodeHtml(bytesOf("<title>Grüße 東京</title>"), "text/html")).toBe(
      "<title>Grüße 東京</title>",
    );
  });

  it("is windows-1252 otherwise", () => {
    const bytes = bytesOf("Caf", [0xe9], " ", [0x80], " 5"); // 0x80: the euro sign
    expect(decodeHtml(bytes, null)).toBe("Café € 5");
  });

  it("may be empty, or no text at all", () => {
    expect(decodeHtml(new Uint8Array(), null)).toBe("");
    expect(decodeHtml(bytesOf([0x89], "PNG\r\n", [0x1a], "\n\0"), "text/html")).toBe(
      "‰PNG\r\n\x1a\n\0",
    );
  });
});

it.each([
  ["utf-8", [0x62, 0xff, 0xc3, 0x28], "b\ufffd\ufffd("],
  ["utf-8", [0xe6, 0x9d], "\ufffd"],
  ["utf-16le", [0x41, 0x00, 0x00, 0xd8, 0x42, 0x00, 0x43], "A\ufffdB\ufffd"],
  ["gb2312", [0xb1, 0xb1, 0xff], "北\ufffd"],
])("malformed bytes in %s become U+FFFD", (label, bytes, text) => {
  expect(decodeHtml(Uint8Array.from(bytes), `text/html; charset=${label}`)).toBe(text);
});

describe("whatever the bytes and the header", () => {
  const anyBytes = fc.uint8Array({ maxLength: 2_000, size: "max" });
  const anyLabel = fc.constantFrom(
    "utf-8",
    "windows-1251",
    "shift_jis",
    "gbk",
    "utf-16le",
    "koi8-r",
    "latin1",
  );

  it("decoding gives text", () => {
    const anySoup = fc
      .array(
        fc.constantFrom(
          "<",
          "meta ",
          "charset",
          "=",
          "'",
          '"',
          ">",
          "!--",
          "-",
          "/",
          "\0",
          "é",
          "?xml ",
        ),
        {
          maxLength: 60,
          size: "max",
        },
      )
      .map((parts) => bytesOf(parts.join("")));
    fc.assert(
      fc.property(
        fc.oneof(anyBytes, anySoup),
        fc.option(fc.string()),
        (bytes, contentType) => {
          expect(decodeHtml(bytes, contentType)).toBeTypeOf("string");
        },
      ),
      { numRuns: scenarios(1_000) },
    );
  });

  it("the header's label decides, unless there is a byte order mark", () => {
    fc.assert(
      fc.property(anyBytes, anyLabel, (bytes, label) => {
        fc.pre(bytes[0] !== 0xef && bytes[0] !== 0xfe && bytes[0] !== 0xff);
        const expected = new TextDecoder(label).decode(bytes);
        expect(decodeHtml(bytes, `text/html; charset=${label}`)).toBe(expected);
      }),
    );
  });

  it("text without markup comes back from its UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.includes("<") && !text.startsWith("\ufeff"));
        expect(decodeHtml(new TextEncoder().encode(text), null)).toBe(text);
      }),
    );
  });

  it("a meta is found behind whole tags and comments of any kind", () => {
    const anyTag = fc.constantFrom(
      "<p>",
      "</p >",
      "<a b='>' c=\">\">",
      "<!-- > -->",
      "<!x>",
      "<?y?>",
      "< ",
      "<b/c d>",
      "t",
    );
    fc.assert(
      fc.property(fc.array(anyTag, { maxLength: 40, size: "max" }), (tags) => {
        expect(lastOf(`${tags.join("")}<meta charset=windows-1251>`)).toBe(cyrillic);
      }),
    );
  });

  it.each([
    "<!-",
    "<!--",
    "<!-- >",
    "<meta charset='",
    '<a b="',
    "<meta content=x ",
    "<?",
    "</b",
    "<",
  ])("a megabyte of %s is decoded in time", (part) => {
    const bytes = bytesOf(part.repeat(1_000_000 / part.length), [0xff]);
    expect(decodeHtml(bytes, null)).toHaveLength(bytes.length);
  });
});
