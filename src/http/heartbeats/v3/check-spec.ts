// Reads what a request to Healthchecks' management API says of a check, with
// Healthchecks' words for what is wrong.
import { cronObjection } from "#domain/schedules/cron.ts";
import { isZone } from "#domain/time/zone.ts";
import { mostTags, tagText } from "#http/targets/target-document.ts";

const uniqueFields = ["name", "slug", "tags", "timeout", "grace"] as const;
export type UniqueField = (typeof uniqueFields)[number];

/** What is given of a check; times are seconds. What is not given is absent. */
export type CheckSpec = {
  channels?: string;
  desc?: string;
  grace?: number;
  manual_resume?: boolean;
  methods?: "" | "POST";
  name?: string;
  schedule?: string;
  slug?: string;
  tags?: string;
  timeout?: number;
  tz?: string;
  unique?: UniqueField[];
};

/** Gives what is wrong with a value, after its field's name; null when nothing is. */
type Objection = (value: unknown) => string | null;

const text =
  (most: number, ...also: Objection[]): Objection =>
  (value) => {
    if (typeof value !== "string") return "is not a string";
    if (value.length > most) return "is too long";
    return firstOf(also, value);
  };

const firstOf = (objections: readonly Objection[], value: unknown): string | null => {
  for (const objection of objections) {
    const found = objection(value);
    if (found !== null) return found;
  }
  return null;
};

const seconds: Objection = (value) => {
  if (typeof value !== "number" || !Number.isInteger(value)) return "is not a number";
  if (value < 60) return "is too small";
  return value > 31_536_000 ? "is too large" : null;
};

const flag: Objection = (value) =>
  typeof value === "boolean" ? null : "is not a boolean";

/** For words in pings, which mean nothing here. */
const noWord: Objection = (value) =>
  text(200)(value) ?? (value === "" ? null : "is not supported here");

const noFilter: Objection = (value) =>
  flag(value) ?? (value === false ? null : "is not supported here");

const cron: Objection = (value) =>
  cronObjection(String(value).trim()) === null
    ? null
    : "is not a valid cron or OnCalendar expression";

const zone: Objection = (value) =>
  typeof value !== "string"
    ? "is not a string"
    : isZone(value)
      ? null
      : "is not a valid timezone";

const tags: Objection = (value) => {
  const split = splitTags(String(value));
  if (split.length > mostTags) return "is too long";
  return split.every((tag) => tagText.safeParse(tag).success)
    ? null
    : "does not match pattern";
};

const slug: Objection = (value) =>
  /^[a-z0-9_-]*$/.test(String(value)) ? null : "does not match pattern";

const methods: Objection = (value) =>
  value === "" || value === "POST" ? null : "has unexpected value";

const unusedWords = ["failure_kw", "start_kw", "subject", "subject_fail", "success_kw"];
const unusedFilters = [
  "filter_subject",
  "filter_body",
  "filter_http_body",
  "filter_default_fail",
];

/** In the order in which Healthchecks looks at them: of several it names the first. */
const objections: readonly (readonly [string, Objection])[] = [
  ["channels", text(10_000)],
  ["desc", text(2_000)],
  ["failure_kw", noWord],
  ...unusedFilters.map((name) => [name, noFilter] as const),
  ["grace", seconds],
  ["manual_resume", flag],
  ["methods", methods],
  ["name", text(100)],
  ["schedule", text(100, cron)],
  ["slug", text(100, slug)],
  ...unusedWords.slice(1).map((name) => [name, noWord] as const),
  ["tags", text(1_000, tags)],
  ["timeout", seconds],
  ["tz", zone],
];

/** The tags that stand in one string, each once. */
export const splitTags = (written: string): string[] => [
  ...new Set(written.split(/\s+/).filter((tag) => tag !== "")),
];

/** The check that a body describes, or Healthchecks' sentence about what is wrong. */
export function readCheckSpec(
  json: Record<string, unknown>,
): { spec: CheckSpec } | { error: string } {
  for (const [name, objectionTo] of objections) {
    if (!(name in json)) continue;
    const objection = objectionTo(json[name]);
    if (objection !== null) return { error: errorOf(`${name} ${objection}`) };
  }
  const objection = "unique" in json ? objectionToUnique(json.unique) : null;
  if (objection !== null) return { error: errorOf(objection) };
  return { spec: json as CheckSpec };
}

const errorOf = (what: string): string => `json validation error: ${what}`;

function objectionToUnique(value: unknown): string | null {
  if (!Array.isArray(value)) return "unique is not an array";
  const isKnown = (item: unknown) => (uniqueFields as readonly unknown[]).includes(item);
  return value.every(isKnown) ? null : "an item in 'unique' has unexpected value";
}
