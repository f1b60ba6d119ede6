// Makes the links of a page whole: they are written against its address, or its base.
import { type Element, isTag } from "domhandler";
import type { PageDocument } from "./page-document.ts";

/** Attributes that are addresses. */
const addressAttributes: ReadonlySet<string> = new Set([
  "action",
  "href",
  "poster",
  "src",
]);

/** Characters of an address that is made whole: a longer one stays as it is written. */
const longestAddress = 2_000;

/** Links that are made whole: the rest of a page's stay as they are written. */
const mostLinks = 10_000;

export type ResolveLink = (written: string) => string;

/** Gives a function that makes a link whole. */
export function linksOf(document: PageDocument, pageUrl: string): ResolveLink {
  const base = resolve(baseOf(document), pageUrl);
  let count = 0;
  return (written) => (++count > mostLinks ? written : resolve(written.trim(), base));
}

export const isAddress = (attribute: string): boolean => addressAttributes.has(attribute);

function resolve(written: string, base: string): string {
  if (written.length > longestAddress || base.length > longestAddress) return written;
  return URL.parse(written, base)?.href ?? written;
}

/** The first base element's address; it stands in the head, or is none. */
function baseOf(document: PageDocument): string {
  const tops = document.children.filter(isTag);
  const elements = [...tops, ...tops.flatMap(childrenOf)];
  const heads = elements.filter(({ name }) => name === "head").flatMap(childrenOf);
  const base = [...elements, ...heads].find(
    ({ name, attribs }) => name === "base" && attribs.href !== undefined,
  );
  return base?.attribs.href?.trim() ?? "";
}

const childrenOf = ({ children }: Element): Element[] => children.filter(isTag);
