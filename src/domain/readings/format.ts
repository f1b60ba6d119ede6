// Tells what an answer is written in: HTML, XML, or text of another kind.
import type { Answer } from "#domain/conditions/answer.ts";

export type Format = "html" | "xml" | "text";

const html = /^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i;
const xml = /^(?:(?:text|application)\/xml|[^;]*\+xml)\s*(?:;|$)/i;

/** Types that servers send for files of which they know nothing. */
const saysNothing = /^(?:application|binary)\/octet-stream|^\s*$/i;

/** An answer whose header says nothing is known by how it begins. */
export function formatOf({ contentType, text }: Answer): Format {
  if (contentType !== null && html.test(contentType)) return "html";
  if (contentType !== null && xml.test(contentType)) return "xml";
  if (contentType !== null && !saysNothing.test(contentType)) return "text";
  return formatOfText(text()?.text ?? "");
}

/** How far into a text its first tag is looked for. */
const longestBeginning = 1_000;

export function formatOfText(text: string): Format {
  const beginning = text.slice(0, longestBeginning).trimStart();
  if (/^<\?xml[\s?]/i.test(beginning)) {
    return /<!doctype html|<html[\s>]/i.test(beginning) ? "html" : "xml";
  }
  return /^<[a-z!]/i.test(beginning) ? "html" : "text";
}
