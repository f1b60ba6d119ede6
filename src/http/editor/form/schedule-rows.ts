// Lists the values of a target's schedule with the fields that say them: a period, a cron
// expression or times of day, and a window.
import { fromCron, type TimesObjection, toCron } from "#domain/schedules/times-of-day.ts";
import { type FieldName, type FormValues, yes } from "#ui/editor/form-values.ts";
import { type Codec, commas, text, words } from "./codecs.ts";
import { type Row, row } from "./form-row.ts";

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

export const scheduleRows: readonly Row[] = [
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
];
