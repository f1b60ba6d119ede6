// Holds the Japanese of what the settings of channels are.
import type { Pattern } from "#domain/translate.ts";

/** What the settings of channels are. */
export const settingSentencesJa: readonly Pattern[] = [
  { from: "Alertmanager's address.", to: "Alertmanager のアドレスです。" },
  {
    from: "An access token, which is sent as a bearer.",
    to: "Bearer として送るアクセストークンです。",
  },
  {
    from: "A user name, where there is no token.",
    to: "トークンを使わない場合のユーザー名です。",
  },
  { from: "The user's password.", to: "ユーザーのパスワードです。" },
  { from: "The address of the webhook.", to: "Webhook のアドレスです。" },
  {
    from: "The id of a thread in the channel.",
    to: "チャンネル内のスレッドの ID です。",
  },
  {
    from: "The sender: an address of a domain that the account may send from.",
    to: "差出人です。アカウントが送信に使えるドメインのアドレスを指定します。",
  },
  {
    from: "The recipients, with commas between them; at most {}.",
    to: "宛先です。コンマで区切り、{1} 件まで指定できます。",
  },
  { from: "The server.", to: "サーバーのアドレスです。" },
  {
    from: "The application's token.",
    to: "アプリケーションのトークンです。",
  },
  { from: "The home server.", to: "ホームサーバーのアドレスです。" },
  {
    from: "The room's id; not its alias, which begins with #.",
    to: "ルームの ID です。# で始まるエイリアスではありません。",
  },
  {
    from: "The access token of a user who is in the room.",
    to: "ルームにいるユーザーのアクセストークンです。",
  },
  {
    from: "The server; https://ntfy.sh without it.",
    to: "サーバーのアドレスです。空欄の場合は https://ntfy.sh を使います。",
  },
  {
    from: "The topic. On a public server whoever knows it reads along.",
    to: "トピックです。公開サーバーでは、知っている人なら誰でも読めます。",
  },
  {
    from: "The integration key of an Events API v2 integration.",
    to: "Events API v2 のインテグレーションキーです。",
  },
  {
    from: "Where events go; https://events.pagerduty.com without it, another in Europe.",
    to: "イベントの送り先です。欧州では別のアドレスです。空欄の場合は https://events.pagerduty.com を使います。",
  },
  {
    from: "The application's API token.",
    to: "アプリケーションの API トークンです。",
  },
  {
    from: "The key of the user or the group.",
    to: "ユーザーまたはグループのキーです。",
  },
  {
    from: "One of the user's devices; all without it.",
    to: "ユーザーの端末の 1 つです。空欄の場合はすべての端末に届きます。",
  },
  {
    from: "Whether what is down rings for an hour, until it is acknowledged.",
    to: "障害のとき、確認されるまで最長 1 時間鳴らすかどうかです。",
  },
  {
    from: "Another channel than the webhook's own; only Mattermost and Rocket.Chat.",
    to: "Webhook の既定とは別のチャンネルです。Mattermost と Rocket.Chat だけで使えます。",
  },
  {
    from: 'The address of the workflow "When a Teams webhook request is received".',
    to: "ワークフロー「Teams Webhook 要求を受信したとき」のアドレスです。",
  },
  {
    from: "The bot's token, from @BotFather.",
    to: "@BotFather から受け取ったボットのトークンです。",
  },
  {
    from: "The id of a chat, or the name of a public channel.",
    to: "チャットの ID、または公開チャンネルの名前です。",
  },
  {
    from: "The id of a topic in the chat.",
    to: "チャット内のトピックの ID です。",
  },
  {
    from: "A Bot API server of your own; https://api.telegram.org without it.",
    to: "独自の Bot API サーバーです。空欄の場合は https://api.telegram.org を使います。",
  },
  {
    from: "Signs each request: 24 to 64 bytes in base64, with whsec_ before it or not.",
    to: "リクエストの署名に使います。base64 で 24〜64 バイトとし、先頭の whsec_ は省略できます。",
  },
  {
    from: "The value of the header Authorization.",
    to: "Authorization ヘッダーの値です。",
  },
  {
    from: "The form of the body; junkai without it.",
    to: "本文の形式です。空欄の場合は junkai です。",
  },
];
