import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Content } from "#domain/changes/judge-change.ts";
import {
  mostProposals,
  type Proposal,
  proposeIgnores,
} from "#domain/changes/learning/propose-ignores.ts";
import { ignore } from "#domain/readings/kinds/ignore.ts";
import { lines } from "#domain/readings/kinds/lines.ts";
import type { Step } from "#domain/readings/step.ts";
import { isRefused, type Page } from "#domain/readings/step-kind.ts";
import { stepsField } from "#http/readings/steps-field.ts";

const textOf = (text: string): Content => ({ text, values: {} });

const propose = (from: string, to: string) => proposeIgnores(textOf(from), textOf(to));

const stepsFor = (from: string, to: string): Step[] =>
  propose(from, to).map(({ step }) => step);

/** The text after a step that was proposed. */
function take(step: Step, text: string): string {
  const prepared =
    "lines" in step
      ? lines.prepare(step)
      : ignore.prepare(step as { ignore: { patterns?: string[] } });
  if (isRefused(prepared)) throw new Error(prepared.refused);
  const given = prepared({ kind: "text", text }, undefined as unknown as Page);
  return "kind" in given && given.kind === "text" ? given.text : "";
}

const takeAll = (proposals: readonly Proposal[], text: string): string =>
  proposals.reduce((left, { step }) => take(step, left), text);

describe("what differs by itself is proposed to be ignored", () => {
  it.each<[string, string, string, Step]>([
    [
      "a date by its preset",
      "Updated 2026-03-01 10:00",
      "Updated 2026-03-01 10:01",
      { ignore: { presets: ["dates"] } },
    ],
    [
      "a relative time by its preset",
      "posted 3 minutes ago",
      "posted 4 minutes ago",
      { ignore: { presets: ["relative-times"] } },
    ],
    [
      "a date and a token by both presets",
      "2026-03-01 3f9a7c2e5b8d1f4a6c0e",
      "2026-03-02 9e1d4b7a2c5f8e3d6b0a",
      { ignore: { presets: ["dates", "tokens"] } },
    ],
    [
      "digits by a pattern",
      "Build no. 4711 (nightly)",
      "Build no. 4712 (nightly)",
      { ignore: { patterns: ["/^Build no\\. \\d+ \\(nightly\\)$/"] } },
    ],
    [
      "digits with signs by a pattern",
      "Load 0.12, 1.40",
      "Load 0.15, 1.38",
      { ignore: { patterns: ["/^Load [\\d.,:]+, [\\d.,:]+$/"] } },
    ],
    [
      "digits alone, and no others",
      "4711",
      "4712",
      { ignore: { patterns: ["/^\\d+$/"] } },
    ],
    [
      "short hexadecimal digits by a pattern",
      "revision 3f9a7c on main",
      "revision 0b1e22 on main",
      { ignore: { patterns: ["/^revision [\\da-fA-F-]+ on main$/"] } },
    ],
    [
      "digits between long texts by what stands beside",
      `${"before ".repeat(10)}tick 17 tock${" after".repeat(10)}`,
      `${"before ".repeat(10)}tick 23 tock${" after".repeat(10)}`,
      {
        ignore: {
          patterns: [
            "/ore before before before tick \\d+ tock after after after after /",
          ],
        },
      },
    ],
    [
      "other words by the start of the line",
      "Quote of the day: be brave",
      "Quote of the day: stay calm",
      { lines: { drop: ["/^Quote of the day: /"] } },
    ],
    [
      "a line that comes and goes as a whole",
      "a",
      "a\nWe use cookies. (Really?)",
      { lines: { drop: ["/^We use cookies\\. \\(Really\\?\\)$/"] } },
    ],
    [
      "lines with nothing in common as a whole",
      "stay calm",
      "be brave",
      { lines: { drop: ["/^stay calm$/", "/^be brave$/"] } },
    ],
    [
      "a start that other lines have is none to drop lines by",
      "Offer: red shoes\nOffer: hats",
      "Offer: blue boots\nOffer: hats",
      { lines: { drop: ["/^Offer: red shoes$/", "/^Offer: blue boots$/"] } },
    ],
  ])("%s", (_, from, to, step) => {
    const around = (text: string) => `The page\n${text}\nThe end`;
    const proposals = propose(around(from), around(to));
    expect(proposals.map((proposal) => proposal.step)).toEqual([step]);
    expect(takeAll(proposals, around(from))).toBe(takeAll(proposals, around(to)));
    expect(takeAll(proposals, around(to))).toContain("The end");
  });

  it("lines that one step covers are one proposal", () => {
    const page = (minute: number) =>
      Array.from({ length: 15 }, (_, i) => `Item ${i} at 2026-03-01T10:0${minute}:00Z`);
    const [proposal, ...others] = propose(page(1).join("\n"), page(2).join("\n"));
    expect(others).toEqual([]);
    expect(proposal?.lines).toBe(15);
    expect(proposal?.covers).toHaveLength(10);
    expect(proposal?.covers[0]).toEqual({ from: page(1)[0], to: page(2)[0] });
  });

  it("lines are dropped first, and presets come last", () => {
    const page = (id: string, minute: number, quote: string) =>
      [
        `Build no. ${id}`,
        `at 2026-03-01 10:0${minute}`,
        `Quote of the day: ${quote}`,
      ].join("\n");
    const steps = stepsFor(page("17", 1, "be brave"), page("18", 2, "stay calm"));
    expect(steps).toEqual([
      { lines: { drop: ["/^Quote of the day: /"] } },
      { ignore: { patterns: ["/^Build no\\. \\d+$/"] } },
      { ignore: { presets: ["dates"] } },
    ]);
  });

  it("lines of named readings are left to their own steps", () => {
    const content = (price: number): Content => ({
      text: `Shoes\nprice: ${price}`,
      values: { price: { type: "number", number: price } },
    });
    expect(proposeIgnores(content(10), content(11))).toEqual([]);
  });

  it("contents that are the same need nothing", () => {
    expect(propose("a\nb", "a\nb")).toEqual([]);
  });

  it("a page that differs all over is left to the person", () => {
    const page = (what: string) =>
      Array.from({ length: 201 }, (_, i) => `${what} ${i}`).join("\n");
    expect(propose(page("one"), page("two"))).toEqual([]);
  });

  it("long lines are cut where they are told, and their patterns fit a step", () => {
    const start = "[👍](x) ".repeat(1_000);
    const proposals = propose(`a\n${start}be brave`, `a\nno ${start}stay calm`);
    expect(proposals).toHaveLength(1);
    for (const { step, covers } of proposals) {
      expect(stepsField.safeParse([step]).error).toBeUndefined();
      expect(covers[0]?.from?.length).toBeLessThanOrEqual(300);
    }
  });
});

