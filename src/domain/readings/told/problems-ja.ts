// Holds the Japanese of why steps read nothing.
import type { Pattern } from "#domain/translate.ts";

export const problemsJa: readonly Pattern[] = [
  { from: "found nothing", to: "何も見つかりません" },
  { from: "gave an empty text", to: "結果が空です" },
  { from: "left nothing", to: "何も残りません" },
  { from: "is refused: {}", to: "使えません：{1}" },
  { from: 'found elements without "{}"', to: "見つかった要素に {1} 属性がありません" },
  { from: "found no {}", to: "{1} が見つかりません" },
  {
    from: "met a page of more than {} elements and texts",
    to: "ページの要素とテキストが {1} 個を超えています",
  },
  {
    from: "takes too long for this page",
    to: "このページには時間がかかりすぎます",
  },
  {
    from: "takes too long for this text",
    to: "このテキストには時間がかかりすぎます",
  },
  { from: "is no number: {}", to: "数値ではありません：{1}" },
  {
    from: "is given an object, not one value of it",
    to: "オブジェクトです。その中の値を一つ選びます",
  },
  {
    from: "is given a list, not one value of it",
    to: "リストです。その中の値を一つ選びます",
  },
  { from: "is no date: {}", to: "日付ではありません：{1}" },
  {
    from: 'may have another order, which "order" tells: {}',
    to: "日付の並び順が分かりません。order で指定します：{1}",
  },
  {
    from: "makes the reading longer than 1 MB",
    to: "読み取った内容が 1 MB を超えます",
  },
  { from: "is given no feed", to: "フィードではありません" },
  { from: "is given no JSON", to: "JSON ではありません" },
  { from: "is given no JSON: the answer is not JSON", to: "応答が JSON ではありません" },
  {
    from: "gives more than 1 MB of text, or is nested too deeply",
    to: "結果が 1 MB を超えるか、入れ子が深すぎます",
  },
];
