// Turns the fields of a form into the document of a target that the API takes, and back:
// one table of what stands where. Judges nothing. No I/O.
import { isObject, type Json } from "#domain/json.ts";
import { fromCron, type TimesObjection, toCron } from "#domain/schedules/times-of-day.ts";
import { type FieldName, type FormValues, no, yes } from "#ui/editor/form-values.ts";
import { type BodyForm, readBody, writeBody } from "./body-text.ts";
import {
  type Codec,
  commas,
  conditions,
  decimal,
  flag,
  headers,
  lines,
  linesOf,
  number,
  orWord,
  steps,
  text,
  words,
} from "./codecs.ts";
import { numberRules } from "./number-rules.ts";

/** One value of a document, and the fields that say it. */
export type Row = {
  /** Where the value stands. */
  path: readonly string[];
  /** The field that is named when the value is refused. */
  field: (values: FormValues) => FieldName;
  /** Undefined leaves the value out. */
  read: (values: FormValues) => unknown;
  /** The fields of a value that is there. */
  write: (value: never) => Partial<FormValues>;
  /** What items of the value are called when they are refused, where that is told. */
  items?: (values: FormValues) => readonly string[];
};

/** A value that one field says; left out where `isAsked` says so. */
const row = (
  field: FieldName,
  path: readonly string[],
  { read, write }: Codec,
  isAsked: (values: FormValues) => boolean = () => true,
): Row => ({
  path,
  field: () => field,
  read: (values) => (isAsked(values) ? read(values[field]) : undefined),
  write: (value) => ({ [field]: write(value) }),
});

const isSite = ({ kind }: FormValues) => kind === "site";
const crawl = (field: FieldName, name: string, codec: Codec) =>
  row(field, ["crawl", name], codec, isSite);

const isEvery = ({ when }: FormValues) => when === "every";

/** What stands in the document when the times of day make no expression. */
const noExpression = "";

const timing: readonly Row[] = [
  {
    path: ["schedule", "every"],
    field: () => "every",
    read: (values) => (isEvery(values) ? text.read(values.every) : undefined),
    write: (every: string) => ({ when: "every", every }),
  },
  {
    path: ["schedule", "cron"],
    field: ({ when }) => (when === "times" ? "times" : "cron"),
    read: (values) => (isEvery(values) ? undefined : cronIn(values)),
    write: (cron: string) => ({ ...timesIn(cron), zone: "UTC" }),
  },
  row("zone", ["schedule", "zone"], text, (values) => !isEvery(values)),
];

/** An expression is shown as times of day where it says no more than that. */
function timesIn(cron: string): Partial<FormValues> {
  const found = fromCron(cron);
  if (found === null) return { when: "cron", cron };
  const days = found.weekdays.flatMap((day) => dayNames[day - 1] ?? []);
  return { when: "times", times: found.times.join(", "), days: days.join(" ") };
}

const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const cronOfTimes = ({ times, days }: FormValues) =>
  toCron({
    times: commas.read(times) as string[],
    weekdays: days.split(" ").flatMap((day) => dayNames.indexOf(day) + 1 || []),
  });

function cronIn(values: FormValues): string {
  if (values.when !== "times") return values.cron;
  const written = cronOfTimes(values);
  return "cron" in written ? written.cron : noExpression;
}

/** Why the times of day make no schedule; null when they do, or are not asked for. */
export function objectionToTimes(values: FormValues): TimesObjection | null {
  if (values.when !== "times") return null;
  const written = cronOfTimes(values);
  return "objection" in written ? written.objection : null;
}

const isWindowed = ({ windowed }: FormValues) => windowed === yes;

const inWindow = (field: FieldName, name: string, codec: Codec) =>
  row(field, ["schedule", "window", name], codec, isWindowed);

/** What the API takes for what a window leaves out; its rows say the rest. */
const window: Row = {
  path: ["schedule", "window"],
  field: () => "windowFrom",
  read: () => undefined,
  write: (value: object | null) =>
    value === null
      ? {}
      : {
          windowed: yes,
          windowDays: dayNames.join(" "),
          windowFrom: "00:00",
          windowTo: "24:00",
          windowZone: "UTC",
        },
};

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

const changes = (field: FieldName, path: string, codec: Codec) =>
  row(field, ["changes", ...path.split(".")], codec);

const readings: readonly Row[] = [
  { ...row("steps", ["extract"], steps), items: (values) => linesOf(values.steps) },
  changes("confirm", "confirm", orWord("none")),
  changes("compare", "compare", number),
  changes("learn", "learn", flag),
  changes("leastCharacters", "least.characters", number),
  changes("leastPercent", "least.percent", decimal),
  changes("differences", "only", words),
  changes("numberRules", "numbers", numberRules),
  changes("keepRaw", "keepRaw", number),
  changes("keepContents", "keepContents", number),
  changes("keepChanges", "keepChanges", number),
];

export const rows: readonly Row[] = [
  row("url", ["url"], { ...text, read: (typed) => typed }),
  row("kind", ["kind"], text),
  row("name", ["name"], text),
  row("key", ["key"], text),
  row("tags", ["tags"], commas),
  row("enabled", ["enabled"], flag),
  ...timing,
  window,
  inWindow("windowFrom", "from", text),
  inWindow("windowTo", "to", text),
  inWindow("windowDays", "weekdays", words),
  inWindow("windowZone", "zone", text),
  row("startAt", ["schedule", "startAt"], text),
  row("expiresAt", ["schedule", "expiresAt"], text),
  row("overlap", ["schedule", "overlap"], text),
  row("catchUpWindow", ["schedule", "catchUpWindow"], text),
  row("grace", ["schedule", "grace"], text),
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
  ...readings,
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
