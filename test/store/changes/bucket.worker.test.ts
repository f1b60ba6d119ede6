// Tests contents whose texts and bodies are in a bucket.

import { beforeEach, describe, expect, it } from "vitest";
import { type ContentBucket, putInBucket } from "#store/changes/content-bucket.ts";
import {
  contentKey,
  readBody,
  readContent,
  readContents,
} from "#store/changes/contents.ts";
import { packContent } from "#store/changes/pack-content.ts";
import { createMeter, type Db, openDb } from "#store/db.ts";
import { contentsBucket as bucket, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";

let db: Db;
let tokens = 0;
const newToken = () => `${++tokens}`;
const noFailure = (error: unknown) => {
  throw error;
};

beforeEach(async () => {
  await seedTargets(DB, { count: 3, site: "https://a.example", dueAt: 0, anchorAt: 0 });
  db = openDb(DB, createMeter());
  for (const { key } of (await bucket.list()).objects) await bucket.delete(key);
});

const body = {
  bytes: new TextEncoder().encode("<p>Hello</p>"),
  contentType: "text/html",
};
const contentWithBody = () =>
  packContent(
    { targetId: 1, hash: hashOf(1) },
    5,
    { text: "Hello 日本", values: {} },
    body,
  );

describe("a content in the bucket", () => {
  it("is read back as one in the database is, and takes no room there", async () => {
    const content = await contentWithBody();
    const put = await putInBucket(bucket, [content], newToken, noFailure);
    expect(put).toMatchObject([
      { reading: null, raw: null, storedBytes: content.storedBytes },
    ]);
    await keep(db, put);
    expect(await DB.prepare("SELECT reading, raw FROM contents").first()).toEqual({
      reading: null,
      raw: null,
    });
    const source = { db, bucket };
    expect(await readContent(source, content)).toMatchObject({ text: "Hello 日本" });
    expect(await readBody(source, content)).toEqual(body);
    const { texts } = await readContents(source, [content], 1_000);
    expect(texts.get(contentKey(content))).toBe("Hello 日本");
  });

  it("is no content any more once the bucket has lost it, or is no longer bound", async () => {
    const content = await contentWithBody();
    const put = await putInBucket(bucket, [content], newToken, noFailure);
    await keep(db, put);
    expect(await readContent({ db, bucket: null }, content)).toBeNull();
    await bucket.delete(put[0]?.object ?? "");
    expect(await readContent({ db, bucket }, content)).toBeNull();
    expect(await readBody({ db, bucket }, content)).toBeNull();
    expect((await readContents({ db, bucket }, [content], 1)).texts.size).toBe(0);
  });

  it("has an object of its own each time: none deletes another one's", async () => {
    const content = await contentWithBody();
    const put = () => putInBucket(bucket, [content], newToken, noFailure);
    const [first] = await put();
    const [second] = await put();
    expect(first?.object).not.toBe(second?.object);
    expect(first?.object).toMatch(`contents/1/${hashOf(1)}/`);
  });

  it("that the bucket does not take stays in its row", async () => {
    const away: ContentBucket = {
      ...bucket,
      put: async () => {
        throw new Error("The bucket is away.");
      },
    };
    const failures: unknown[] = [];
    const contents = [await aContent(), await aContent({ hash: hashOf(2) })];
    const kept = await putInBucket(away, contents, newToken, (error) =>
      failures.push(error),
    );
    expect(kept).toEqual(contents);
    expect(failures).toHaveLength(2);
    expect(await putInBucket(null, contents, newToken, noFailure)).toEqual(contents);
  });
});
