// Tests that whatever steps fail at can be said in Japanese.
import { describe, expect, it } from "vitest";
import { applySteps } from "#domain/readings/apply-steps.ts";
import { mostNodes } from "#domain/readings/dom/build-document.ts";
import type { Steps } from "#domain/readings/step.ts";
import { explainFailureJa } from "#domain/runs/failures-ja.ts";
import { answerOf } from "#test/fixtures/readings/answers.ts";

const page = "<main><b>12</b><i>1.2.3</i><u>03/04/2026</u></main>";
const nested = `<i class=x>${"<i>".repeat(20_000)}`;

describe("what a step fails at is said in Japanese", () => {
  it.each<[Steps, string, string]>([
    [[{ css: "q" }], page, "何も見つかりません"],
    [[{ remove: ["*"] }], page, "結果が空です"],
    [[{ css: "b" }, { remove: ["b"] }], page, "何も残りません"],
    [[{ css: "b[" }], page, "使えません"],
    [[{ css: "b", attribute: "href" }], page, "href 属性がありません"],
    [[{ meta: ["author"] }], page, "author が見つかりません"],
    [[{ text: true }], "<b></b>".repeat(mostNodes + 1), "個を超えています"],
    [[{ css: ".q * * i" }], nested, "このページには時間がかかりすぎます"],
    [[{ css: "i" }, { number: true }], page, "数値ではありません"],
    [[{ css: "b" }, { date: true }], page, "日付ではありません"],
    [[{ css: "u" }, { date: true }], page, "order で指定します"],
    [[{ css: "p" }], `<p>${"x".repeat(1_000_001)}`, "1 MB を超えます"],
    [[{ feed: true }], page, "フィードではありません"],
    [[{ json: "$.a" }], page, "応答が JSON ではありません"],
    [
      [{ css: "script" }, { json: "$" }, { number: true }],
      "<script>[1]</script>",
      "リストです。その中の値を一つ選びます",
    ],
    [
      [{ css: "script" }, { json: "$" }, { number: true }],
      "<script>{}</script>",
      "オブジェクトです。その中の値を一つ選びます",
    ],
    [[{ css: "b" }, { css: "b", name: "a" }], page, "何も見つかりません"],
  ])("%j", (steps, html, expected) => {
    const result = applySteps(steps, answerOf(html));
    if (result.ok) throw new Error(`This was read: ${result.reading.text}`);
    const { step, told, problem } = result.unread;
    const detail = `step ${step + 1} (${told}) ${problem}`;
    const failure = {
      class: "assertion",
      condition: `step ${step + 1}: ${told}`,
      detail,
    } as const;
    expect(explainFailureJa(failure)).toContain(expected);
  });
});
