// Hashes a body part by part. A small body is kept and hashed in one call, which costs
// less; a larger one is not held.
import { join, smallBytes } from "./read-body.ts";

export type BodyHash = {
  add(part: Uint8Array): Promise<void>;
  /** The first parts, at least those of a small body. */
  start(): Uint8Array;
  /** Ends the body; gives its SHA-256, lower-case hex. */
  end(): Promise<string>;
};

export function createBodyHash(): BodyHash {
  const first: Uint8Array[] = [];
  let size = 0;
  let stream: DigestStream | null = null;
  let writer: WritableStreamDefaultWriter | null = null;
  const add = async (part: Uint8Array) => {
    size += part.byteLength;
    if (writer !== null) return await writer.write(part);
    first.push(part);
    if (size <= smallBytes) return;
    stream = new crypto.DigestStream("SHA-256");
    writer = stream.getWriter() as WritableStreamDefaultWriter;
    for (const kept of first) await writer.write(kept);
    first.length = 1;
  };
  return {
    add,
    start: () => join(first),
    async end() {
      if (stream === null || writer === null) return await hashOf(join(first));
      await writer.close();
      return toHex(await stream.digest);
    },
  };
}

export const hashOf = async (body: Uint8Array): Promise<string> =>
  toHex(await crypto.subtle.digest("SHA-256", body));

const toHex = (digest: ArrayBuffer): string => new Uint8Array(digest).toHex();
