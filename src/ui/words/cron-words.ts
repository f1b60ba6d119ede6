// Says a cron expression in words, by cronstrue. Says the expression itself where
// cronstrue does not know what croner means by it. Ask cronObjection first.
import * as cronstrue from "cronstrue";
import { memoize } from "#domain/memo.ts";
import { cronLocaleJa } from "./cron-locale-ja.ts";
import { type Language, wordsIn } from "./words.ts";

// Node and bundlers wrap the exports of a CommonJS module differently.
const exported: typeof cronstrue = cronstrue.default as never;
const descriptor = exported.default ?? cronstrue.default;
const { locales } = descriptor as unknown as { locales: Record<string, unknown> };
locales.ja = cronLocaleJa;

const nicknames: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

const number = String.raw`\d{1,2}(?:-\d{1,2})?`;
const name = String.raw`(?:[a-z]{3}|\d{1,2})`;
const plain = `\\*(?:/\\d+)?|${number}(?:/\\d+)?|${number}(?:,${number})*`;
const ofForm = (form: string) => new RegExp(`^(?:${form})$`, "i");

/** The forms of which cronstrue says what croner does, and how many values there are. */
const fieldForms = [
  { form: ofForm(plain), from: 0, count: 60 },
  { form: ofForm(plain), from: 0, count: 60 },
  { form: ofForm(plain), from: 0, count: 24 },
  { form: ofForm(`${plain}|L|LW|\\d{1,2}W`), from: 1, count: null },
  { form: ofForm(`\\*(?:/\\d+)?|${name}(?:[-,]${name})*`), from: 1, count: 12 },
  {
    form: ofForm(`\\*|${name}(?:[-,]${name})*|${name}#[1-5](?:,${name}#[1-5])*|${name}L`),
    from: 0,
    count: 7,
  },
] as const;

/** "every 5 minutes", "every day at 02:00", "at 09:00, Monday through Friday". */
export const describeCron = (expression: string, language: Language): string =>
  describe(expression.trim(), language);

const describe = memoize(500, (expression, language) => {
  const known = toKnownForm(expression);
  if (known === null) return expression;
  try {
    const text = cronstrue.toString(known.expression, {
      locale: language,
      use24HourTimeFormat: true,
      logicalAndDayFields: known.needsBoth,
    });
    return wordsIn(language as Language).schedules.cron(text, known);
  } catch (error) {
    // cronstrue throws text when an expression is none to it.
    if (typeof error === "string") return expression;
    throw error;
  }
});

/** What is to be known of an expression to say it. */
export type KnownCron = {
  /** With seconds, without croner's extras. */
  expression: string;
  /** Whether day of month and day of week must both fit; one suffices otherwise. */
  needsBoth: boolean;
  isDaily: boolean;
  hasMonths: boolean;
};

/** Null when the expression has a form that cronstrue says otherwise than croner. */
function toKnownForm(expression: string): KnownCron | null {
  const full = nicknames[expression.toLowerCase()] ?? expression;
  const given = full.split(/\s+/);
  const needsBoth = given.at(-1)?.startsWith("+") ?? false;
  const fields = (given.length === 5 ? ["0", ...given] : given).map((field, place) =>
    spellSteps(field.replace(/^\+/, "").replace("?", "*").replace(/#L$/i, "L"), place),
  );
  const isKnown = fieldForms.every(({ form }, place) => form.test(fields[place] ?? ""));
  const [days = "", months = "", weekdays = ""] = fields.slice(3);
  // Before a range of weekdays cronstrue does not say whether both must fit.
  if (!isKnown || (days !== "*" && weekdays.includes("-"))) return null;
  const isDaily = [days, months, weekdays].every((field) => field === "*");
  return {
    expression: fields.join(" "),
    needsBoth,
    isDaily,
    hasMonths: months !== "*",
  };
}

/**
 * Steps that do not fill their field are listed: with a step of 45, minutes 0 and 45 are
 * not 45 minutes apart. Weekdays always are.
 */
function spellSteps(field: string, place: number): string {
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 0);
  const { from, count } = fieldForms[place] ?? { from: 0, count: null };
  if (step < 2 || count === null || (count % step === 0 && count !== 7)) return field;
  const places = Array.from({ length: Math.ceil(count / step) }, (_, index) => index);
  return places.map((index) => from + index * step).join(",");
}
