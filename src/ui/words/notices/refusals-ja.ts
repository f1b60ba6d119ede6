// Holds the Japanese of what the API refuses about channels, routes, silences and notices.
import type { Pattern } from "#domain/translate.ts";

/** Parts of addresses of Apprise. */
const parts: Readonly<Record<string, string>> = {
  host: "ホスト",
  topic: "トピック",
  token: "トークン",
  room: "ルーム",
  workflow: "ワークフロー",
  domain: "ドメイン",
  sender: "差出人",
  recipient: "宛先",
  "webhook's id": "Webhook の ID",
  "webhook's token": "Webhook のトークン",
  "bot's token": "ボットのトークン",
  "chat's id": "チャットの ID",
  "integration key before the @": "@ の前のインテグレーションキー",
  "user's key before the @": "@ の前のユーザーキー",
  "application's token after the @": "@ の後のアプリケーショントークン",
  "webhook's token before the @": "@ の前の Webhook のトークン",
  "signature after the workflow": "ワークフローの後の署名",
  "access token before the @": "@ の前のアクセストークン",
};

const ofChannels: readonly Pattern[] = [
  {
    from: "Routes name the channel {}: take it out of them first.",
    to: "{1} は通知経路で使われています。先に経路から外してください。",
  },
  {
    from: "Another channel is called {}.",
    to: "{1} という通知先がすでにあります。",
  },
  {
    from: "There are {} channels, which is the most.",
    to: "通知先は上限の {1} 件に達しています。",
  },
  { from: "There is no channel {}.", to: "通知先 {1} はありません。" },
  { from: "There is no kind of channel {}.", to: "通知先の種類 {1} はありません。" },
  {
    from: "The channel was changed or deleted meanwhile: read it again.",
    to: "その間に通知先が変更または削除されました。内容を確かめて、もう一度保存してください。",
  },
  {
    from: "This stands for a stored value, and there is no such value. Write it.",
    to: "保存済みの値の代わりですが、その値がありません。値を入力してください。",
  },
  {
    from: "This was written for another address. Write it again for this one.",
    to: "別のアドレスのために入力された値です。このアドレスのために、もう一度入力してください。",
  },
  { from: "This is text on one line.", to: "1 行のテキストを指定します。" },
  {
    from: "This is sent in a header, which takes no such characters.",
    to: "ヘッダーで送るため、使えない文字があります。",
  },
  {
    from: "This address cannot be used: {}.",
    to: "このアドレスは使えません：{1!}。",
  },
  {
    from: "{} cannot be read: it was sealed with a key that is gone. Set ENCRYPTION_KEY_PREVIOUS to the ENCRYPTION_KEY of then (or the API_TOKEN of then, where there was none), or write the value anew.",
    to: "{1} を読めません。暗号化に使った鍵がもうありません。当時の ENCRYPTION_KEY（なかった場合は当時の API_TOKEN）を ENCRYPTION_KEY_PREVIOUS に設定するか、値を入力し直してください。",
  },
  {
    from: "This is an address such as junkai@example.com.",
    to: "junkai@example.com のようなアドレスを指定します。",
  },
  {
    from: "These are addresses, with commas between them.",
    to: "アドレスをコンマで区切って指定します。",
  },
  { from: "There may be at most {} recipients.", to: "宛先は {1} 件までです。" },
  {
    from: "A room's id begins with an exclamation mark.",
    to: "ルームの ID は感嘆符で始まります。",
  },
  {
    from: "A topic has up to 64 letters, digits, - and _.",
    to: "トピックは 64 文字以内の英数字、-、_ で指定します。",
  },
  {
    from: "A token has digits, a colon and letters.",
    to: "トークンは数字、コロン、英字の順です。",
  },
  {
    from: "A secret is 24 to 64 bytes in base64.",
    to: "秘密は base64 で 24〜64 バイトです。",
  },
];

const ofApprise: readonly Pattern[] = [
  {
    from: "The address begins with one of {}.",
    to: "アドレスは次のいずれかで始まります：{1}。",
  },
  {
    from: "The address is longer than {} characters.",
    to: "アドレスが {1} 文字を超えています。",
  },
  {
    from: "The host of the address is not valid.",
    to: "アドレスのホストの形式が異なります。",
  },
  {
    from: "The address has a percent sign that encodes nothing.",
    to: "アドレスに、何も表さないパーセント記号があります。",
  },
  { from: "The address is of no known kind.", to: "知られていない種類のアドレスです。" },
  {
    from: "The address of Slack has three tokens: slack://A/B/C.",
    to: "Slack のアドレスには slack://A/B/C のように 3 つのトークンがあります。",
  },
  { from: "The topic of the chat is a number.", to: "チャットのトピックは数値です。" },
  {
    from: "The room is told by its id, which begins with an exclamation mark.",
    to: "ルームは、感嘆符で始まる ID で指定します。",
  },
  {
    from: "The address has no {}.",
    to: (part = "") =>
      parts[part] === undefined ? null : `アドレスに${parts[part]}がありません。`,
  },
];

