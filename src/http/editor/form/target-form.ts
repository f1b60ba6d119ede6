// Turns the fields of a form into the document of a target that the API takes, and back:
// one table of what stands where. Judges nothing. No I/O.
import { isObject, type Json } from "#domain/json.ts";
import { type FieldName, type FormValues, no } from "#ui/editor/form-values.ts";
import { type BodyForm, readBody, writeBody } from "./body-text.ts";
import {
  type Codec,
  commas,
  conditions,
  flag,
  headers,
  lines,
  number,
  orWord,
  text,
} from "./codecs.ts";
import { type Row, row } from "./form-row.ts";
import { heartbeatRows, isHeartbeat } from "./heartbeat-rows.ts";
import { readingRows } from "./reading-rows.ts";
import { scheduleRows } from "./schedule-rows.ts";

const isSite = ({ kind }: FormValues) => kind === "site";
const crawl = (field: FieldName, name: string, codec: Codec) =>
  row(field, ["crawl", name], codec, isSite);

const body: Row = {
  path: ["request", "body"],
  field: () => "body",
  read: ({ body, bodyForm }) => readBody({ body, bodyForm: bodyForm as BodyForm }),
  write: (value: string | null) => writeBody(value),
};

const query: Row = {
  path: ["crawl", "query"],
  field: ({ query }) => (query === "list" ? "queryKept" : "query"),
  read: (values) => {
    if (!isSite(values)) return undefined;
    return values.query === "list" ? lines.read(values.queryKept) : values.query;
  },
  write: (value: string | readonly string[]) =>
    typeof value === "string"
      ? { query: value }
      : { query: "list", queryKept: lines.write(value as never) },
};

/** A heartbeat is asked for nothing: it has no such value. */
const asked = (row: Row): Row => ({
  ...row,
  read: (values) => (isHeartbeat(values) ? undefined : row.read(values)),
});

const askedRows: readonly Row[] = [
  row("url", ["url"], { ...text, read: (typed) => typed }),
  row("method", ["request", "method"], text),
  row("headers", ["request", "headers"], headers),
  row("secretHeaders", ["request", "secretHeaders"], commas),
  body,
  row("timeout", ["request", "timeout"], text),
  row("firstByteTimeout", ["request", "firstByteTimeout"], text),
  row("maxBodyBytes", ["request", "maxBodyBytes"], number),
  row("maxRedirects", ["request", "maxRedirects"], number),
  row("retries", ["request", "retries"], number),
  row("status", ["expect", "status"], commas),
  row("conditions", ["expect", "conditions"], conditions),
  ...readingRows,
];

export const rows: readonly Row[] = [
  ...askedRows.map(asked),
  row("kind", ["kind"], text),
  row("name", ["name"], text),
  row("key", ["key"], text),
  row("tags", ["tags"], commas),
  row("enabled", ["enabled"], flag),
  ...scheduleRows,
  ...heartbeatRows,
  crawl("scope", "scope", text),
  crawl("include", "include", lines),
  crawl("exclude", "exclude", lines),
  crawl("maxDepth", "maxDepth", number),
  crawl("maxPages", "maxPages", number),
  crawl("contentTypes", "contentTypes", commas),
  query,
  crawl("maxQueryVariants", "maxQueryVariants", number),
  crawl("images", "images", flag),
  crawl("sitemaps", "sitemaps", flag),
  crawl("feeds", "feeds", flag),
  crawl("robots", "robots", flag),
  crawl("delay", "delay", text),
  row("keepRuns", ["retention", "runs"], text),
  row("keepHours", ["retention", "hours"], text),
  row("keepFailures", ["retention", "failures"], text),
  row("failAfter", ["alarm", "failAfter"], number),
  row("ofLast", ["alarm", "ofLast"], number),
  row("recoverAfter", ["alarm", "recoverAfter"], number),
  row("recheck", ["alarm", "recheck"], orWord("never")),
  row("flapsPerHour", ["alarm", "flapsPerHour"], number),
  row("pauseAfter", ["alarm", "pauseAfter"], number),
  row("degraded", ["alarm", "degraded"], flag),
  row("dependsOn", ["alarm", "dependsOn"], commas),
  row("badges", ["badges"], flag),
];

/** The document that a form's fields say. */
export function documentOf(values: FormValues): Json {
  const document: Json = {};
  for (const { path, read } of rows) {
    const value = read(values);
    if (value !== undefined) setAt(document, path, value);
  }
  return document;
}

/** The fields that say a valid document; what it leaves out is as in `usual`. */
export function valuesOf(document: unknown, usual: FormValues): FormValues {
  let values: FormValues = { ...usual, windowed: no };
  for (const { path, write } of rows) {
    const value = valueAt(document, path);
    if (value !== undefined) values = { ...values, ...write(value as never) };
  }
  return values;
}

function setAt(document: Json, path: readonly string[], value: unknown): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) {
    document[name] = value;
    return;
  }
  const inner = document[name];
  const part = isObject(inner) ? inner : {};
  document[name] = part;
  setAt(part, rest, value);
}

/** The value at a path of a document; undefined when nothing stands there. */
export const valueAt = (document: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      isObject(value) || Array.isArray(value) ? (value as Json)[name] : undefined,
    document,
  );
