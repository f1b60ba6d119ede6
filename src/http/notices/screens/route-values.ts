// Turns the form of a route into what the route says, and a stored route into the form.
import { subjects } from "#domain/notices/event.ts";
import { type OwnRoute, ownOf, type Place } from "#domain/notices/routing/edit-routes.ts";
import { writeMatcher } from "#domain/notices/routing/matcher.ts";
import type { Route } from "#domain/notices/routing/routes.ts";
import { matchersOf, splitSubjects } from "#domain/notices/routing/subject-ticks.ts";
import { parseWindow, writeWindow } from "#domain/schedules/window-text.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { type NamedChannel, readOneRoute } from "#http/notices/routing/route-document.ts";
import { invalidField, type Problem } from "#http/problem.ts";
import { toWindowDocument } from "#http/schedules/schedule-document.ts";
import type { Form } from "#http/screens/form.ts";
import {
  groupings,
  type RouteFormValues,
  tellings,
  writePlace,
} from "#ui/notices/routes/route-form-view.ts";
import type { Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";

/** What was typed, as it was typed. */
export const typedRoute = (form: Form): RouteFormValues => ({
  above: form.text("above") || "top",
  match: form.text("match"),
  events: form.all("events"),
  told: tellings.find((value) => value === form.text("told")) ?? "above",
  channels: form.all("channels"),
  grouping: groupings.find((value) => value === form.text("grouping")) ?? "above",
  groupBy: form.all("groupBy"),
  groupWait: form.text("groupWait"),
  groupInterval: form.text("groupInterval"),
  repeat: form.text("repeat"),
  digest: form.text("digest"),
  mute: form.text("mute"),
  goesOn: form.has("goesOn"),
});

/** The form of a new route, which says nothing itself. */
export const newRoute = (above: Place): RouteFormValues =>
  valuesOf({ match: [] }, above, false);

/** The form of a stored route; the one at the top has none above it. */
export function valuesOf(route: Route, above: Place, isTop: boolean): RouteFormValues {
  const { match, channels, groupBy, waitMs, intervalMs, repeatMs, digestMs } = route;
  const { ticked, others } = splitSubjects(match);
  const duration = (ms: number | null | undefined) => {
    if (ms === undefined) return "";
    return ms === null ? never : formatDuration(ms);
  };
  const inherits = groupBy === undefined && !isTop;
  return {
    above: writePlace(above),
    match: others.map(writeMatcher).join("\n"),
    events: ticked,
    told: channels === undefined ? "above" : channels.length === 0 ? "nobody" : "these",
    channels: (channels ?? []).map(String),
    grouping: inherits ? "above" : groupBy?.length ? "these" : "all",
    groupBy: groupBy ?? [],
    groupWait: duration(waitMs),
    groupInterval: duration(intervalMs),
    repeat: duration(repeatMs),
    digest: duration(digestMs),
    mute:
      route.mute?.length === 0 ? never : (route.mute ?? []).map(writeWindow).join("\n"),
    goesOn: route.goesOn === true,
  };
}

const never = "never";

/** Throws the Problem `invalid` that names the field, as the API's document has it. */
export function readTyped(
  values: RouteFormValues,
  channels: readonly NamedChannel[],
): OwnRoute {
  const match = linesOf(values.match).map(({ text }) => text);
  const chosen = subjects.filter((subject) => values.events.includes(subject));
  const document = {
    ...((match.length > 0 || chosen.length > 0) && {
      match: [...match, ...matchersOf(chosen).map(writeMatcher)],
    }),
    ...channelsIn(values),
    ...labelsIn(values),
    ...(values.groupWait !== "" && { groupWait: values.groupWait }),
    ...(values.groupInterval !== "" && { groupInterval: values.groupInterval }),
    ...(values.repeat !== "" && { repeat: orNull(values.repeat) }),
    ...(values.digest !== "" && { digest: orNull(values.digest) }),
    ...windowsIn(values.mute),
    ...(values.goesOn && { continue: true }),
  };
  return ownOf(readOneRoute(document, channels));
}

const isNever = (text: string): boolean => text.toLowerCase() === never;
const orNull = (text: string): string | null => (isNever(text) ? null : text);

function channelsIn({ told, channels }: RouteFormValues) {
  if (told === "above") return {};
  if (told === "nobody") return { channels: [] };
  if (channels.length > 0) return { channels: channels.map(Number) };
  throw invalidField("json", ["channels"], "Tick a channel, or tell nobody.");
}

function labelsIn({ grouping, groupBy }: RouteFormValues) {
  if (grouping === "above") return {};
  if (grouping === "all") return { groupBy: [] };
  if (groupBy.length > 0) return { groupBy };
  throw invalidField("json", ["groupBy"], "Tick a label, or tell everything together.");
}

function windowsIn(text: string) {
  if (text === "") return {};
  if (isNever(text)) return { mute: [] };
  const mute = linesOf(text).map(({ text }, i) => {
    const parsed = parseWindow(text);
    if ("window" in parsed) return toWindowDocument(parsed.window);
    throw invalidField("json", ["mute", String(i)], parsed.objection);
  });
  return { mute };
}

/** The lines that say something, with their numbers. */
const linesOf = (text: string): { text: string; number: number }[] =>
  text
    .split("\n")
    .map((line, i) => ({ text: line.trim(), number: i + 1 }))
    .filter((line) => line.text !== "");

/** The form's names of the document's fields that are called otherwise. */
const fieldNames: Readonly<Record<string, string>> = { continue: "goesOn" };

/** The refusals of a problem by field, those of a line with its number. */
export function routeRefusals(
  { detail, errors }: Problem,
  values: RouteFormValues,
  { language, words }: Viewer,
): Refusals {
  const refused = new Map<string, string[]>();
  const add = (field: string, said: string) =>
    refused.set(field, [...(refused.get(field) ?? []), said]);
  if (errors.length === 0) add("form", refusalIn(language, detail));
  for (const { pointer = "", detail } of errors) {
    const [, name = "", index] = pointer.split("/");
    const said = refusalIn(language, detail);
    const isLines = name === "match" || name === "mute";
    const line = isLines ? linesOf(values[name])[Number(index)] : undefined;
    const { line: numbered } = words.alerts.routeForm;
    add(fieldNames[name] ?? (name || "form"), line ? numbered(line.number, said) : said);
  }
  return refused;
}
