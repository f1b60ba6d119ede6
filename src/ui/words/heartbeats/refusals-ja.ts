// Holds the Japanese of what the API says when it refuses something of a heartbeat.
import type { Pattern } from "#domain/translate.ts";

export const heartbeatRefusalsJa: readonly Pattern[] = [
  { from: "A heartbeat needs a name.", to: "ハートビートには名前が必要です。" },
  {
    from: "A heartbeat has no URL: its job runs elsewhere and reports here.",
    to: "ハートビートに URL はありません。ジョブは別の場所で動き、ここに報告します。",
  },
  {
    from: "A heartbeat has no request: its job runs elsewhere and reports here.",
    to: "ハートビートにリクエストはありません。ジョブは別の場所で動き、ここに報告します。",
  },
  {
    from: "A heartbeat expects no answer: its job tells by itself how a run ended.",
    to: "ハートビートに期待する応答はありません。実行の結果はジョブが報告します。",
  },
  {
    from: "A heartbeat has no answer to read: its job reports its numbers itself.",
    to: "ハートビートには読み取る応答がありません。数値はジョブが報告します。",
  },
  {
    from: "A heartbeat has no readings that are compared.",
    to: "ハートビートには比べる内容がありません。",
  },
  {
    from: "Only what runs elsewhere is listened to: this goes with kind heartbeat.",
    to: "報告を受けるのは別の場所で動くものだけです。種類を heartbeat にします。",
  },
  {
    from: "A page or a site cannot become a heartbeat: add a target.",
    to: "ページやサイトをハートビートにはできません。対象を追加します。",
  },
  {
    from: "A heartbeat stays one: add a target.",
    to: "ハートビートの種類は変えられません。対象を追加します。",
  },
  {
    from: "The interval of a heartbeat is 1m to 365d long.",
    to: "ハートビートの間隔は 1m から 365d までです。",
  },
  {
    from: "A heartbeat cannot be asked again: its job runs elsewhere.",
    to: "ハートビートは再確認できません。ジョブは別の場所で動きます。",
  },
  {
    from: "A slug is 1 to 100 of a-z, 0-9, _ and -.",
    to: "スラッグには a-z、0-9、_、- を 1 文字から 100 文字まで使えます。",
  },
  {
    from: "This is shorter than runMax, or than grace where that stands for it.",
    to: "runMax（なければ grace）より短くします。",
  },
  { from: "This is more than 1.", to: "1 より大きくします。" },
  { from: "This is a UUID.", to: "UUID を指定します。" },
  {
    from: "Another heartbeat has this uuid.",
    to: "この uuid は別のハートビートが使っています。",
  },
  {
    from: "This is a heartbeat: its runs are made elsewhere and reported by pings.",
    to: "これはハートビートです。実行は別の場所で行われ、ping で報告されます。",
  },
];