const anyLine = fc.oneof(
  fc.constantFrom("The page", "The end", "", "(a) [b] {c} ^$ /x/ | \\d+", "/re/i"),
  fc.nat(99).map((n) => `Build no. ${n} here`),
  fc.nat(59).map((n) => `at 10:${String(n).padStart(2, "0")}:00`),
  fc.nat(0xffffff).map((n) => `revision ${n.toString(16).padStart(6, "0")}`),
  fc.string({ maxLength: 12, unit: "grapheme" }).filter((text) => !/[\n\r]/.test(text)),
);

/** Lines as pages have them: each begins in its own way, and some come and go. */
const anyLines = fc
  .array(fc.option(anyLine, { freq: 6 }), { maxLength: 8 })
  .map((all) =>
    all.flatMap((line, i) => (line === null ? [] : `${"abcdefgh"[i]}) ${line}`)),
  )
  .map((all) => ["The page", ...all, "The end"].join("\n"));

it("what is proposed makes the contents the same", () => {
  fc.assert(
    fc.property(anyLines, anyLines, (from, to) => {
      const proposals = propose(from, to);
      expect(proposals.length).toBeLessThanOrEqual(mostProposals);
      const steps = proposals.map(({ step }) => step);
      expect(stepsField.safeParse(steps).error).toBeUndefined();
      expect(takeAll(proposals, from)).toBe(takeAll(proposals, to));
      expect(takeAll(proposals, to)).toContain("The end");
    }),
    { numRuns: 300 },
  );
});
