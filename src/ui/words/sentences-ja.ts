// Holds the Japanese of sentences about crawls and the service that other parts make in
// English: reasons, steps of trials.
import { detailsJa } from "#domain/runs/details-ja.ts";
import type { Pattern } from "#domain/translate.ts";
import { noticeSentencesJa } from "./notices/sentences-ja.ts";
import { refusalsJa } from "./refusals-ja.ts";

const ofTrials: readonly Pattern[] = [
  { from: "It would next be due at {}.", to: "次の予定時刻は {1} です。" },
  { from: "It would never be due again.", to: "この先の予定はありません。" },
  { from: "{} from {}", to: answerLine },
  { from: "No answer from {}.", to: "{1} から応答がありません。" },
  {
    from: "That is a success: expected {}.",
    to: (expected = "") =>
      `成功です。期待値は ${expected.replaceAll(" or ", "、")} です。`,
  },
  {
    from: "robots.txt is not asked, as the target says.",
    to: "対象の設定により、robots.txt は確認しません。",
  },
  {
    from: "robots.txt does not allow the start.",
    to: "robots.txt が開始 URL を許可していません。",
  },
  {
    from: "robots.txt allows the start.",
    to: "robots.txt は開始 URL を許可しています。",
  },
  { from: "Step {}: {}", to: "手順 {1}：{2}" },
  {
    from: "A crawl would follow {} links; refused: {}.",
    to: "クロールは {1} 件のリンクをたどります。たどらないもの：{2}。",
  },
  {
    from: "A crawl would follow {} links.",
    to: "クロールは {1} 件のリンクをたどります。",
  },
];

/** "200 from https://example.com/". */
function answerLine(status = "", url = ""): string | null {
  return /^\d{3}$/.test(status) ? `${url} の応答は ${status} でした` : null;
}

const ofHealth: readonly Pattern[] = [
  {
    from: "No tick has come yet: the first one ends within a minute or two of the deployment.",
    to: "ティックがまだありません。最初のティックはデプロイから 1、2 分で終わります。",
  },
  {
    from: "The last tick ended {} minutes ago.",
    to: "最後のティックは {1} 分前に終わりました。",
  },
  {
    from: "Slots have waited for {} seconds: the tick that was to serve them is lost.",
    to: "枠が {1} 秒待っています。処理するはずのティックが失われました。",
  },
  {
    from: "Slots have waited for {} seconds for a tick to serve them.",
    to: "枠が {1} 秒、処理するティックを待っています。",
  },
];

const ofStorage: readonly Pattern[] = [
  {
    from: "The database has {} of {} ({} %).",
    to: "データベースは {2} のうち {1}（{3} %）を使っています。",
  },
  {
    from: "Contents have {} of it, and grow by {} a day.",
    to: "そのうち内容が {1} で、1 日に {2} 増えています。",
  },
  { from: "Contents have {} of it.", to: "そのうち内容が {1} です。" },
  { from: "It is full.", to: "空きがありません。" },
  {
    from: "Too little is known yet to say how it grows.",
    to: "増え方を示すには、まだ記録が足りません。",
  },
  {
    from: "It has not grown in the last {} days.",
    to: "この {1} 日間、増えていません。",
  },
  {
    from: "It has grown by {} a day in the last {} days: years are left.",
    to: "この {2} 日間は 1 日に {1} 増え、あと数年使えます。",
  },
  {
    from: "It has grown by {} a day in the last {} days: it would be full in {} days.",
    to: "この {2} 日間は 1 日に {1} 増え、あと {3} 日で一杯になる見込みです。",
  },
  {
    from: "Within {} days, from {} on, it keeps history shorter, so that it settles there.",
    to: "{1} 日以内に {2} に達すると、保存期間を短くしてその大きさに保ちます。",
  },
  {
    from: "It settles at {} at most.",
    to: "大きさは {1} までに落ち着きます。",
  },
  {
    from: "It cannot keep them shorter: run fewer targets, or less often.",
    to: "これ以上は短くできません。対象を減らすか、実行の間隔を長くします。",
  },
  {
    from: "To make room it keeps runs for {} and statistics of hours for {} instead of {}.",
    to: "空きを作るため、実行を {1}、時間別の統計を {3} ではなく {2} 保存します。",
  },
  {
    from: "Deleting is behind: the oldest runs have been due for {}.",
    to: "削除が遅れています。最も古い実行は {1} 前に削除の時期を迎えています。",
  },
  {
    from: "To make room it keeps runs for {} instead of {} and statistics of hours for {} instead of {}.",
    to: "空きを作るため、実行を {2} ではなく {1}、時間別の統計を {4} ではなく {3} 保存します。",
  },
  {
    from: "To make room it keeps runs for {} instead of {} and statistics of hours for {}.",
    to: "空きを作るため、実行を {2} ではなく {1}、時間別の統計を {3} 保存します。",
  },
  {
    from: "To make room it keeps runs for {} and statistics of hours for {} instead of {}.",
    to: "空きを作るため、実行を {1}、時間別の統計を {3} ではなく {2} 保存します。",
  },
  {
    from: "To make room it keeps runs for {} and statistics of hours for {}.",
    to: "空きを作るため、実行を {1}、時間別の統計を {2} 保存します。",
  },
];

const kindsOfLines: Readonly<Record<string, string>> = {
  added: "追加",
  removed: "削除",
  replaced: "置き換え",
};

const ofChanges: readonly Pattern[] = [
  { from: "No line differs.", to: "異なる行はありません。" },
  {
    from: "No number moved as far as the rule asks for.",
    to: "数値の動きが、変更とみなす幅に達していません。",
  },
  {
    from: "Lines were only {}, which the rule leaves out.",
    to: (kinds = "") =>
      `違いは行の${kinds
        .split(" and ")
        .map((kind) => kindsOfLines[kind] ?? kind)
        .join("と")}だけで、変更とみなしません。`,
  },
  {
    from: "It differs by {} characters ({} %), less than the rule asks for.",
    to: "違いは {1} 文字（{2} %）で、変更とみなす差に達していません。",
  },
];

export const sentencesJa: readonly Pattern[] = [
  ...ofChanges,
  ...ofTrials,
  ...ofHealth,
  ...ofStorage,
  ...detailsJa,
  ...noticeSentencesJa,
  ...refusalsJa,
];
