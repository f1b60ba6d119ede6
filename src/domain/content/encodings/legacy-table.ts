// Makes tables that encode text in the older charsets of the Encoding Standard. The
// platform only decodes these, so a table is made by decoding every sequence of bytes.

import { memoize } from "#domain/memo.ts";

/**
 * The bytes of each UTF-16 code unit, as one number with the first byte highest; 0 for a
 * unit that has none.
 */
export type LegacyTable = Uint32Array;

/** How an encoding is made of its decoder. https://encoding.spec.whatwg.org/#indexes */
type Rule = {
  /** Whether sequences with this first byte are only decoded. */
  isDecodedOnly?: (lead: number) => boolean;
  /** Code units for which the last of several sequences counts, and not the first. */
  lastOf?: string;
  /** Sequences of four bytes. */
  hasFourBytes?: boolean;
  /** Code units that are encoded as others are. */
  likeOthers?: Readonly<Record<string, string>>;
};

const yenAndMinus = { "\u00a5": "\\", "\u203e": "~", "\u2212": "\uff0d" };

/** Encodings with sequences of several bytes. The others have one byte a character. */
const multiByte = new Map<string, Rule>([
  [
    "shift_jis",
    {
      // The rows of NEC's selection, and those for the user's own characters.
      isDecodedOnly: (lead) => lead >= 0xed && lead <= 0xf9,
      likeOthers: yenAndMinus,
    },
  ],
  ["euc-jp", { likeOthers: yenAndMinus }],
  ["euc-kr", {}],
  ["gbk", {}],
  // 0x80 is the euro sign in gbk alone.
  ["gb18030", { isDecodedOnly: (lead) => lead === 0x80, hasFourBytes: true }],
  [
    "big5",
    {
      // The rows before are the Hong Kong supplement's.
      isDecodedOnly: (lead) => lead < 0xa1,
      lastOf: "\u2550\u255e\u2561\u256a\u5341\u5345",
    },
  ],
]);

/** Takes some milliseconds the first time. `encoding` is a name, not any label. */
export const legacyTable = memoize(40, (encoding = ""): LegacyTable => {
  const table = new Uint32Array(0x10000);
  const decoder = new TextDecoder(encoding);
  const rule = multiByte.get(encoding);
  if (rule === undefined) return fill(table, decoder, oneByte(), {});
  fill(table, decoder, oneByte(), rule);
  fill(table, decoder, twoBytes(), rule);
  if (rule.hasFourBytes) fill(table, decoder, fourBytes(), rule);
  for (const [unit, other] of Object.entries(rule.likeOthers ?? {}))
    table[unit.charCodeAt(0)] = table[other.charCodeAt(0)] || other.charCodeAt(0);
  // No encoder takes this unit, though decoders give it.
  if (encoding.startsWith("gb")) table[0xe5e5] = 0;
  return table;
});

/** Adds what sequences of bytes decode to, if that is one code unit. */
function fill(
  table: LegacyTable,
  decoder: TextDecoder,
  sequences: readonly (readonly number[])[],
  { isDecodedOnly = () => false, lastOf = "" }: Rule,
): LegacyTable {
  const taken = sequences.filter(([lead = 0]) => !isDecodedOnly(lead));
  // A line end is part of no sequence.
  const bytes = Uint8Array.from(taken.flatMap((sequence) => [...sequence, LINE_FEED]));
  for (const [i, text] of decoder.decode(bytes).split("\n").entries()) {
    const sequence = taken[i];
    if (sequence === undefined || text.length !== 1 || text === "\ufffd") continue;
    const unit = text.charCodeAt(0);
    if (table[unit] === 0 || lastOf.includes(text))
      table[unit] = sequence.reduce((number, byte) => number * 0x100 + byte, 0);
  }
  return table;
}

const LINE_FEED = 0x0a;

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const oneByte = () => range(0x80, 0xff).map((byte) => [byte]);

const twoBytes = () =>
  range(0x81, 0xfe).flatMap((lead) => range(0x40, 0xfe).map((trail) => [lead, trail]));

/** Those of the Basic Multilingual Plane. */
const fourBytes = () =>
  range(0x81, 0x84).flatMap((first) =>
    range(0x30, 0x39).flatMap((second) =>
      range(0x81, 0xfe).flatMap((third) =>
        range(0x30, 0x39).map((fourth) => [first, second, third, fourth]),
      ),
    ),
  );
