// Packs what is known on the way to forgetting URLs, so that a crawl's row can hold it from
// one slice to the next.
import { packBits, unpackBits } from "#domain/sites/frontier/bit-set.ts";
import { urlsInChunk } from "#domain/sites/frontier/url-records.ts";
import type { Forgetting } from "./forgetting.ts";

/** Sets of numbers in hex, a bit a URL: 250 kB each for a million URLs. */
export type PackedForgetting = {
  kept: string;
  unseen: string;
  fromPage: number | null;
  chunksLeft: number;
};

export function packForgetting({
  kept,
  unseen,
  fromPage,
  chunksLeft,
}: Forgetting): PackedForgetting {
  const end = chunksLeft * urlsInChunk;
  return {
    kept: packBits(kept, end).toHex(),
    unseen: packBits(unseen, end).toHex(),
    fromPage,
    chunksLeft,
  };
}

export const unpackForgetting = ({
  kept,
  unseen,
  ...rest
}: PackedForgetting): Forgetting => ({
  kept: unpackBits(Uint8Array.fromHex(kept)),
  unseen: unpackBits(Uint8Array.fromHex(unseen)),
  ...rest,
});
