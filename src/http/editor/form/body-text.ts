// Writes a request's body as text that browsers keep, and reads it back. A browser sends
// every line break of a form as CRLF, so the form says which ones the body has.
import { unquote } from "./list-text.ts";

export const bodyForms = ["lf", "crlf", "json"] as const;
export type BodyForm = (typeof bodyForms)[number];

type WrittenBody = { body: string; bodyForm: BodyForm };

/** `json` is for what the other forms would change: it is a JSON string. */
export function writeBody(body: string | null): WrittenBody {
  if (body === null) return { body: "", bodyForm: "lf" };
  const plain = { body: body.replaceAll("\r\n", "\n") };
  const kept = (["lf", "crlf"] as const)
    .map((bodyForm) => ({ ...plain, bodyForm }))
    .find((written) => !/[\0\r]/.test(plain.body) && readBody(written) === body);
  return kept ?? { body: JSON.stringify(body), bodyForm: "json" };
}

/** Undefined is no body. What is no JSON string stays as it is. */
export function readBody({ body, bodyForm }: WrittenBody): string | undefined {
  if (body === "") return undefined;
  if (bodyForm === "crlf") return body.replaceAll("\n", "\r\n");
  return bodyForm === "json" ? unquote(body) : body;
}
