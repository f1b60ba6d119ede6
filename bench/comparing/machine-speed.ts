// Measures how fast the machine is just now, by a calculation that never changes: figures
// of different days can be compared beside it.
import { createHash } from "node:crypto";

/** As large as a page of the sites that are checked. */
const bufferBytes = 8_192;

/** Enough for 20 ms or more, so that the clock's own grain does not count. */
const hashes = 3_000;

/** Hashes a fixed buffer again and again, each time with the hash before. Pure. */
export function hashRepeatedly(count: number): string {
  const buffer = Buffer.alloc(bufferBytes, "junkai");
  for (let i = 0; i < count; i++)
    createHash("sha256").update(buffer).digest().copy(buffer);
  return buffer.toString("hex", 0, 32);
}

/** Gives how many buffers of 8 KB a second the machine hashes with SHA-256. */
export function machineSpeed(now: () => number = () => performance.now()): number {
  const start = now();
  hashRepeatedly(hashes);
  return (hashes / (now() - start)) * 1_000;
}
