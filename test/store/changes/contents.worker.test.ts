// Tests how contents are kept: each once, packed, and read back within bounds.

import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  contentKey,
  fitContents,
  keepContents,
  listContents,
  readBody,
  readContent,
  readContents,
} from "#store/changes/contents.ts";
import { mostReadingBytes, packContent } from "#store/changes/pack-content.ts";
import { createMeter, type Db, type Meter, openDb } from "#store/db.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";

let db: Db;
let meter: Meter;
const hour = 3_600_000;

beforeEach(async () => {
  await seedTargets(DB, { count: 3, site: "https://a.example", dueAt: 0, anchorAt: 0 });
  meter = createMeter();
  db = openDb(DB, meter);
});

const source = () => ({ db, bucket: null });
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("a content", () => {
  it("is read back with its text, its values and its body", async () => {
    const body = { bytes: bytesOf("<p>Hello</p>"), contentType: "text/html" };
    const reading = {
      text: "\ufeffHello\nprice: 5",
      values: { price: { type: "number", number: 5 } as const },
    };
    await keep(db, [
      await packContent({ targetId: 1, hash: hashOf(1) }, 5, reading, body),
    ]);
    const name = { targetId: 1, hash: hashOf(1) };
    expect(await readContent(source(), name)).toMatchObject({
      ...name,
      ...reading,
      seenAt: 5,
      readingBytes: 17,
      rawBytes: 12,
      contentType: "text/html",
    });
    expect(await readBody(source(), name)).toEqual(body);
    expect(await readContent(source(), { targetId: 2, hash: hashOf(1) })).toBeNull();
  });

  it("costs one row, and nothing when it is seen again", async () => {
    const content = await aContent();
    await keep(db, [content]);
    expect(meter.rowsWritten).toBe(1);
    await keep(db, [{ ...content, seenAt: content.seenAt + hour }]);
    expect(meter.rowsWritten).toBe(1);
    expect(await listContents(db, 1, { after: null, limit: 9 })).toHaveLength(1);
  });

  it("that comes back after long counts as new", async () => {
    const content = await aContent();
    const seenAt = content.seenAt + hour + 1;
    await keep(db, [content]);
    await keep(db, [{ ...content, seenAt }]);
    expect(await listContents(db, 1, { after: null, limit: 9 })).toMatchObject([
      { seenAt },
    ]);
  });

  it("is not kept for a target that is gone, nor beyond the batch's fence", async () => {
    await keep(db, [await aContent({ targetId: 99 })]);
    await db.batch(keepContents([await aContent()], sql`false`));
    expect(meter.rowsWritten).toBe(0);
  });

  it("of a megabyte that hardly packs fits into a row, without a body as large", async () => {
    const text = randomText(mostReadingBytes);
    const bytes = crypto.getRandomValues(new Uint8Array(65_536));
    const content = await packContent(
      { targetId: 1, hash: hashOf(1) },
      5,
      { text, values: { all: { type: "text", text } } },
      {
        bytes: new Uint8Array(await new Blob(Array(16).fill(bytes)).arrayBuffer()),
        contentType: null,
      },
    );
    expect(content.storedBytes).toBeLessThan(930_000);
    expect(content.rawBytes).toBeNull();
    await keep(db, [content]);
    const read = await readContent(source(), content);
    expect(read?.text === text).toBe(true);
    expect(await readBody(source(), content)).toBeNull();
  });
});

/** UTF-8 that packs as badly as such text can. */
function randomText(bytes: number): string {
  const pieces: string[] = [];
  for (let left = bytes; left > 0; left -= 50_000) {
    const some = crypto.getRandomValues(new Uint8Array(Math.min(left, 50_000)));
    pieces.push(String.fromCharCode(...some.map((byte) => byte & 127)));
  }
  return pieces.join("");
}

describe("many contents", () => {
  it("are read with one statement, up to the bytes that may be read", async () => {
    const contents = await Promise.all(
      [1, 2, 3].map((n) => aContent({ hash: hashOf(n), text: `${n}`.repeat(100) })),
    );
    await keep(db, contents);
    const statements = meter.statements;
    const wanted = [
      { targetId: 1, hash: hashOf(3) },
      { targetId: 1, hash: hashOf(1) },
      { targetId: 1, hash: hashOf(9) },
      { targetId: 1, hash: hashOf(2) },
      { targetId: 1, hash: hashOf(3) },
    ];
    const { texts, left } = await readContents(source(), wanted, 200);
    expect(meter.statements - statements).toBe(1);
    expect([...texts]).toEqual([
      [contentKey({ targetId: 1, hash: hashOf(3) }), "3".repeat(100)],
      [contentKey({ targetId: 1, hash: hashOf(1) }), "1".repeat(100)],
    ]);
    expect(left).toEqual([{ targetId: 1, hash: hashOf(2) }]);
    const one = await readContents(source(), wanted, 1);
    expect([...one.texts.keys()]).toEqual([`1/${hashOf(3)}`]);
  });

  it("that take more than one statement are told from those that fit", async () => {
    const bytes = 400_000;
    const contents = await Promise.all(
      [1, 2, 3].map((n) => aContent({ hash: hashOf(n), text: randomText(bytes) })),
    );
    expect(keepContents(contents, sql`true`).length).toBeGreaterThan(1);
    const fit = fitContents(contents);
    expect(fit).toEqual(contents.slice(0, 2));
    expect(keepContents(fit, sql`true`)).toHaveLength(1);
    expect(fitContents([])).toEqual([]);
  });

  it("are listed the newest first, page by page", async () => {
    await keep(
      db,
      await Promise.all(
        [1, 2, 3].map((n) => aContent({ hash: hashOf(n), seenAt: n < 3 ? 7 : 8 })),
      ),
    );
    const first = await listContents(db, 1, { after: null, limit: 2 });
    expect(first.map(({ hash }) => hash)).toEqual([hashOf(3), hashOf(2)]);
    const after = { seenAt: 7, hash: hashOf(2) };
    const second = await listContents(db, 1, { after, limit: 2 });
    expect(second.map(({ hash }) => hash)).toEqual([hashOf(1)]);
  });
});
