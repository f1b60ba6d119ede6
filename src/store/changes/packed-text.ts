// Packs bytes with deflate-raw, and unpacks them up to a limit.

export const packBytes = (bytes: Uint8Array): Promise<Uint8Array> =>
  collect(through(bytes, new CompressionStream("deflate-raw")), Number.POSITIVE_INFINITY);

/** Throws a RangeError when there is more to unpack than `mostBytes`. */
export const unpackBytes = (packed: Uint8Array, mostBytes: number): Promise<Uint8Array> =>
  collect(through(packed, new DecompressionStream("deflate-raw")), mostBytes);

const through = (
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> =>
  new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);

async function collect(
  stream: ReadableStream<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > mostBytes)
      throw new RangeError(`There are more than ${mostBytes} bytes to unpack.`);
    pieces.push(piece);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
