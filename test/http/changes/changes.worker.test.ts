// Tests how changes and contents are answered: lists, filters, single ones, safe headers.
import { describe, expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const at = Date.parse("2026-03-02T00:00:00Z");
const isoOf = (ms: number) => new Date(ms).toISOString();

async function build() {
  const sent: string[] = [];
  const afterSending = async (texts: readonly string[]) => {
    sent.push(...texts);
  };
  const world = await createWorld({ now: at + 86_400_000, afterSending });
  const shop = await addTarget(world, { name: "Shop", key: "shop", tags: ["web"] });
  const news = await addTarget(world, { name: "News" });
  const get = (path: string) => world.call("GET", path);
  return { world, shop, news, get, sent };
}

describe("changes", () => {
  it("are listed of a target and of all, page by page, the newest first", async () => {
    const { world, shop, news, get } = await build();
    const changes = [0, 1, 2, 3, 4].map((i) =>
      aChange({ targetId: i % 2 === 0 ? shop : news, at: at + Math.floor(i / 2) }),
    );
    await keep(world.deps.db, [], changes);
    const readAll = async (path: string, limit: number) => {
      const found: string[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const cursor: string = next === "" ? "" : `&cursor=${next}`;
        const { status, body } = await get(`${path}?limit=${limit}${cursor}`);
        expect(status).toBe(200);
        expect(body.items.length).toBeLessThanOrEqual(limit);
        for (const one of body.items) found.push(`${one.name} ${one.at.slice(-4)}`);
        next = body.next;
      }
      return found;
    };
    const ofShop = ["Shop 002Z", "Shop 001Z", "Shop 000Z"];
    const all = ["Shop 002Z", "News 001Z", "Shop 001Z", "News 000Z", "Shop 000Z"];
    for (const limit of [1, 2, 3, 50]) {
      expect(await readAll("/api/targets/shop/changes", limit)).toEqual(ofShop);
      expect(await readAll("/api/changes", limit)).toEqual(all);
    }
  });

  it("are found by kind, time, target and tag", async () => {
    const { world, shop, news, get } = await build();
    await keep(
      world.deps.db,
      [],
      [
        aChange({ targetId: shop, at, kind: "first", from: null }),
        aChange({ targetId: shop, at: at + 1_000, kind: "minor" }),
        aChange({ targetId: shop, at: at + 2_000 }),
        aChange({ targetId: news, at: at + 3_000 }),
      ],
    );
    const found = async (query: string) =>
      (await get(`/api/changes?${query}`)).body.items.map(
        (one: { name: string; kind: string }) => `${one.name} ${one.kind}`,
      );
    expect(await found("kind=minor&kind=first")).toEqual(["Shop minor", "Shop first"]);
    expect(await found("tag=web&kind=changed")).toEqual(["Shop changed"]);
    expect(await found("tag=none")).toEqual([]);
    expect(await found(`target=${news}`)).toEqual(["News changed"]);
    const span = `from=${isoOf(at + 1_000)}&to=${isoOf(at + 3_000)}`;
    expect(await found(span)).toEqual(["Shop changed", "Shop minor"]);
    expect(await found("from=-1h")).toEqual([]);
  });

  it("are told whole, by when their content was seen first", async () => {
    const { world, shop, get } = await build();
    const told = { numbers: { price: { from: 10, to: null } }, why: "So." };
    const facts = { ...aChange().facts, ...told };
    const change = aChange({ targetId: shop, at, confirmedAt: at + 45_000, facts });
    await keep(world.deps.db, [], [change]);
    const { status, body } = await get(`/api/targets/shop/changes/${isoOf(at)}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      targetId: shop,
      target: "shop",
      name: "Shop",
      at: isoOf(at),
      kind: "changed",
      confirmedAt: isoOf(at + 45_000),
      from: hashOf(1),
      to: hashOf(2),
      ...facts,
    });
    const none = await get(`/api/targets/shop/changes/${isoOf(at + 1)}`);
    expect(none.status).toBe(404);
    expect(none.body.detail).toBe(`Target ${shop} has no change of ${isoOf(at + 1)}.`);
  });

  it.each([
    ["/api/changes?kind=big", "kind", /^This is one of first, changed, /],
    ["/api/changes?target=nobody", "target", /^There is no target with the key nobody/],
    ["/api/targets/shop/changes?from=soon", "from", /^This is an instant/],
    ["/api/targets/shop/changes?cursor=x", "cursor", /^This is not a cursor/],
    ["/api/targets/shop/contents?limit=0", "limit", /^This is a whole number/],
    ["/api/targets/shop/contents/abc", "hash", /^This is the hash of a content/],
  ])("of %s the parameter is named", async (path, parameter, detail) => {
    const { get } = await build();
    const { status, body } = await get(path);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ parameter, detail: expect.stringMatching(detail) }]);
  });

  it("cost two statements, however many there are", async () => {
    const { world, shop, get, sent } = await build();
    const many = Array.from({ length: 300 }, (_, i) =>
      aChange({ targetId: shop, at: at + i }),
    );
    await keep(world.deps.db, [], many);
    for (const [path, count] of [
      ["/api/changes?limit=200", 2],
      ["/api/targets/shop/changes?limit=200", 2],
    ] as const) {
      sent.length = 0;
      expect((await get(path)).body.items).toHaveLength(200);
      expect(sent).toHaveLength(count);
    }
  });
});

const utf8 = new TextEncoder();
const html = {
  bytes: utf8.encode("<h1>Ü</h1><script>x</script>"),
  contentType: "text/html",
};
const latin = {
  bytes: new Uint8Array([60, 98, 62, 0xdc]),
  contentType: "text/html; charset=iso-8859-1",
};

/** No script, nothing loaded or sent, no frame, an origin of its own. */
const policy = [
  "sandbox",
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

describe("contents", () => {
  it("are listed, the newest first, without their texts", async () => {
    const { world, shop, get } = await build();
    const contents = [1, 2, 3].map((n) =>
      aContent(
        { targetId: shop, hash: hashOf(n), seenAt: at + n },
        n === 2 ? html : null,
      ),
    );
    await keep(world.deps.db, await Promise.all(contents));
    const first = await get("/api/targets/shop/contents?limit=2");
    expect(first.body.items).toEqual([
      expect.objectContaining({ hash: hashOf(3), rawBytes: null, readingBytes: 4 }),
      expect.objectContaining({
        hash: hashOf(2),
        seenAt: isoOf(at + 2),
        rawBytes: html.bytes.length,
        contentType: "text/html",
        values: {},
      }),
    ]);
    const rest = await get(
      `/api/targets/shop/contents?limit=2&cursor=${first.body.next}`,
    );
    expect(rest.body.items.map((one: { hash: string }) => one.hash)).toEqual([hashOf(1)]);
    expect(rest.body.next).toBeNull();
  });

  it("are texts that no browser takes for anything else", async () => {
    const { world, shop, get } = await build();
    const text = "<script>alert(1)</script>";
    await keep(world.deps.db, [await aContent({ targetId: shop, text }, html)]);
    const at = `/api/targets/shop/contents/${hashOf(1)}`;
    for (const [path, body, name] of [
      [at, `${text}\n`, `${hashOf(1)}.txt`],
      [`${at}?raw=true`, "<h1>Ü</h1><script>x</script>", `${hashOf(1)}-body.txt`],
    ] as const) {
      const answer = await get(path);
      expect([answer.status, answer.body]).toEqual([200, body]);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
        "content-security-policy": policy,
        "cross-origin-resource-policy": "same-origin",
        "content-disposition": `inline; filename="${name}"`,
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
      });
    }
  });

  it("are pages under a policy of their own, whatever encoding they had", async () => {
    const { world, shop, get } = await build();
    await keep(world.deps.db, [await aContent({ targetId: shop }, latin)]);
    const answer = await get(`/api/targets/shop/contents/${hashOf(1)}/page`);
    expect([answer.status, answer.body]).toEqual([200, "<b>Ü"]);
    const { headers } = answer;
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toBe(policy);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-dns-prefetch-control")).toBe("off");
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x3c, 0x62, 0x3e], "text/html", "<b>"],
    ["UTF-16", [0xff, 0xfe, 0x3c, 0, 0x62, 0, 0x3e, 0], "text/html", "<b>"],
    ["UTF-7", [...utf8.encode("+ADw-b+AD4-")], "text/html; charset=utf-7", "+ADw-b+AD4-"],
    [
      "an encoding in which it says another",
      [...utf8.encode("<meta charset=utf-7>")],
      "TEXT/HTML",
      "<meta charset=utf-7>",
    ],
  ])("with %s are pages in UTF-8", async (_, bytes, contentType, text) => {
    const { world, shop, get } = await build();
    const body = { bytes: new Uint8Array(bytes), contentType };
    await keep(world.deps.db, [await aContent({ targetId: shop }, body)]);
    const answer = await get(`/api/targets/shop/contents/${hashOf(1)}/page`);
    expect([answer.status, answer.body]).toEqual([200, text]);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  });

  it.each([
    "image/svg+xml",
    "application/xml",
    "text/xml",
    "text/htmlx",
    "multipart/x-mixed-replace",
    null,
  ])("of the type %s are no pages, but texts", async (contentType) => {
    const { world, shop, get } = await build();
    const body = { bytes: utf8.encode("<svg onload=x>"), contentType };
    await keep(world.deps.db, [await aContent({ targetId: shop }, body)]);
    const path = `/api/targets/shop/contents/${hashOf(1)}`;
    expect((await get(`${path}/page`)).status).toBe(404);
    const { headers } = await get(`${path}?raw=true`);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  it("answer HEAD as GET, without the text", async () => {
    const { world, shop } = await build();
    await keep(world.deps.db, [await aContent({ targetId: shop }, html)]);
    const path = `/api/targets/shop/contents/${hashOf(1)}/page`;
    const { status, body, headers } = await world.call("HEAD", path);
    expect([status, body ?? ""]).toEqual([200, ""]);
    expect(headers.get("content-security-policy")).toBe(policy);
  });

  it("that are not kept, or not so, are told of", async () => {
    const { world, shop, get } = await build();
    const json = { bytes: utf8.encode("{}"), contentType: "application/json" };
    await keep(world.deps.db, [
      await aContent({ targetId: shop, hash: hashOf(1) }),
      await aContent({ targetId: shop, hash: hashOf(2) }, json),
    ]);
    const noContent = `Target ${shop} keeps no content ${hashOf(3)}, or no longer.`;
    const noBody = `Target ${shop} keeps no body of content ${hashOf(1)}, or no longer.`;
    for (const [path, detail] of [
      [hashOf(3), noContent],
      [`${hashOf(1)}?raw=true`, noBody],
      [`${hashOf(1)}/page`, noBody],
      [`${hashOf(2)}/page`, `The body of content ${hashOf(2)} is no HTML.`],
    ]) {
      const answer = await get(`/api/targets/shop/contents/${path}`);
      expect([path, answer.status, answer.body.detail]).toEqual([path, 404, detail]);
    }
    expect((await get(`/api/targets/shop/contents/${hashOf(2)}?raw=true`)).body).toBe(
      "{}",
    );
  });

  it("of another target are none of this one's", async () => {
    const { world, shop, get } = await build();
    await keep(world.deps.db, [await aContent({ targetId: shop }, html)]);
    const answer = await get(`/api/targets/2/contents/${hashOf(1)}`);
    expect(answer.status).toBe(404);
  });
});
