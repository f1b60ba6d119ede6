// Tests how steps become readings: what ends one, what has a name, what fails.
import { describe, expect, it } from "vitest";
import { applySteps, type StepTrace } from "#domain/readings/apply-steps.ts";
import { isRefusedSteps, prepareSteps } from "#domain/readings/prepare-steps.ts";
import type { Steps } from "#domain/readings/step.ts";
import { answerOf } from "#test/fixtures/readings/answers.ts";

const shop = answerOf(`<!doctype html><title>Shop</title>
  <nav>Home</nav><main><h1>Chair</h1><p class="price">12 €</p><p class="stock">3 left</p>
  <aside>Ad</aside></main>`);

const read = (steps: Steps, answer = shop) => applySteps(steps, answer);

describe("the steps of a target", () => {
  it("give the text of the last one where none has a name", () => {
    expect(read([{ css: "main" }, { remove: ["aside"] }, { text: true }])).toEqual({
      ok: true,
      reading: { text: "Chair\n12 €\n3 left", values: {} },
    });
  });

  it("begin at the page again after one with a name", () => {
    const result = read([
      { css: ".price", name: "price" },
      { css: ".stock", name: "stock" },
      { css: "h1" },
    ]);
    expect(result).toEqual({
      ok: true,
      reading: {
        text: "Chair\nprice: 12 €\nstock: 3 left",
        values: {
          price: { type: "text", text: "12 €" },
          stock: { type: "text", text: "3 left" },
        },
      },
    });
  });

  it("see nothing of what was taken off the page at the begin of a reading", () => {
    const result = read([
      { remove: ["nav", "aside"] },
      { css: "h1", name: "title" },
      { css: "nav" },
    ]);
    expect(result).toMatchObject({
      unread: { step: 2, told: 'css "nav"', problem: "found nothing" },
    });
  });

  it("see what was taken off chosen elements only", () => {
    const result = read([
      { css: "main" },
      { remove: ["aside", "p"] },
      { text: true, name: "main" },
      { css: "aside" },
    ]);
    expect(result).toMatchObject({
      ok: true,
      reading: { text: "Ad\nmain: Chair" },
    });
  });

  it.each<[Steps, number, string, string]>([
    [[{ css: "h2" }], 0, 'css "h2"', "found nothing"],
    [[{ css: "h1" }, { css: "b" }], 1, 'css "b"', "found nothing"],
    [[{ css: "nav", attribute: "id" }], 0, 'css "nav"', 'found elements without "id"'],
    [
      [{ css: "main" }, { remove: ["h1", "p", "aside"] }],
      1,
      'remove "h1, p, aside"',
      "gave an empty text",
    ],
    [[{ css: "p", all: true }, { remove: ["p"] }], 1, 'remove "p"', "left nothing"],
  ])("%j fail at step %i", (steps, step, told, problem) => {
    expect(read(steps)).toEqual({ ok: false, unread: { step, told, problem } });
  });

  it("tell what each was given and what it gave", () => {
    const told: StepTrace[] = [];
    applySteps(
      [{ css: "main" }, { css: "h1", name: "h" }, { css: "h2" }],
      shop,
      (trace) => told.push(trace),
    );
    const source = shop.text()?.text;
    const main = "Chair\n12 €\n3 left\nAd";
    expect(told).toEqual([
      { step: 0, told: 'css "main"', input: source, output: main, problem: null },
      { step: 1, told: 'css "h1"', input: main, output: "Chair", problem: null },
      {
        step: 2,
        told: 'css "h2"',
        input: source,
        output: null,
        problem: "found nothing",
      },
    ]);
  });

  it("are prepared once, however often they are applied", () => {
    const steps = (): Steps => [{ css: "main .price" }];
    expect(prepareSteps(steps())).toBe(prepareSteps(steps()));
  });

  it.each<[Steps, number, readonly string[], RegExp]>([
    [[{ css: "a" }, { css: "a[" }], 1, ["css"], /^This is no CSS selector/],
    [[{ css: "a:nope" }], 0, ["css"], /Unknown pseudo-class :nope/],
    [[{ remove: ["a", "b >> c"] }], 0, ["remove", "1"], /^This is no CSS selector/],
    [[{ css: "a", give: "html", attribute: "b" }], 0, ["give"], /text, HTML or/],
    [
      [
        { css: "a", name: "x" },
        { css: "b", name: "x" },
      ],
      1,
      ["name"],
      /Another step/,
    ],
  ])("%j are refused with a place and a sentence", (steps, step, at, refused) => {
    const prepared = prepareSteps(steps);
    expect(isRefusedSteps(prepared) && prepared).toEqual({
      step,
      at,
      refused: expect.stringMatching(refused),
    });
    expect(read(steps)).toMatchObject({ ok: false, unread: { step } });
  });

  it("that together read more than a reading holds fail at the one that is too much", () => {
    const answer = answerOf(`<p>${"x".repeat(400_000)}</p>`);
    const steps = ["a", "b", "c"].map((name) => ({ css: "p", name }));
    const traces: StepTrace[] = [];
    expect(read(steps.slice(0, 2), answer).ok).toBe(true);
    expect(applySteps(steps, answer, (trace) => traces.push(trace))).toEqual({
      ok: false,
      unread: {
        step: 2,
        told: 'css "p"',
        problem: "makes the reading longer than 1 MB",
      },
    });
    expect(traces.at(-1)?.output).toBeNull();
  });
});
