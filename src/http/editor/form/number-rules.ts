// Writes how far numbers must move as lines of text, and reads them back: "price 2 or 5%
// of lowest".
import type { NumberRule } from "#domain/targets/change-rule.ts";
import { type Codec, linesOf } from "./codecs.ts";

/** A line that says no bound has an empty rule: the document's schema refuses it. */
export const numberRules: Codec = {
  read(typed) {
    const read = new Map<string, object>();
    for (const line of linesOf(typed)) {
      const [name = ""] = line.split(/\s/, 1);
      // A number that comes again is spelled so that it is refused.
      read.set(read.has(name) ? `${name} (2)` : name, readRule(line.slice(name.length)));
    }
    return Object.fromEntries(read);
  },
  write: (rules: Readonly<Record<string, NumberRule>>) =>
    Object.entries(rules)
      .map(([name, rule]) => `${name} ${writeRule(rule)}`)
      .join("\n"),
};

function readRule(spaced: string): object {
  const text = spaced.trim().split(/\s+/).join(" ");
  const [, bounds = text, against] = /^(.*?) of (\S+)$/.exec(text) ?? [];
  const rule: Record<string, unknown> = {};
  for (const bound of bounds.split(" or ")) {
    const [, number, percent] = /^([\d.]+(?:e[+-]?\d+)?) ?(%?)$/i.exec(bound) ?? [];
    if (number === undefined) return {};
    rule[percent === "%" ? "percent" : "by"] = Number(number);
  }
  return { ...rule, ...(against !== undefined && { against }) };
}

function writeRule({ by, percent, against }: NumberRule): string {
  const bounds = [
    ...(by === null ? [] : [String(by)]),
    ...(percent === null ? [] : [`${percent}%`]),
  ].join(" or ");
  return against === "last" ? bounds : `${bounds} of ${against}`;
}
