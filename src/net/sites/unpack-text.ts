// Gives the text of a file that may be packed with gzip, in parts and up to a limit:
// sitemaps come as .xml.gz and can unpack to a thousand times their size.

const gzipMagic = [0x1f, 0x8b] as const;

/**
 * Decodes it as `encodingOf` names it by the first bytes. Ends early where the limit is reached or the packed
 * data breaks off. Never throws.
 */
export async function* unpackText(
  bytes: Uint8Array,
  maxBytes: number,
  encodingOf: (start: Uint8Array) => string,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let left = maxBytes;
  for await (const part of isGzip(bytes) ? unzip(bytes) : slices(bytes)) {
    decoder ??= new TextDecoder(encodingOf(part));
    yield decoder.decode(part.subarray(0, left), { stream: true });
    left -= part.byteLength;
    if (left <= 0) return;
  }
  yield decoder?.decode() ?? "";
}

const isGzip = (bytes: Uint8Array): boolean =>
  bytes[0] === gzipMagic[0] && bytes[1] === gzipMagic[1];

async function* unzip(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream("gzip"))
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch {
    // Damaged or cut off: what was unpacked so far is what there is.
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const sliceBytes = 65_536;

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sliceBytes)
    yield bytes.subarray(at, at + sliceBytes);
}
