// Gives how the text of a failed run's answer begins, for whoever looks into the failure.

import { heldForEvidence } from "#domain/conditions/judge-conditions.ts";
import { decodePage } from "#domain/content/charset.ts";

/** Characters of an answer's text that are kept. */
const longestEvidence = 1_000;

type Answer = { body?: Uint8Array | null; contentType: string | null };

/** Null where nothing of a body was held, or where it is no text. */
export function evidenceOf({ body = null, contentType }: Answer): string | null {
  if (body === null || body.byteLength === 0 || !isText(body, contentType)) return null;
  const { text } = decodePage(body.subarray(0, heldForEvidence), contentType);
  return text.slice(0, longestEvidence);
}

/** Types of text; an answer that names no type is looked at. */
const textTypes = /^(text\/|application\/([\w.+-]*\+)?(json|xml|javascript|yaml))/i;

const isText = (body: Uint8Array, contentType: string | null): boolean =>
  contentType === null ? !body.subarray(0, 512).includes(0) : textTypes.test(contentType);
