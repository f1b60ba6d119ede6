// Makes short names of long texts. No protection against whoever looks for two texts of
// one name.

/** FNV-1a (Fowler, Noll, Vo; public domain) with two offsets: 16 hexadecimal digits. */
export const shortHash = (text: string): string =>
  [0x811c9dc5, 0x01000193].map((offset) => hashFrom(offset, text)).join("");

function hashFrom(offset: number, text: string): string {
  let hash = offset;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The last characters have moved few bits: MurmurHash3's finaliser spreads them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, "0");
}
