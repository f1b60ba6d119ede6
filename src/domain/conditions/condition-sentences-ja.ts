// Holds the Japanese of sentences about conditions of which only the English was kept.
import type { Pattern } from "#domain/translate.ts";

const ofTests: readonly Pattern[] = [
  { from: "The duration is {}", to: "所要時間は {1} でした" },
  { from: "The time to the first byte is {}", to: "最初のバイトまでの時間は {1} でした" },
  { from: "The size is {}", to: "サイズは {1} でした" },
  { from: "The status is {}", to: "ステータスは {1} でした" },
  { from: "The content type is {}", to: "コンテンツタイプは {1} でした" },
  { from: "No content type is given", to: "コンテンツタイプがありません" },
  { from: "The header {} is missing", to: "ヘッダー {1} がありません" },
  { from: "The header {} is {}", to: "ヘッダー {1} は {2} でした" },
  { from: "The body has no such text", to: "本文に該当する文字列がありません" },
  {
    from: "The body has no such text in its first {} characters",
    to: "本文の最初の {1} 文字に該当する文字列がありません",
  },
  { from: "The body has {}", to: "本文の該当箇所は {1} です" },
  { from: "Nothing is at {}", to: "{1} に値がありません" },
  { from: "The value at {} is {}", to: "{1} の値は {2} でした" },
  {
    from: "The content has been the same for {}",
    to: "内容は {1} の間同じです",
  },
  { from: "Nothing is read as {}", to: "{1} として読み取られたものがありません" },
  { from: "The reading {} is {}", to: "読み取り値 {1} は {2} でした" },
  { from: "Redirects lead to {}", to: "転送先は {1} でした" },
  { from: "The count of {} is {}", to: "{1} の数は {2} でした" },
  { from: "The crawl took {}", to: "クロールの所要時間は {1} でした" },
  { from: "Pages fetched: {}", to: "取得したページ数は {1} でした" },
  { from: "Addresses that are broken: {}", to: "リンク切れの数は {1} でした" },
  { from: "Pages gone: {}", to: "消失したページ数は {1} でした" },
].map(({ from, to }) => ({
  from: `${from}; expected {}.`,
  to: `${to}。期待値は {${from.split("{}").length}} です。`,
}));

export const conditionSentencesJa: readonly Pattern[] = [
  ...ofTests,
  {
    from: "Not all of the conditions hold: {}.",
    to: "満たされていない条件があります：{1}。",
  },
  { from: "None of the conditions holds: {}.", to: "満たされた条件がありません：{1}。" },
];
