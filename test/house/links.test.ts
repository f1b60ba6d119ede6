// Tests that links of the documents lead somewhere, and that the README stays short.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const documents = [
  "README.md",
  "README.ja.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

const textOf = (file: string): string => readFileSync(file, "utf8");

/** Text outside code, where brackets are not links. */
const proseOf = (file: string): string =>
  textOf(file)
    .replaceAll(/^```.*?^```/gms, "")
    .replaceAll(/`[^`\n]*`/g, "");

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (file: string): string[] =>
  [...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

const linksOf = (file: string): string[] =>
  [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));

/** The links of a document that lead to no file, or to no heading of a document. */
const brokenLinksOf = (file: string): string[] =>
  linksOf(file).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const to = path === "" ? file : join(dirname(file), path);
    if (!existsSync(to)) return true;
    return anchor !== undefined && !anchorsOf(to).includes(anchor);
  });

describe("the documents", () => {
  it.each(documents)("%s has no link that leads nowhere", (file) => {
    expect(brokenLinksOf(file)).toEqual([]);
  });

  it("are all linked from the README", () => {
    expect(linksOf("README.md")).toEqual(expect.arrayContaining(documents.slice(1)));
  });

  it("are introduced by a README of at most 150 lines", () => {
    expect(textOf("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });
});
