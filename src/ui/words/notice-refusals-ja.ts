// Holds the Japanese of what is refused of channels, routes, silences, incidents and status
// pages, and of what channels answer.
import type { Pattern } from "#domain/translate.ts";

/** What is wrong with settings of channels, and with addresses of Apprise. */
const ofChannels: readonly Pattern[] = [
  { from: "There is no channel {}.", to: "チャンネル {1} はありません。" },
  {
    from: "There is no kind of channel {}.",
    to: "{1} という種類のチャンネルはありません。",
  },
  {
    from: "There is no such kind; it is one of {}.",
    to: "この種類はありません。次のいずれかを指定します：{1}。",
  },
  {
    from: 'This is missing; it is one of {}. An address of Apprise is taken instead, as "apprise".',
    to: "入力がありません。次のいずれかを指定します：{1}。代わりに Apprise のアドレスを apprise に指定できます。",
  },
  {
    from: "Another channel is called {}.",
    to: "{1} という名前のチャンネルはすでにあります。",
  },
  {
    from: "There are {} channels, which is the most.",
    to: "チャンネルは {1} 件までです。",
  },
  {
    from: "This address cannot be used: {}.",
    to: "このアドレスは使えません：{1!}。",
  },
  {
    from: "This stands for a stored value, and there is no such value. Write it.",
    to: "保存済みの値を表しますが、保存された値がありません。値を入力してください。",
  },
  {
    from: "{} cannot be read: it was sealed with a key that is gone. Set ENCRYPTION_KEY_PREVIOUS to the ENCRYPTION_KEY of then (or the API_TOKEN of then, where there was none), or write the value anew.",
    to: "{1} を読めません。暗号化したときの鍵がなくなっています。ENCRYPTION_KEY_PREVIOUS に当時の ENCRYPTION_KEY（なかった場合は当時の API_TOKEN）を設定するか、値を入力し直してください。",
  },
  {
    from: "This deployment has no binding to send e-mail: see docs/channels.md.",
    to: "この環境にはメールを送るためのバインディングがありません（docs/channels.md を参照）。",
  },
  {
    from: "A room's id begins with an exclamation mark.",
    to: "ルームの ID は感嘆符（!）で始まります。",
  },
  {
    from: "The room is told by its id, which begins with an exclamation mark.",
    to: "ルームは、感嘆符（!）で始まる ID で指定します。",
  },
  {
    from: "A secret is 24 to 64 bytes in base64.",
    to: "シークレットは 24〜64 バイトを base64 で表したものです。",
  },
  {
    from: "A token has digits, a colon and letters.",
    to: "トークンは数字、コロン、英字からなります。",
  },
  {
    from: "A topic has up to 64 letters, digits, - and _.",
    to: "トピックは英数字、-、_ の 64 文字以内です。",
  },
  {
    from: "The topic of the chat is a number.",
    to: "チャットのトピックは数値で指定します。",
  },
  {
    from: "These are addresses, with commas between them.",
    to: "メールアドレスをコンマで区切って指定します。",
  },
  {
    from: "This is an address such as junkai@example.com.",
    to: "junkai@example.com のようなメールアドレスを指定します。",
  },
  {
    from: "There may be at most {} recipients.",
    to: "宛先は {1} 件までです。",
  },
  {
    from: "The address begins with one of {}://.",
    to: "アドレスは次のいずれかで始まります：{1}://。",
  },
  {
    from: "The address has a percent sign that encodes nothing.",
    to: "アドレスに、何も表さないパーセント記号があります。",
  },
  { from: "The address has no {}.", to: "アドレスに{1!}がありません。" },
  ...Object.entries({
    domain: "ドメイン",
    host: "ホスト",
    recipient: "宛先",
    room: "ルーム",
    sender: "差出人",
    "signature after the workflow": "ワークフローの後の署名",
    token: "トークン",
    topic: "トピック",
    workflow: "ワークフロー",
  }).map(([from, to]) => ({ from, to })),
  {
    from: "The address is longer than {} characters.",
    to: "アドレスが {1} 文字を超えています。",
  },
  {
    from: "The address is of no known kind.",
    to: "このアドレスの種類は分かりません。",
  },
  {
    from: "The address of Slack has three tokens: slack://A/B/C.",
    to: "Slack のアドレスにはトークンが 3 つあります：slack://A/B/C。",
  },
  {
    from: "The host of the address is not valid.",
    to: "アドレスのホストの形式が異なります。",
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
  { from: "The channel is deleted.", to: "チャンネルが削除されています。" },
  { from: "The channel is turned off.", to: "チャンネルが無効になっています。" },
  {
    from: "junkai itself failed to send it; the log has the details.",
    to: "junkai の内部の問題で送れませんでした。詳しくはログにあります。",
  },
];

const ofRoutes: readonly Pattern[] = [
  { from: "At character {}: {}", to: "{1} 文字目：{2!}" },
  { from: "A comma is missing.", to: "コンマがありません。" },
  { from: "A comma or } is missing.", to: "コンマか } がありません。" },
  { from: "A } is missing.", to: "} がありません。" },
  { from: "A value is missing.", to: "値がありません。" },
  { from: "A value has no closing quote.", to: "値を閉じる引用符がありません。" },
  { from: "A value has at most {} characters.", to: "値は {1} 文字以内です。" },
  {
    from: "One of = != =~ !~ is missing.",
    to: "= != =~ !~ のいずれかがありません。",
  },
  { from: "Something follows the end.", to: "終わりの後に余分なものがあります。" },
  {
    from: 'A label is {}; "{}" is none.',
    to: "ラベルは {1} です。「{2}」はありません。",
  },
  { from: "A label is {}.", to: "ラベルは {1} です。" },
  {
    from: '"{}" is no regular expression of RE2.',
    to: "「{1}」は RE2 の正規表現ではありません。",
  },
  { from: "There are at most {} matchers.", to: "条件は {1} 個までです。" },
  { from: "There are at most {} routes.", to: "ルートは {1} 個までです。" },
  {
    from: "Routes are at most {} levels deep.",
    to: "ルートの入れ子は {1} 段までです。",
  },
  {
    from: "The route at the top takes every event.",
    to: "最上位のルートはすべての出来事を受け取ります。",
  },
  {
    from: "The routes were changed meanwhile: read them again.",
    to: "その間にルートが変更されました。読み直してください。",
  },
  {
    from: "Another request changed the canaries.",
    to: "その間にカナリアが変更されました。",
  },
  {
    from: "This is a text, an object, or a list of these.",
    to: "テキスト、オブジェクト、またはそのリストを指定します。",
  },
  {
    from: "This is the name or the id of a channel.",
    to: "チャンネルの名前か ID を指定します。",
  },
  {
    from: "This is the id or the key of a target.",
    to: "対象の ID かキーを指定します。",
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
  { from: "There is no such notice.", to: "この通知はありません。" },
  {
    from: "It is {}: only dead ones are sent again.",
    to: "状態は {1} です。送り直せるのは dead の通知だけです。",
  },
  { from: "There is no silence {}.", to: "通知の停止 {1} はありません。" },
  {
    from: "There are {} silences: end one first.",
    to: "通知の停止が {1} 件あります。先にどれかを終了してください。",
  },
  {
    from: "Give one of for, until and untilRecovery.",
    to: "for、until、untilRecovery のいずれか 1 つを指定します。",
  },
  {
    from: "Until recovery goes with an incident.",
    to: "回復まで止められるのはインシデントの通知だけです。",
  },
  {
    from: "Say what is silenced: matchers or an incident.",
    to: "止める通知を、条件かインシデントで指定してください。",
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

export const noticeRefusalsJa: readonly Pattern[] = [
  ...ofChannels,
  ...ofReceipts,
  ...ofRoutes,
  ...ofExplanations,
  ...ofIncidents,
  ...ofStatusPages,
];
