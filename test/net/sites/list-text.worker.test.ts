// Tests that a list becomes text as it comes, and that a gzip bomb stays small.
import { describe, expect, it } from "vitest";
import { createListText } from "#net/sites/list-text.ts";

async function gzip(...parts: string[]): Promise<Uint8Array> {
  const packed = new Blob(parts).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Takes the parts; gives how much text there was after each, and all of it. */
async function read(parts: readonly Uint8Array[], maxBytes = 1e9) {
  const texts: string[] = [];
  const after: number[] = [];
  const length = () => texts.reduce((sum, text) => sum + text.length, 0);
  const list = createListText({
    maxBytes,
    encodingOf: () => "utf-8",
    write: (text) => {
      texts.push(text);
    },
  });
  for (const part of parts) {
    await list.take(part);
    after.push(length());
  }
  const isCut = await list.end();
  return { text: texts.join(""), most: texts.map(({ length }) => length), after, isCut };
}

const inParts = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );

const text = "<urlset> grün </urlset>".repeat(1_000);
const plain = new TextEncoder().encode(text);

describe("a list's text", () => {
  it.each([1, 2, 3, 700, 100_000])(
    "is whole in parts of %i bytes, packed or not",
    async (size) => {
      expect((await read(inParts(plain, size))).text).toBe(text);
      expect((await read(inParts(await gzip(text), size))).text).toBe(text);
    },
  );

  it("ends where packed bytes break off or are damaged", async () => {
    const packed = await gzip(text, "x".repeat(100_000));
    const cut = await read([packed.subarray(0, packed.length - 20)]);
    expect(cut.text.startsWith(text)).toBe(true);
    const damaged = packed.slice();
    damaged.fill(0xff, packed.length >> 1);
    expect((await read([damaged])).text.length).toBeLessThanOrEqual(
      100_000 + text.length,
    );
  });

  it("ends at the limit, and says so", async () => {
    const whole = await read([plain], plain.length);
    expect(whole).toMatchObject({ text, isCut: false });
    const cut = await read([plain], 1_000);
    expect(cut).toMatchObject({ isCut: true });
    expect(cut.text.length).toBeLessThanOrEqual(1_000);
    expect(await read([await gzip(text)], 1_000)).toMatchObject({ isCut: true });
  });

  it("of a gzip bomb is passed on kilobyte by packed kilobyte, and nothing waits", async () => {
    const packed = await gzip(" ".repeat(30_000_000));
    const { after, most, text: all } = await read(inParts(packed, 1_024));
    expect(all.length).toBe(30_000_000);
    expect(Math.max(...most)).toBeLessThanOrEqual(65_536);
    // Spaces are packed a thousandfold. Whatever a kilobyte holds is there after it.
    for (const [i, length] of after.slice(0, -1).entries())
      expect(length).toBeGreaterThan(i * 1_000_000);
  });
});
