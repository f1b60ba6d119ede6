// Finds the objects of a page's JSON-LD (https://www.w3.org/TR/json-ld11/), as shops and
// newspapers write it: often no valid JSON.
import { isObject, type Json } from "#domain/json.ts";
import { type Elements, find, isFound } from "#domain/readings/dom/elements.ts";
import { selectorOf } from "#domain/readings/dom/select.ts";
import { rawTextOf } from "#domain/readings/dom/text-of-nodes.ts";

const scripts = selectorOf('script[type="application/ld+json"]');

/** Values that are looked at: a page of 1 MB with more has nothing for people. */
const mostValues = 100_000;

/** All objects in the order of the page, one before those in it. */
export function findJsonLd(elements: Elements): Json[] {
  const found = find(elements, [scripts]);
  if (!isFound(found)) return [];
  return objectsIn(found.map((script) => parse(rawTextOf(script))));
}

function objectsIn(values: readonly unknown[]): Json[] {
  const objects: Json[] = [];
  const waiting = [...values].reverse();
  for (let count = 0; waiting.length > 0 && count < mostValues; count++) {
    const value = waiting.pop();
    if (isObject(value)) objects.push(value);
    if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value).reverse()) waiting.push(inner);
  }
  return objects;
}

function parse(text: string): unknown {
  return parseStrictly(text) ?? parseStrictly(mend(text)) ?? null;
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Takes off what pages add to JSON: comments around it, line ends in texts, commas. */
const mend = (text: string): string =>
  text
    .replace(/<!--|-->|\/\/<!\[CDATA\[|\/\/\]\]>|<!\[CDATA\[|\]\]>/g, "")
    .replace(/\p{Cc}+/gu, " ")
    .replace(/,\s*(?=[}\]])/g, "")
    .replace(/;\s*$/, "");

/** Names of an object's types, without the address of the vocabulary. */
export const typesOf = ({ "@type": type }: Json): string[] =>
  listOf(type).flatMap((one) => (typeof one === "string" ? [termOf(one)] : []));

/** `InStock` of `https://schema.org/InStock` or `schema:InStock`. */
export const termOf = (text: string): string => text.trim().split(/[/:#]/).at(-1) ?? "";

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A text or a number as text; an object's name; null for anything else. */
export function textIn(value: unknown): string | null {
  const [first] = listOf(value);
  if (typeof first === "number") return String(first);
  if (typeof first === "string") return first.trim() === "" ? null : first.trim();
  return isObject(first) && "name" in first ? textIn(first.name) : null;
}
