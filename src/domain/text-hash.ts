// Hashes a text to sixty-four bits in two halves. Hashes are stored, so the hash of a text
// may never change. They are not for secrets: whoever wants to can make two texts collide,
// such as two of their own URLs, one of which a crawl then leaves out.

/** Both unsigned, of 32 bits. */
type TextHash = { hi: number; lo: number };

/**
 * `hi` is MurmurHash3_x86_32 (Austin Appleby, public domain) with seed 0 of the UTF-16LE
 * bytes; `lo` is the same walk with constants of MurmurHash3_x86_128, so that texts that
 * collide in one half do not in the other.
 */
export function hashText(text: string): TextHash {
  let hi = 0;
  let lo = 0;
  const whole = text.length & ~1;
  for (let at = 0; at < whole; at += 2) {
    const word = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
    hi = (Math.imul(rotateBits(hi ^ scrambleHigh(word), 13), 5) + 0xe6546b64) | 0;
    lo = (Math.imul(rotateBits(lo ^ scrambleLow(word), 17), 5) + 0x561ccd1b) | 0;
  }
  if (whole < text.length) {
    const word = text.charCodeAt(whole);
    hi ^= scrambleHigh(word);
    lo ^= scrambleLow(word);
  }
  const bytes = 2 * text.length;
  return { hi: mixBits(hi ^ bytes), lo: mixBits(lo ^ bytes) };
}

const rotateBits = (word: number, by: number): number =>
  (word << by) | (word >>> (32 - by));

const scrambleHigh = (word: number): number =>
  Math.imul(rotateBits(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);

const scrambleLow = (word: number): number =>
  Math.imul(rotateBits(Math.imul(word, 0x239b961b), 16), 0xab0e9789);

/** MurmurHash3's 32-bit finaliser. */
function mixBits(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
