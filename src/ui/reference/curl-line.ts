// Writes a curl command to paste into a shell that has $BASE and $TOKEN.
import type { Endpoint, OpenApiDocument } from "./openapi-document.ts";
import { bodyExample, parameterExample } from "./schema-example.ts";

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Leaves nothing that a shell would interpret inside double quotes. */
const encode = (text: string) => encodeURIComponent(text).replaceAll("!", "%21");

export function curlLine(
  document: OpenApiDocument,
  { method, path, parameters, body, secured }: Endpoint,
): string {
  const examples = parameters.flatMap((each) => {
    const value = parameterExample(document, each);
    return value === undefined ? [] : [{ ...each, value }];
  });
  const placed = (place: string) => examples.filter((each) => each.in === place);
  const filled = placed("path").reduce(
    (url, each) => url.replace(`{${each.name}}`, () => encode(each.value)),
    path,
  );
  const query = placed("query").map(
    (each) => `${encode(each.name)}=${encode(each.value)}`,
  );
  const url = [filled, ...(query.length > 0 ? [query.join("&")] : [])].join("?");

  const verb = { GET: "", HEAD: "-I " }[method] ?? `-X ${method} `;
  const parts = [`curl ${verb}"$BASE${url}"`];
  if (secured) parts.push('-H "Authorization: Bearer $TOKEN"');
  for (const each of placed("header"))
    parts.push(`-H ${quote(`${each.name}: ${each.value}`)}`);
  const [type, media] = Object.entries(body?.content ?? {})[0] ?? [];
  if (type && media) {
    const value = bodyExample(document, type, media, true);
    const text =
      typeof value === "string" && !type.includes("json") ? value : JSON.stringify(value);
    parts.push(`-H ${quote(`Content-Type: ${type}`)}`);
    parts.push(value === undefined ? "--data-binary @FILE" : `--data-raw ${quote(text)}`);
  }
  return parts.join(" \\\n  ");
}
