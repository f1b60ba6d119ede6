// Unpacks gzip as it comes, in bounded portions. The runtime unpacks all of what is
// written to its stream at once, however large that becomes; so little is written at a
// time, and all that came of it is passed on before the next.

import type { TakePart } from "#net/fetching/read-body.ts";

/** A byte unpacks to 1,032 bytes at most (zlib.net/zlib_tech.html): a megabyte at once. */
const portionBytes = 1_024;
const nothing = new Uint8Array();
const gzipMagic = [0x1f, 0x8b] as const;

/** Tells by the first two bytes. */
export const isGzip = (bytes: Uint8Array): boolean =>
  bytes[0] === gzipMagic[0] && bytes[1] === gzipMagic[1];

/** A step on the way of bytes, which takes all of them and then their end. */
export type Stage = { take: TakePart; end(): Promise<void> };

/** Passes on what is unpacked. Damaged bytes end it: what came before them stays. */
export function createGunzip(pass: TakePart): Stage {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const reader = readable.getReader();
  let asked: Promise<void> | null = null;
  let arrived: Uint8Array | null = null;
  let isOver = false;

  const giveUp = () => {
    isOver = true;
  };
  const read = async () => {
    try {
      const { done, value } = await reader.read();
      if (done) isOver = true;
      else arrived = value;
    } catch {
      giveUp();
    }
    asked = null;
  };
  const ask = (): Promise<void> => {
    asked ??= read();
    return asked;
  };
  /** Passes on what has arrived; false if nothing has. */
  const passOn = async (): Promise<boolean> => {
    if (arrived === null) return false;
    const part = arrived;
    arrived = null;
    await pass(part);
    return true;
  };
  /** Passes on what is there. A read that could be answered is, before a later write. */
  const drain = async () => {
    do {
      if (arrived === null) void ask();
      await writer.write(nothing).catch(giveUp);
    } while (await passOn());
  };

  return {
    async take(part) {
      for (let at = 0; at < part.length && !isOver; at += portionBytes) {
        await writer.write(part.subarray(at, at + portionBytes)).catch(giveUp);
        await drain();
      }
    },
    async end() {
      void writer.close().catch(() => {});
      for (let goesOn = true; goesOn; goesOn = await passOn())
        if (arrived === null) await ask();
      await reader.cancel().catch(() => {});
    },
  };
}
