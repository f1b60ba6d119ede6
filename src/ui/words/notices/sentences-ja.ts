// Holds the Japanese of what channels say and answer, and of why routes take an event.
import type { Pattern } from "#domain/translate.ts";
import { settingSentencesJa } from "./setting-sentences-ja.ts";

/** What channels answered, or why nothing was answered. */
const ofAnswers: readonly Pattern[] = [
  { from: "It answered {}: {}", to: "応答は {1} でした：{2}" },
  { from: "It answered {}.", to: "応答は {1} でした。" },
  { from: "It refused: {}", to: "拒否されました：{1}" },
  {
    from: "The chat has another id now: {}.",
    to: "チャットの ID が {1} に変わりました。",
  },
  {
    from: "This deployment has no binding to send e-mail: see docs/channels.md.",
    to: "このデプロイにはメールを送るバインディングがありません。docs/channels.md を見てください。",
  },
  {
    from: "{} must not be called: {}.",
    to: "{1} は呼び出せません：{2!}。",
  },
  { from: "The name {} does not resolve.", to: "ホスト名 {1} を解決できません。" },
  {
    from: "No secure connection to {}.",
    to: "{1} との安全な接続ができませんでした。",
  },
  {
    from: "The request to {} could not be sent.",
    to: "{1} にリクエストを送れませんでした。",
  },
  { from: "No connection to {}.", to: "{1} に接続できませんでした。" },
  {
    from: "No answer came within {} s; it may have been taken.",
    to: "{1} 秒以内に応答がありませんでした。届いている可能性はあります。",
  },
  { from: "The channel is deleted.", to: "通知先が削除されています。" },
  { from: "The channel is turned off.", to: "通知先が無効になっています。" },
  {
    from: "junkai itself failed to send it; the log has the details.",
    to: "junkai の内部の問題で送れませんでした。詳しくはログにあります。",
  },
  { from: "Sending broke off.", to: "送信が途中で切れました。" },
];

/** Why a route takes an event, and when a channel is told. */
const ofRoutes: readonly Pattern[] = [
  { from: "Every event begins here.", to: "すべての出来事はここから始まります。" },
  { from: "All of its matchers match.", to: "すべてのマッチャーに一致します。" },
  { from: "A route below it matches.", to: "下の経路に一致するものがあります。" },
  {
    from: "A route before it matches and does not continue.",
    to: "前の経路に一致し、そこで終わります。",
  },
  { from: "The route above it does not match.", to: "上の経路に一致しません。" },
  {
    from: "It is silenced until it has recovered.",
    to: "復旧までミュートされています。",
  },
  {
    from: "The route is mute until then.",
    to: "その時刻まで、この経路は通知しない時間帯です。",
  },
  { from: "It is silenced until then.", to: "その時刻までミュートされています。" },
  {
    from: "The incident is closed: nothing is told of it.",
    to: "インシデントは終了したため、通知しません。",
  },
  { from: "With the next digest.", to: "次のまとめと一緒に通知します。" },
  {
    from: "With the first digest after its silence.",
    to: "ミュートが終わった後の最初のまとめと一緒に通知します。",
  },
  {
    from: "The channel knows of it already.",
    to: "この通知先にはすでに通知しています。",
  },
  {
    from: "Windows and silences keep it quiet for weeks.",
    to: "通知しない時間帯とミュートが何週間も続きます。",
  },
  { from: "The channel was deleted.", to: "通知先は削除されました。" },
  { from: "The channel is turned off.", to: "通知先は無効です。" },
  {
    from: "After the interval of its group, which was told lately.",
    to: "同じグループに最近通知したため、間隔を空けて通知します。",
  },
  {
    from: "After the wait of its group.",
    to: "グループの待ち時間の後に通知します。",
  },
  { from: "{} does not match.", to: "{1} に一致しません。" },
];

/** Why the failing of a target is not told, or later. */
const ofTargets: readonly Pattern[] = [
  {
    from: "It is paused: nobody checks whether it fails.",
    to: "一時停止中のため、障害かどうかを確認していません。",
  },
  {
    from: "The rounds are paused: nobody looks at any target.",
    to: "巡回を一時停止しています。どの対象も確認していません。",
  },
  {
    from: "The delivery of notices is paused: nothing is sent until it is resumed.",
    to: "通知の配信を一時停止しています。再開するまで何も送りません。",
  },
  {
    from: "Its degraded runs open no incident.",
    to: "この対象の低下はインシデントになりません。",
  },
  {
    from: "It is in maintenance ({}): no change is told.",
    to: "メンテナンス中です（{1}）。変更は通知しません。",
  },
  {
    from: "It is in maintenance ({}): no incident opens.",
    to: "メンテナンス中です（{1}）。インシデントは発生しません。",
  },
  {
    from: "It has an open incident already: only reminders of that one are told.",
    to: "継続中のインシデントがあります。そのインシデントの再通知だけを送ります。",
  },
  {
    from: "Somebody closed its incident while it failed: nothing is told until it has recovered.",
    to: "失敗が続くうちにインシデントが手動で終了されました。復旧するまで通知しません。",
  },
  {
    from: "It depends on {}, which has an open incident: it is named in that one.",
    to: "依存先の {1} に継続中のインシデントがあります。この対象はそのインシデントに記載されます。",
  },
  {
    from: "It depends on {}, which fails too: up to three more failing runs are waited for.",
    to: "依存先の {1} も失敗しています。最大 3 回の失敗を待ってから判断します。",
  },
  {
    from: "Most hosts and all canaries are silent: runs without an answer open no incident.",
    to: "ほとんどのホストとすべてのカナリアから応答がありません。応答のない実行はインシデントになりません。",
  },
  {
    from: "Its incident opens once {} runs in a row have failed.",
    to: "{1} 回続けて失敗すると、インシデントが発生します。",
  },
  {
    from: "Its incident opens once {} of its last {} runs have failed.",
    to: "最近の {2} 回のうち {1} 回失敗すると、インシデントが発生します。",
  },
];

export const noticeSentencesJa: readonly Pattern[] = [
  ...settingSentencesJa,
  ...ofAnswers,
  ...ofRoutes,
  ...ofTargets,
];
