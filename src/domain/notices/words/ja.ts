// Holds every word of notices in Japanese.
import { detailsJa } from "#domain/runs/details-ja.ts";
import { explainFailureJa } from "#domain/runs/failures-ja.ts";
import { unitNames } from "#domain/time/span.ts";
import { createTranslator } from "#domain/translate.ts";
import type { NoticeWords } from "./en.ts";

const headline = (state: string, counter = "件") => ({
  one: (name: string) => `${state}：${name}`,
  many: (count: number, names: string) => `${state} ${count} ${counter}：${names}`,
});

const translate = createTranslator(detailsJa);

export const ja: NoticeWords = {
  units: unitNames.ja,
  headlines: {
    down: headline("障害"),
    degraded: headline("低下"),
    worse: headline("低下から障害に悪化"),
    stillDown: headline("障害継続中"),
    stillDegraded: headline("低下継続中"),
    recovered: headline("復旧"),
    closed: headline("インシデント終了"),
    held: headline("あわせて失敗"),
    crawlFindings: headline("クロールで問題を検出"),
    jobFailed: headline("ジョブ失敗"),
    jobStillFails: headline("ジョブ失敗継続中"),
    jobRecovered: headline("ジョブ復旧"),
    storage: headline("空き容量わずか"),
    serviceMissed: headline("監視の中断"),
    contentChanged: headline("変更"),
  },
  between: "／",
  names: (names, more) =>
    more > 0 ? `${names.join("、")} ほか ${more} 件` : names.join("、"),
  recoveredAfter: (name, span) => `復旧：${name}（障害時間 ${span}）`,
  sentences: (parts) => parts.join(""),
  more: (count) => `…ほか ${count} 件`,
  field: (name, value) => `${name}：${value}`,
  instant: (local, zone, utc) => `${local} ${zone}（${utc} UTC）`,
  links: {
    acknowledge: "確認済みにする",
    silence: "1 時間ミュート",
    look: "詳細を見る",
  },
  fields: {
    status: "状態",
    since: "開始",
    until: "終了",
    duration: "継続時間",
    runsFailed: "失敗した実行",
    slotsMissed: "未実行の枠",
    lastRan: "最後の実行",
    lastGood: "最後に成功した実行",
    address: "アドレス",
    cause: "原因",
    children: "あわせて失敗",
    body: "応答本文",
    due: "予定時刻",
    gone: "消失したページ",
    broken: "リンク切れ",
    fullAt: "満杯になる時刻",
    added: "追加",
    removed: "削除",
    seenAt: "最初の検出",
  },
  statuses: { down: "障害", degraded: "低下", up: "正常" },
  never: "なし",
  test: {
    title: "junkai からのテスト",
    text: (channel) =>
      `これはテストです。通知先「${channel}」に届きました。障害は起きていません。`,
  },
  soFar: (span) => `${span}（継続中）`,
  turns: (count) => `復旧と再発を ${count} 回繰り返しました。`,
  failure: explainFailureJa,
  lastRan: (instant) => `最後の実行：${instant}。`,
  degradedWithoutFailure: "応答はありますが、期待した状態ではありません。",
  lasted: (severity, span, runsFailed, slotsMissed) => {
    const state = severity === "down" ? "障害" : "低下";
    const parts = [
      ...(runsFailed > 0 || slotsMissed === 0 ? [`失敗した実行 ${runsFailed} 回`] : []),
      ...(slotsMissed > 0 ? [`未実行の枠 ${slotsMissed} 件`] : []),
    ];
    return `${state}は ${span}続きました（${parts.join("、")}）。`;
  },
  closedBecause: {
    closed: "対象が復旧する前に、インシデントが手動で終了されました。",
    paused: "対象は復旧する前に一時停止されました。",
    deleted: "対象は削除されました。",
  },
  held: "依存先の対象が失敗しているため、個別のインシデントにはしていません。",
  crawlFound: (gone, broken) => {
    const parts = [
      ...(gone > 0 ? [`消失したページ ${gone} 件`] : []),
      ...(broken > 0 ? [`リンク切れ ${broken} 件`] : []),
    ];
    return parts.length === 0 ? "問題はありません。" : `${parts.join("、")}があります。`;
  },
  linesChanged: (added, removed) => {
    const parts = [
      ...(added > 0 ? [`追加 ${added} 行`] : []),
      ...(removed > 0 ? [`削除 ${removed} 行`] : []),
    ];
    return parts.length === 0 ? "" : `${parts.join("、")}。`;
  },
  replacedWhole: (characters) =>
    `内容のほぼ全体が変わりました（現在 ${characters} 文字）。`,
  numberMoved: (name, from, to, percent) =>
    `${name}：${from} → ${to}${percent === null ? "" : `（${percent} %）`}。`,
  noNumber: "なし",
  problem: (sentence) => translate(sentence) ?? sentence,
  jobPasses: "直近の実行は成功しました。",
  storageUsed: (percent, used, limit) =>
    `データベースは ${limit} のうち ${used}（${percent} %）を使っています。`,
  storageShorter: (now, usual) =>
    `空きを作るため、実行は ${usual}ではなく ${now}保存されます。`,
  storageName: "データベース",
  serviceName: "junkai",
  nobodyLooked: (from, to, span) =>
    `${from} から ${to} まで junkai が動いていませんでした。${span}の間、対象を確認していません。`,
};
