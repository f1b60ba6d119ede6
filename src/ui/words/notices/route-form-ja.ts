// Holds the words of the form of a route, in Japanese.
import type { RouteFormWords } from "./route-form-en.ts";

export const routeFormJa: RouteFormWords = {
  name: "経路",
  titles: { add: "経路の追加", change: "経路の変更", top: "一番上の変更" },
  top: "一番上",
  change: "変更",
  addBelow: "下に追加",
  delete: "削除",
  up: "上へ",
  down: "下へ",
  add: "経路を追加",
  save: "経路を保存",
  labels: {
    match: "通すもの",
    events: "出来事の種類",
    told: "通知する相手",
    channels: "通知先",
    grouping: "まとめ方",
    groupBy: "ラベル",
    groupWait: "通知までの待ち時間",
    groupInterval: "通知の最短間隔",
    repeat: "再通知までの時間",
    digest: "まとめ通知",
    mute: "通知しない時間帯",
    goesOn: "隣の経路も続けて確認する",
    above: "上の経路",
  },
  hints: {
    match:
      'マッチャーを 1 行に 1 つ書きます。すべてに一致するものを通します。例：tag="web"、host=~".*\\.example\\.com"。使えるラベルは target、name、host、kind、severity、tag、event です。空ならすべてを通します。',
    events: "何も選ばなければ、すべての種類です。",
    channels: "「選んだ通知先」のときに有効です。",
    groupBy: "「同じラベルのもの」のときに有効です。",
    groupWait: "この時間内に終わったことは通知しません。",
    groupInterval: "まとめて通知するものごとの間隔です。",
    repeat: "続いている間の再通知です。再通知しないときは never と書きます。",
    digest:
      "この時間に 1 回、終わったことも含めて通知します。例：1d。使わないときは never と書きます。",
    mute: "時間帯を 1 行に 1 つ書きます。例：mon-fri 22:00-06:00 Europe/Berlin。なくすときは never と書きます。",
    above: "上の経路を通ったものが、最初に一致した下の経路に進みます。",
  },
  usual: (said) => `空なら通常どおり ${said} です。`,
  asAbove: (said) => `空なら上の経路と同じ ${said} です。`,
  muteAbove: "空なら上の経路と同じです。",
  never: "なし",
  tellings: {
    above: "上の経路と同じ",
    these: "選んだ通知先",
    nobody: "誰にも通知しない",
  },
  everyChannel: "すべての通知先",
  noChannels: "通知先がまだありません。",
  groupings: {
    above: "上の経路と同じ",
    all: "すべてまとめる",
    these: "同じラベルのもの",
  },
  groupAbove: (labels) => `上の経路と同じ（${labels === "" ? "すべて" : labels}）`,
  matchLabels: {
    target: "対象",
    name: "名前",
    host: "ホスト",
    kind: "種類",
    severity: "重大度",
    tag: "タグ",
    event: "出来事の種類",
  },
  subjects: {
    incident: "インシデント",
    crawl: "クロールの結果",
    job: "ジョブの失敗",
    storage: "容量の不足",
    service: "このサービスの停止",
    change: "内容の変更",
  },
  line: (line, said) => `${line} 行目：${said}`,
  standing: "現在の経路",
  conflict: {
    same: "その間に経路の木が変更されましたが、この経路は元のままです。もう一度保存すると変更します。",
    changed:
      "その間にこの経路が変更されました。現在の内容を確かめてください。もう一度保存すると、入力した内容に置き換えます。",
    gone: "その間にこの経路が削除されました。もう一度送ると、入力した内容を新しい経路として追加します。",
    added: "その間に経路の木が変更されました。もう一度送ると経路を追加します。",
    tree: "その間に経路の木が変更されたため、何もしませんでした。現在の内容を表示しています。",
  },
  did: {
    added: "経路を追加しました。今後の出来事から有効です。",
    changed: "経路を変更しました。今後の出来事から有効です。",
    deleted: "経路を削除しました。",
    moved: "経路を移動しました。",
  },
  ask: {
    title: "この経路を削除しますか",
    warning: ({ count, written }) =>
      count === 0
        ? "この経路を通っていたものは、後の経路に進むか、上の経路にとどまります。"
        : `下の ${written} 件の経路も削除します。通っていたものは、後の経路に進むか、上の経路にとどまります。`,
    sure: "削除",
  },
};
