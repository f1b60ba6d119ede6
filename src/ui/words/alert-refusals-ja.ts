// Holds the Japanese of what channels answer, and of what is refused of incidents and status
// pages.
import type { Pattern } from "#domain/translate.ts";

/** What is wrong with settings of channels, and with addresses of Apprise. */
const ofChannels: readonly Pattern[] = [
  {
    from: "There is no such kind; it is one of {}.",
    to: "この種類はありません。次のいずれかを指定します：{1}。",
  },
  {
    from: 'This is missing; it is one of {}. An address of Apprise is taken instead, as "apprise".',
    to: "入力がありません。次のいずれかを指定します：{1}。代わりに Apprise のアドレスを apprise に指定できます。",
  },
  {
    from: "This deployment has no binding to send e-mail: see docs/channels.md.",
    to: "この環境にはメールを送るためのバインディングがありません（docs/channels.md を参照）。",
  },
  {
    from: "The address begins with one of {}://.",
    to: "アドレスは次のいずれかで始まります：{1}://。",
  },
  {
    from: "This is an address with http or https.",
    to: "http または https のアドレスを指定します。",
  },
];

/** What channels answer, and why there is no answer. */
const ofReceipts: readonly Pattern[] = [
  { from: "It answered {}: {}", to: "{1} の応答：{2}" },
  { from: "It answered {}.", to: "{1} の応答がありました。" },
  { from: "It refused: {}", to: "拒否されました：{1}" },
  {
    from: "The chat has another id now: {}.",
    to: "チャットの ID が {1} に変わりました。",
  },
  {
    from: "No answer came within {} s; it may have been taken.",
    to: "{1} 秒以内に応答がありませんでした。受け取られた可能性があります。",
  },
  { from: "No connection to {}.", to: "{1} に接続できません。" },
  { from: "No secure connection to {}.", to: "{1} に安全に接続できません。" },
  { from: "The name {} does not resolve.", to: "{1} という名前を解決できません。" },
  {
    from: "The request to {} could not be sent.",
    to: "{1} へのリクエストを送れませんでした。",
  },
  { from: "{} must not be called: {}.", to: "{1} には接続できません：{2!}。" },
  { from: "Sending broke off.", to: "送信が途中で切れました。" },
  { from: "The channel is deleted.", to: "通知先が削除されています。" },
  { from: "The channel is turned off.", to: "通知先が無効になっています。" },
  {
    from: "junkai itself failed to send it; the log has the details.",
    to: "junkai の内部の問題で送れませんでした。詳しくはログにあります。",
  },
];

const ofRoutes: readonly Pattern[] = [
  {
    from: "Another request changed the canaries.",
    to: "その間にカナリアが変更されました。",
  },
  {
    from: "Name a target or labels, not both.",
    to: "対象かラベルのどちらか一方を指定します。",
  },
  {
    from: "Name a target, or give labels.",
    to: "対象かラベルを指定してください。",
  },
  {
    from: "A template may have at most {} characters.",
    to: "テンプレートは {1} 文字以内です。",
  },
  {
    from: "Templates within templates are not known, line {}, column {}.",
    to: "テンプレートの中でほかのテンプレートは使えません（{1} 行 {2} 文字目）。",
  },
  {
    from: "There is no field {}, line {}, column {}.",
    to: "{1} という項目はありません（{2} 行 {3} 文字目）。",
  },
  {
    from: "{{#{}}} stands within itself, line {}, column {}.",
    to: "{1} の中に {1} があります（{2} 行 {3} 文字目）。",
  },
];

/** Why a route tells or does not, and when. */
const ofExplanations: readonly Pattern[] = [
  { from: "Every event begins here.", to: "すべての出来事はここから始まります。" },
  { from: "All of its matchers match.", to: "条件がすべて合います。" },
  { from: "A route below it matches.", to: "下のルートが合います。" },
  {
    from: "A route before it matches and does not continue.",
    to: "前のルートが合い、そこで終わります。",
  },
  { from: "The route above it does not match.", to: "上のルートが合いません。" },
  { from: "{} does not match.", to: "{1} が合いません。" },
  { from: "After the wait of its group.", to: "グループの待ち時間の後です。" },
  {
    from: "After the interval of its group, which was told lately.",
    to: "最近通知したグループなので、間隔を置いた後です。",
  },
  { from: "With the next digest.", to: "次のまとめと一緒です。" },
  { from: "The route is mute until then.", to: "それまでルートは通知しません。" },
  { from: "It is silenced until then.", to: "それまで通知は止められています。" },
  {
    from: "It is silenced until it has recovered.",
    to: "回復するまで通知は止められています。",
  },
];

const ofIncidents: readonly Pattern[] = [
  { from: "There is no incident {}.", to: "インシデント {1} はありません。" },
  { from: "An incident has {} notes at most.", to: "メモは {1} 件までです。" },
  {
    from: "Until recovery goes with an incident.",
    to: "回復まで止められるのはインシデントの通知だけです。",
  },
  {
    from: "This is after its beginning and now, and within 366d.",
    to: "開始と現在より後で、366 日以内の日時を指定します。",
  },
  {
    from: "This is at least as many runs as failAfter names.",
    to: "failAfter 以上の回数を指定します。",
  },
  {
    from: "One of these targets depends on this one.",
    to: "指定した対象のどれかが、この対象に依存しています。",
  },
];

const ofStatusPages: readonly Pattern[] = [
  {
    from: "A page names at most 200 targets.",
    to: "ステータスページに載せられる対象は 200 件までです。",
  },
  {
    from: "There are {} status pages, or somebody else made this one just now.",
    to: "ステータスページが {1} 件あるか、ほかの人がこのページを作ったところです。",
  },
  {
    from: "This is a target's id or key, or an object with target and name.",
    to: "対象の ID かキー、または target と name のオブジェクトを指定します。",
  },
];

export const alertRefusalsJa: readonly Pattern[] = [
  ...ofChannels,
  ...ofReceipts,
  ...ofRoutes,
  ...ofExplanations,
  ...ofIncidents,
  ...ofStatusPages,
];
