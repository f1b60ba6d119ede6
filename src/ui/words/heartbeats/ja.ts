// Holds the words about heartbeats in Japanese.
import type { Words } from "../en.ts";
import type { heartbeatGroupsEn, heartbeatLabelsEn } from "./en.ts";

type HeartbeatWords = Words["heartbeats"];

export const heartbeatLabelsJa: typeof heartbeatLabelsEn = {
  description: "目的",
  slug: "スラッグ",
  uuid: "アドレスの UUID",
  beatGrace: "未報告とするまで",
  startGrace: "開始の期限",
  runMax: "終了の期限",
  runMin: "最短の所要時間",
  early: "予定とみなす早さ",
  channels: "知らせるチャンネル",
  unusual: "低下とする、通常の倍数",
  keepAlive: "ログで終了の期限を延ばす",
  postOnly: "POST だけを ping とする",
  manualResume: "ping では再開しない",
};

export const heartbeatGroupsJa: typeof heartbeatGroupsEn = {
  deadlines: "期限",
  pinging: "ping の受け方",
  hours: "時間帯と開始・終了",
  keyed: "目的、キー、停止",
};

export const heartbeatsJa: HeartbeatWords = {
  add: "ハートビートを追加",
  addTitle: "ハートビートを追加",
  addLead:
    "ほかの場所で動くジョブが、実行のたびに junkai に知らせます。名前とスケジュールだけで、ジョブに貼り付ける行ができます。",
  addLink: "ほかの場所で動き、自分で報告するジョブは",
  addLinkName: "ハートビート",
  addLinkAfter: "です。",
  way: {
    title: "ほかの場所で動くジョブから報告を受ける",
    said: "バックアップ、取り込み、cron などが実行を報告します。報告がなければお知らせします。",
    link: "ハートビートを追加",
  },
  formName: "ハートビート",
  summary: (schedule) => `${schedule}（ping で報告）`,
  countsFromRuns: "前回の実行の開始から数えて、次の予定になります。",
  button: "ハートビートを追加",
  added: (name) =>
    `${name} を追加しました。下のどれかの行をジョブに貼り付けてください。最初の ping から計り始めます。`,
  addedPaused: (name) => `${name} を停止中で追加しました。`,
  hints: {
    name: "ジョブの名前です。例: 店舗のバックアップ。",
    every: "例: 5m、1h30m、1d。1m 以上です。",
    beatGrace: "この間に報告がない予定は未報告になります。",
    startGrace: "予定から数えます。空欄なら「未報告とするまで」と同じです。",
    runMax: "開始から数えます。空欄なら「未報告とするまで」と同じです。",
    runMin: "これより短い実行は失敗です。短すぎるからです。",
    early: "予定より少し早い ping は、その予定のものとします。",
    unusual: "例: 2、1.5。通常とは、直近 30 回の 95 % が収まる時間です。",
    slug: "a-z、0-9、_、-。ping キーと並べて、読みやすいアドレスになります。",
    channels: "番号をコンマで区切ります。空のときはルートに従います。",
    uuid: "ほかのサービスのアドレスを引き継ぐときに入れます。ジョブを変えずに済みます。",
    postOnly: "だれかがリンクを開いても数えません。",
  },
  state: {
    waiting: "ping を待っています",
    waitingAdvice:
      "予定は最初の ping から数えます。それまでは未報告にならず、通知もしません。",
    lastRun: (time, took) => `最後の実行は ${time} に始まり、${took} かかりました。`,
    lastUntimed: (time) =>
      `最後の実行は ${time} に終わりました。所要時間は報告されていません。`,
    lastGood: (time) => `最後に成功した実行は ${time} のものです。`,
    missedSince: (time) => `${time} の予定について報告がありません。`,
    missedTitle: "直近の予定は未報告です",
    pausedAdvice:
      "予定は過ぎますが、未報告にはなりません。ping が来ると再開します（止めていなければ）。",
    nextBy: (time) => `${time} までに報告が必要です。`,
  },
  deadlines: {
    title: "期限",
    missed: (span) => `予定から ${span} 以内に始まらなければ未報告です。`,
    late: (span) => `予定から ${span} より後に始まった実行は遅延です。`,
    runMax: (span) => `開始から ${span} 以内に終わらない実行は失敗です。`,
    keepAlive: "ログが届くたびに、その期限が延びます。",
    runMin: (span) => `${span} より短い実行は失敗です。`,
    unusual: (factor) => `通常の ${factor} 倍より長い実行は低下です。`,
  },
  running: {
    title: (n) => (n.count === 1 ? "実行中" : `実行中: ${n.written} 件`),
    caption: "始まってまだ終わっていない実行（古い順）",
    columns: {
      began: "開始",
      elapsed: "経過",
      usual: "通常との比較",
      deadline: "終了の期限",
      slot: "予定",
      rid: "実行 ID",
    },
    within: (usual) => `通常 ${usual}`,
    longer: (times, usual) => `通常の ${usual} の ${times} 倍`,
    unknown: "まだわかりません",
    extra: "なし",
    noRid: "なし",
    bar: (share) => `期限の ${share}`,
  },
  lines: {
    title: "ping の送り方",
    lead: "ジョブが終わったら、終了ステータスを付けて 1 回リクエストします。始まりも知らせると、所要時間がわかり、止まったままのジョブにも気づけます。",
    address: "アドレスです。知っている人はだれでも ping を送れます:",
    bySlug: "スラッグを使う場合:",
    reader: "アドレスは、変更できる人にだけ表示します。",
    copy: "コピー",
    copied: "コピーしました",
    yourJob: "./job.sh の代わりに自分のコマンドを書いてください。",
    kinds: {
      shell: "シェル（出力付き）",
      start: "シェル（所要時間付き）",
      crontab: "crontab",
      systemd: "systemd ユニット",
      actions: "GitHub Actions のステップ",
      node: "Node",
      runitor: "runitor",
    },
    secret: "アドレスはリポジトリのシークレット PING_URL に入れます。",
    counts:
      "出力の最初か最後の行に items=1200 errors=0 のような数があれば、数値としてグラフになります。",
    fail: "始まりには /start、失敗には /fail、途中の知らせには /log、または終了ステータスを付けます。",
  },
  lately: {
    title: "最近届いたもの",
    total: (n) => `これまでに ${n.written} 件`,
    none: "ping はまだ届いていません。",
    caption: (n) => `直近の ping ${n.written} 件（新しい順）`,
    columns: {
      at: "日時",
      what: "ping",
      run: "実行",
      took: "所要",
      from: "送信元",
      body: "本文",
    },
    actions: { start: "開始", success: "成功", fail: "失敗", log: "ログ" },
    exit: (said, status) => `${said}、終了ステータス ${status}`,
    unmatched: "該当する実行なし",
    ignored: {
      method: "無視：POST だけを受け付けます",
      paused: "無視：停止中でした",
      unreadable: "無視：処理できませんでした",
    },
    running: "実行中",
    noBody: "なし",
  },
  run: {
    log: "報告された内容",
    noLog: "ping に本文がなかったか、もう保存されていません。",
    ping: (n) => `ping ${n}`,
    notHeard: "時間内に ping が届きませんでした。",
    notTold: "報告なし",
    untimedNote: "終了だけが報告されました",
    noNumbers:
      "数値はまだ報告されていません。最初か最後の行に items=1200 errors=0 のように書くと記録します。",
  },
  settings: {
    title: "ハートビート",
    lead: "ほかの場所で動くジョブが、ping で実行を報告します。",
    key: "ping キーです。スラッグでハートビートを指すアドレスに使います:",
    example: "例:",
    make: "ping キーを作る",
    renew: "ping キーを作り直す",
    renewWarning:
      "いまのキーを使うアドレスは 404 になります。uuid のアドレスはそのまま使えます。",
    renewed: "ping キーを作り直しました。前のキーのアドレスは 404 になります。",
    v3: "Healthchecks の管理 API v3 を使うツール（Terraform プロバイダーなど）には、次のアドレスを設定します:",
    v3Keys:
      "API キーは API_TOKEN です。読むだけなら READ_TOKEN を X-Api-Key に入れます。",
    reader: "ping キーは、変更できる人にだけ表示します。",
  },
};
