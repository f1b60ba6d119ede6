// Says in Japanese what was found of a condition, and what was expected. The English is
// domain/conditions' explainTold.
import { isGroup, type ToldCondition } from "./condition.ts";
import { hasSubject } from "./kinds/kinds.ts";
import { readLine } from "./line.ts";

type Say = (actual: string | null, subject: string) => string;

const kinds: Readonly<Record<string, Say>> = {
  status: (actual) => `ステータスは ${actual} でした`,
  duration: (actual) => `所要時間は ${actual} でした`,
  firstByte: (actual) => `最初のバイトまでの時間は ${actual} でした`,
  size: (actual) => `サイズは ${actual} でした`,
  contentType: (actual) =>
    actual === null
      ? "コンテンツタイプがありません"
      : `コンテンツタイプは ${actual} でした`,
  header: (actual, name) =>
    actual === null
      ? `ヘッダー ${name} がありません`
      : `ヘッダー ${name} は ${actual} でした`,
  body(actual) {
    if (actual === null) return "本文に該当する文字列がありません";
    const [, looked] = /^first (\d+) characters$/.exec(actual) ?? [];
    return looked === undefined
      ? `本文の該当箇所は ${JSON.stringify(actual)} です`
      : `本文の最初の ${looked} 文字に該当する文字列がありません`;
  },
  json: (actual, path) =>
    actual === null ? `${path} に値がありません` : `${path} の値は ${actual} でした`,
  content: (actual) =>
    actual === null ? "内容を初めて確認しました" : `内容は ${actual} の間同じです`,
  reading: (actual, name) =>
    actual === null
      ? `${name} として読み取られたものがありません`
      : `読み取り値 ${name} は ${actual} でした`,
  count: (actual, name) => `${name} の数は ${actual ?? "不明"} でした`,
  redirectsTo: (actual) => `転送先は ${actual} でした`,
  crawl: (actual, figure) => `${figures[figure] ?? figure}は ${actual ?? "不明"} でした`,
};

const figures: Readonly<Record<string, string>> = {
  duration: "クロールの所要時間",
  pages: "取得したページ数",
  broken: "リンク切れの数",
  gone: "消失したページ数",
};

export function explainToldJa({
  condition,
  actual,
}: Pick<ToldCondition, "condition" | "actual">): string {
  const written = readLine(condition, hasSubject);
  if (written === null) return `条件を満たしていません：${condition}`;
  if (isGroup(written))
    return written.kind === "all"
      ? `満たされていない条件があります：${actual ?? condition}`
      : `満たされた条件がありません：${actual ?? condition}`;
  const say = kinds[written.kind];
  return say === undefined
    ? `条件を満たしていません：${condition}`
    : `${say(actual, written.subject ?? "")}。期待値は ${written.is} です`;
}
