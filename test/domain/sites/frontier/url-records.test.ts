import { describe, expect, it } from "vitest";
import { keepUrls, loadHashes, packPlaced } from "#domain/sites/frontier/placed-urls.ts";
import {
  addHash,
  countIndexed,
  createUrlIndex,
  findHash,
  hashesSince,
  type UrlIndex,
} from "#domain/sites/frontier/url-index.ts";
import {
  packRecords,
  packUrls,
  unpackRecords,
  unpackUrls,
  versionBytes,
} from "#domain/sites/frontier/url-records.ts";
import { packVariants } from "#domain/sites/frontier/variant-encoding.ts";
import { hashText } from "#domain/text-hash.ts";

const urls = ["https://a.example/", "https://a.example/list?page=2"];
const hashesOf = (some: readonly string[]) => {
  const index = createUrlIndex();
  for (const url of some) {
    const { hi, lo } = hashText(url);
    addHash(index, hi, lo);
  }
  return hashesSince(index, 0);
};

const inOrder = (some: readonly string[]) => some.map((url, offset) => ({ offset, url }));

function numberIn(index: UrlIndex, url: string): number {
  const { hi, lo } = hashText(url);
  return findHash(index, hi, lo);
}

// Bytes as databases hold them: none of these literals may ever change.
const hashes = "1249ad9af825618ebb3fdb0b9e71e18a";
const variants = "bdfe6de1";
const texts = [
  "1268747470733a2f2f612e6578616d706c652f",
  "1d68747470733a2f2f612e6578616d706c652f6c6973743f706167653d32",
].join("");

describe("the columns of a site's URLs", () => {
  it("of today are of version 1", () => {
    expect(packRecords(hashesOf(urls)).toHex()).toBe(`01${hashes}`);
    expect(packRecords(packVariants(urls)).toHex()).toBe(`01${variants}`);
    expect(packUrls(urls).toHex()).toBe(`8100${texts}`);
  });

  it("are read with a version and without one", () => {
    const records = (hex: string, length: number) =>
      unpackRecords(Uint8Array.fromHex(hex), length).toHex();
    for (const version of ["", "01"]) {
      expect(records(version + hashes, 8)).toBe(hashes);
      expect(records(version + variants, 4)).toBe(variants);
      expect(records(version, 4)).toBe("");
    }
    for (const version of ["", "8100"])
      expect(unpackUrls(Uint8Array.fromHex(version + texts))).toEqual(urls);
  });

  it("are appended to without a version of what is new, whether they have one or not", () => {
    const [first = "", second = ""] = urls;
    const newHash = packRecords(hashesOf([second])).subarray(versionBytes.records);
    const newUrl = packUrls([second]).subarray(versionBytes.urls);
    for (const version of ["", "01"]) {
      const column = Uint8Array.fromHex(version + hashes.slice(0, 16) + newHash.toHex());
      expect(unpackRecords(column, 8).toHex()).toBe(hashes);
    }
    const old = packUrls([first]).toHex();
    for (const before of [old, old.slice(4)])
      expect(unpackUrls(Uint8Array.fromHex(before + newUrl.toHex()))).toEqual(urls);
  });

  it("where some were forgotten are of version 2, each URL with its place", () => {
    const [first = "", second = ""] = urls;
    const placed = packPlaced([
      { offset: 3, url: first },
      { offset: 255, url: second },
    ]);
    expect(placed.hashes.toHex()).toBe(
      "021249ad9af825618e0300000000000000bb3fdb0b9e71e18aff00000000000000",
    );
    expect(placed.urls.toHex()).toBe(`820003${texts.slice(0, 38)}ff01${texts.slice(38)}`);
    expect(placed.variants.toHex()).toBe(`01${variants}`);
    const read = unpackUrls(placed.urls);
    expect([read.length, read[3], read[255], read[4]]).toEqual([256, first, second, ""]);
  });

  it("of version 2 are appended to without the versions of what is new", () => {
    const [first = "", second = ""] = urls;
    const old = packPlaced([{ offset: 3, url: first }]);
    const added = packPlaced([{ offset: 0, url: second }]);
    const both = Uint8Array.fromHex(
      old.urls.toHex() + added.urls.subarray(versionBytes.urls).toHex(),
    );
    expect(unpackUrls(both).filter((url) => url !== "")).toEqual([second, first]);
    const index = createUrlIndex();
    loadHashes(
      index,
      Uint8Array.fromHex(
        old.hashes.toHex() + added.hashes.subarray(versionBytes.records).toHex(),
      ),
    );
    expect([index.size, countIndexed(index)]).toEqual([256, 2]);
    expect(urls.map((url) => numberIn(index, url))).toEqual([3, 0]);
  });

  it("lose the URLs that are not kept, whatever their version", () => {
    for (const columns of [packUrls(urls), packPlaced(inOrder(urls)).urls]) {
      const left = keepUrls(columns, (offset) => offset === 1);
      const index = createUrlIndex();
      loadHashes(index, left.hashes);
      expect(urls.map((url) => numberIn(index, url))).toEqual([-1, 1]);
      expect(unpackUrls(left.urls)[1]).toBe(urls[1]);
      expect(left.variants.toHex()).toBe(`01${variants}`);
    }
    const none = keepUrls(packUrls(urls), () => false);
    expect([none.hashes, none.variants, none.urls].map((each) => each.toHex())).toEqual([
      "02",
      "01",
      "8200",
    ]);
  });

  it("of a version that is not known are refused", () => {
    expect(() => unpackRecords(Uint8Array.fromHex(`02${variants}`), 4)).toThrow(
      "bytes of version 2",
    );
    expect(() => unpackUrls(Uint8Array.fromHex(`8300${texts}`))).toThrow(
      "bytes of version 3",
    );
    const index = createUrlIndex();
    expect(() => loadHashes(index, Uint8Array.fromHex(`03${hashes}`))).toThrow(
      "bytes of version 3",
    );
  });
});
