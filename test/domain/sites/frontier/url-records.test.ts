import { describe, expect, it } from "vitest";
import { hashUrl } from "#domain/sites/frontier/url-hash.ts";
import {
  addHash,
  createUrlIndex,
  hashesSince,
} from "#domain/sites/frontier/url-index.ts";
import {
  packRecords,
  packUrls,
  unpackRecords,
  unpackUrls,
  versionBytes,
} from "#domain/sites/frontier/url-records.ts";
import { packVariants } from "#domain/sites/frontier/variant-encoding.ts";

const urls = ["https://a.example/", "https://a.example/list?page=2"];
const hashesOf = (some: readonly string[]) => {
  const index = createUrlIndex();
  for (const url of some) {
    const { hi, lo } = hashUrl(url);
    addHash(index, hi, lo);
  }
  return hashesSince(index, 0);
};

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

  it("of a version that is not known are refused", () => {
    expect(() => unpackRecords(Uint8Array.fromHex(`02${variants}`), 4)).toThrow(
      "bytes of version 2",
    );
    expect(() => unpackUrls(Uint8Array.fromHex(`8200${texts}`))).toThrow(
      "bytes of version 2",
    );
  });
});