const ofRoutes: readonly Pattern[] = [
  {
    from: "No incident of this id is open.",
    to: "この ID で発生中のインシデントはありません。",
  },
  {
    from: "There are at most {} matchers.",
    to: "マッチャーは {1} 個までです。",
  },
  {
    from: "This is a text, an object, or a list of these.",
    to: "テキスト、オブジェクト、またはそのリストを指定します。",
  },
  { from: "At character {}: {}", to: "{1} 文字目：{2!}" },
  { from: "A comma or } is missing.", to: "コンマまたは } がありません。" },
  { from: "A comma is missing.", to: "コンマがありません。" },
  { from: "A } is missing.", to: "} がありません。" },
  { from: "Something follows the end.", to: "終わりの後に余分な文字があります。" },
  {
    from: 'A label is {}; "{}" is none.',
    to: "ラベルは {1} のいずれかです。「{2}」は使えません。",
  },
  { from: "A label is {}.", to: "ラベルは {1} のいずれかです。" },
  { from: "One of = != =~ !~ is missing.", to: "= != =~ !~ のいずれかが必要です。" },
  { from: "A value is missing.", to: "値がありません。" },
  { from: "A value has no closing quote.", to: "値に閉じ引用符がありません。" },
  { from: "A value has at most {} characters.", to: "値は {1} 文字までです。" },
  {
    from: '"{}" is no regular expression of RE2.',
    to: "「{1}」は RE2 の正規表現ではありません。",
  },
  {
    from: "This is the name or the id of a channel.",
    to: "通知先の名前または ID を指定します。",
  },
  {
    from: "The route at the top takes every event.",
    to: "一番上の経路はすべての出来事を受け取るため、条件を付けられません。",
  },
  { from: "There are at most {} routes.", to: "経路は {1} 件までです。" },
  {
    from: "Tick a channel, or tell nobody.",
    to: "通知先を選ぶか、誰にも通知しない設定にします。",
  },
  {
    from: "Tick a label, or tell everything together.",
    to: "ラベルを選ぶか、すべてまとめる設定にします。",
  },
  {
    from: "This is another route, and not one below it.",
    to: "自身とその下以外の経路を選びます。",
  },
  {
    from: "A window is written as {}.",
    to: "時間帯は {1} のように書きます。",
  },
  { from: "There is no route at {}.", to: "{1} に経路はありません。" },
  {
    from: "There is no address to ask for: name one first.",
    to: "アクセスするアドレスがありません。先に設定してください。",
  },
  { from: "There is no such route.", to: "この経路はありません。" },
  { from: "Routes are at most {} levels deep.", to: "経路は {1} 段までです。" },
  {
    from: "The tree of routes was changed or deleted meanwhile: read it again.",
    to: "その間に経路が変更されました。内容を確かめて、もう一度保存してください。",
  },
  {
    from: "This is the id or the key of a target.",
    to: "対象の ID またはキーを指定します。",
  },
];

const ofSilences: readonly Pattern[] = [
  {
    from: "Say what is silenced: matchers or an incident.",
    to: "ミュートする対象を、マッチャーかインシデントで指定します。",
  },
  {
    from: "Give one of for, until and untilRecovery.",
    to: "期間、終了時刻、復旧までのうち 1 つを指定します。",
  },
  {
    from: "There are {} silences: end one first.",
    to: "ミュートは上限の {1} 件に達しています。先に 1 つ終了してください。",
  },
  { from: "There is no silence {}.", to: "ミュート {1} はありません。" },
  { from: "There is no notice {}.", to: "通知 {1} はありません。" },
  {
    from: "This notice is {}: only dead ones are sent again.",
    to: "再送信できるのは、送信に失敗した通知だけです。",
  },
];

export const noticeRefusalsJa: readonly Pattern[] = [
  ...ofChannels,
  ...ofApprise,
  ...ofRoutes,
  ...ofSilences,
];
