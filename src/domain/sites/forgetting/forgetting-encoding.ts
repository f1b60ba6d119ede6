// Packs what is known on the way to forgetting URLs, so that a crawl's row can hold it from
// one slice to the next.
import { packBits, unpackBits } from "#domain/sites/frontier/bit-set.ts";
import type { Forgetting } from "./forgetting.ts";

/** Sets of numbers in hex, a bit a URL: 250 kB each for a million URLs. */
export type PackedForgetting = {
  kept: string;
  unseen: string;
  fromPage: number | null;
  chunksLeft: number;
};

export const packForgetting = ({
  kept,
  unseen,
  ...rest
}: Forgetting): PackedForgetting => ({
  kept: packBits(kept).toHex(),
  unseen: packBits(unseen).toHex(),
  ...rest,
});

export const unpackForgetting = ({
  kept,
  unseen,
  ...rest
}: PackedForgetting): Forgetting => ({
  kept: unpackBits(Uint8Array.fromHex(kept)),
  unseen: unpackBits(Uint8Array.fromHex(unseen)),
  ...rest,
});
