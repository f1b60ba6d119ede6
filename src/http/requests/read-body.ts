// Reads a request's body as JSON, once, and refuses what is no JSON with the place where
// that shows.
import type { HonoRequest } from "hono";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { invalidField, Problem } from "#http/problem.ts";
import { findRefused } from "./refused-json.ts";

/** Parsers and validators call themselves for each level, and a stack has an end. */
const deepestLevel = 64;

/**
 * Checks the type and the form of a request's body, if it has one. Afterwards the
 * routes' validators find a body of the type `application/json`. Throws the Problem
 * `unsupported-type`, `malformed` or `invalid`.
 */
export async function readJsonBody(request: HonoRequest): Promise<void> {
  if (hasNoBody(request.raw)) return;
  refuseOtherTypes(request.raw);
  const text = decode(await request.arrayBuffer());
  // Many clients name a type though they send nothing.
  if (text.trim() === "") return;
  const json = parseJson(text);
  const refused = findRefused(json);
  if (refused !== null) throw invalidField("json", refused.path, refused.detail);
  const headers = new Headers(request.raw.headers);
  headers.set("content-type", "application/json");
  const { method } = request;
  request.raw = new Request(request.raw.url, { method, headers, body: text });
  request.bodyCache = {};
}

function hasNoBody({ body, headers }: Request): boolean {
  // A proxy may pass a request without a body on as one with an empty body.
  const isEmpty =
    !headers.has("content-type") && Number(headers.get("content-length") ?? 0) === 0;
  return body === null || isEmpty;
}

function refuseOtherTypes({ headers }: Request): void {
  const type = headers.get("content-type") ?? "";
  if (/^application\/(json|[a-z0-9.-]+\+json)\s*(;|$)/i.test(type)) return;
  throw new Problem(
    "unsupported-type",
    `The body is ${type || "of no named type"}; send application/json.`,
  );
}

/** JSON is sent as UTF-8, whatever the type says (RFC 8259 section 8.1). */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw malformed("The body is not UTF-8.");
  }
}

function parseJson(text: string): unknown {
  if (levelsOf(text) > deepestLevel)
    throw malformed(`The body has more than ${deepestLevel} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(objectionTo(text));
  }
}

const malformed = (detail: string) => new Problem("malformed", detail);

/** How many brackets are open at once at most, those in strings left out. */
function levelsOf(text: string): number {
  let level = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at += 1;
    else if (char === '"') inString = !inString;
    else if (inString) continue;
    else if (char === "[" || char === "{") most = Math.max(most, ++level);
    else if (char === "]" || char === "}") level -= 1;
  }
  return most;
}

/** What is wrong with text that is no JSON, and where. */
function objectionTo(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const [{ error, offset } = { error: 0, offset: 0 }] = errors;
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const place = `line ${before.length}, column ${column}`;
  const what = wordsFor[printParseErrorCode(error)] ?? "there is something else";
  return `The body is no JSON: at ${place}, ${what}.`;
}

/** By the names of jsonc-parser's errors. */
const wordsFor: Readonly<Record<string, string>> = {
  InvalidSymbol: "there is a word that JSON does not have",
  InvalidNumberFormat: "a number is not written as JSON has it",
  PropertyNameExpected: "a name in double quotes is missing",
  ValueExpected: "a value is missing",
  ColonExpected: "a colon is missing",
  CommaExpected: "a comma is missing",
  CloseBraceExpected: "a closing brace is missing",
  CloseBracketExpected: "a closing bracket is missing",
  EndOfFileExpected: "something follows the end of the value",
  InvalidCommentToken: "there is a comment",
  UnexpectedEndOfComment: "there is a comment",
  UnexpectedEndOfString: "a string has no end",
  UnexpectedEndOfNumber: "a number has no end",
  InvalidUnicode: "\\u has no four hexadecimal digits",
  InvalidEscapeCharacter: "there is an escape that JSON does not have",
  InvalidCharacter: "there is a control character, which must be escaped",
};
