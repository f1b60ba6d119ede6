// Turns the bytes of a list of links, as they come, into text: unpacks gzip, since
// sitemaps come as .xml.gz, and decodes. Holds little of them at any time.

import { join, type TakePart } from "#net/fetching/read-body.ts";
import { createGunzip, isGzip, type Stage } from "./gunzip.ts";

type ListTextOptions = {
  /** Bytes that are decoded at most, once unpacked; the rest is left out. */
  maxBytes: number;
  /** Names the encoding by the first bytes. */
  encodingOf: (start: Uint8Array) => string;
  /** Takes the text. */
  write: (text: string) => void;
};

/** Takes all parts of a list, then its end. Never throws. */
export type ListText = {
  take: TakePart;
  /** Gives whether some of the list was left out. */
  end(): Promise<boolean>;
};

/** What an XML declaration, or a byte order mark, takes at most in practice. */
const declarationBytes = 1_024;
const gzipMagicBytes = 2;
/** What is decoded at once. */
const sliceBytes = 65_536;

export function createListText({
  maxBytes,
  encodingOf,
  write,
}: ListTextOptions): ListText {
  let decoder: TextDecoder | null = null;
  let packing: Stage | null = null;
  let left = maxBytes;
  let isCut = false;
  const decode = afterStart(declarationBytes, (part) => {
    decoder ??= new TextDecoder(encodingOf(part));
    isCut ||= part.length > left;
    for (let at = 0; at < part.length && left > 0; at += sliceBytes) {
      const slice = part.subarray(at, at + Math.min(sliceBytes, left));
      left -= slice.length;
      write(decoder.decode(slice, { stream: true }));
    }
  });
  const unpack = afterStart(gzipMagicBytes, async (part) => {
    packing ??= isGzip(part) ? createGunzip(decode.take) : decode;
    if (!isCut) await packing.take(part);
  });
  return {
    take: unpack.take,
    async end() {
      await unpack.end();
      await packing?.end();
      await decode.end();
      if (decoder !== null) write(decoder.decode());
      return isCut;
    },
  };
}

/** Holds parts back until there are `least` bytes, or the end, and joins them. */
function afterStart(least: number, pass: TakePart): Stage {
  let held: Uint8Array[] | null = [];
  const release = async () => {
    const start = join(held ?? []);
    held = null;
    if (start.length > 0) await pass(start);
  };
  return {
    async take(part) {
      if (held === null) return await pass(part);
      held.push(part);
      if (held.reduce((sum, { length }) => sum + length, 0) >= least) await release();
    },
    async end() {
      if (held !== null) await release();
    },
  };
}
