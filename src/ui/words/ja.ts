// Holds every word of the pages in Japanese, by room.

import type { Words } from "./en.ts";
import { explainFailureJa } from "./failures-ja.ts";

const jobDescriptions: Readonly<Record<string, string>> = {
  crawl: "予定時刻になった対象をすべて取得し、結果を記録します。",
  follow: "リンクをたどり、実行中のサイトのクロールをすべて進めます。",
  seal: "終わった 1 時間を対象ごとに 1 行にまとめ、終わった日を集計します。",
  prune:
    "保存期間を過ぎた履歴と、削除された対象の残りを消します。データベースが一杯に近いときは、実行の詳細と時間別の統計を早めに消します。",
};

export const ja: Words = {
  language: "日本語",
  common: {
    toContent: "本文へ",
    navigation: "メインメニュー",
    places: {
      overview: "一覧",
      sites: "サイト",
      jobs: "ジョブ",
      statistics: "統計",
      settings: "設定",
    },
    fresh: "更新",
    readOnly: "閲覧のみ",
    logOut: "ログアウト",
    reference: "API リファレンス",
    toOverview: "一覧へ",
    undo: "元に戻す",
    refused: (count) => `見直しが必要な項目が ${count} 件あります`,
  },
  statuses: {
    up: "正常",
    degraded: "低下",
    down: "障害",
    unknown: "未実行",
    maintenance: "メンテナンス",
    paused: "一時停止",
    new: "新規",
    running: "実行中",
  },
  fates: {
    ran: "実行",
    failed: "失敗",
    late: "遅延",
    skipped: "見送り",
    missed: "未実行",
    ahead: "予定",
  },
  drawings: {
    bars: ({ runs, failed, missed }) => {
      const last = `直近 ${runs.written} 回の実行：失敗 ${failed.written} 回`;
      return missed.count === 0 ? last : `${last}、その後の未実行 ${missed.written} 枠`;
    },
    noRuns: "実行はまだありません",
    days: ({ days, outages, slow }) =>
      `${days.written} 日間：障害のあった日 ${outages.written} 日、低下した日 ${slow.written} 日`,
    slots: {
      none: "この期間に予定時刻を迎えた枠はありません。",
      came: (due, parts) => `予定時刻を迎えた枠は ${due.written}：${parts.join("、")}。`,
      allRan: (due) => `予定時刻を迎えた ${due.written} 枠はすべて実行されました。`,
      ran: (n) => `実行 ${n.written}`,
      late: (n) => `遅延 ${n.written}`,
      skipped: (n) => `見送り ${n.written}`,
      missed: (n) => `未実行 ${n.written}`,
      failed: (n) => `実行のうち失敗は ${n.written} 回です。`,
      ahead: (n) => `これからの枠は ${n.written} です。`,
      manual: (n) => `ほかに、手動の実行が ${n.written} 回あります（枠はありません）。`,
      cut: (from) =>
        `${from} 以降の枠だけを示しています。それより前は 1 ページに収まりません。`,
      layouts: {
        "ten-minutes": (zone) => `1 行が 10 分、1 マスが 1 枠です（${zone}）。`,
        hours: (zone) => `1 行が 1 時間、1 マスが 1 枠です（${zone}）。`,
        days: (zone) => `1 行が 1 日、1 マスが 1 枠です（${zone}）。`,
        months: (zone) => `1 マスが 1 枠、数字は所要時間です（${zone}）。`,
        list: (zone) => `新しい順に並んでいます（${zone}）。`,
      },
      rowRuns: {
        "ten-minutes": (time) => `${time} からの 10 分間の実行`,
        hours: (time) => `${time} からの 1 時間の実行`,
        days: (day) => `${day} の実行`,
      },
      row: {
        allRan: (n) => `${n.written} 枠すべて実行`,
        none: "枠なし",
        ran: (n) => `実行 ${n.written}`,
        failed: (n) => `失敗 ${n.written}`,
        late: (n) => `遅延 ${n.written}`,
        skipped: (n) => `見送り ${n.written}`,
        missed: (n) => `未実行 ${n.written}`,
        ahead: (n) => `予定 ${n.written}`,
      },
      list: (parts) => parts.join("、"),
      tip: (time, fate) => `${time} ${fate}`,
      stretchTip: (from, to, n, fate) => `${from} から ${to} まで ${fate} ${n.written}`,
      started: (time, took) => `開始 ${time}、所要時間 ${took}。`,
      startedLate: (time, lag, took) =>
        `開始 ${time}（${lag}の遅れ）、所要時間 ${took}。`,
      whySkipped: "前の実行が終わっていなかったため見送りました。",
      whyMissed: "期限までに実行できませんでした。",
      inRow: (n, from, to) => `${from} から ${to} まで続いた ${n.written} 枠の一つです。`,
      more: (n) => `ほか ${n.written}`,
      month: (month, year) => `${year}年${month}`,
      weekday: (name) => name,
      listCaption: "この 1 年間の枠",
      columns: {
        due: "予定時刻",
        fate: "結果",
        lag: "開始の遅れ",
        took: "所要時間",
        what: "内容",
      },
    },
    latency: {
      none: "この期間に成功した実行がないため、グラフはありません。",
      took: (p50, p95) => `実行の半数は ${p50} 以内、95 % は ${p95} 以内で終わりました。`,
      slowest: (time, p95) =>
        `最も遅かったのは ${time} ごろで、95 % が ${p95} 以内でした。`,
      failed: (n) => `失敗は ${n.written} 回です。`,
      missed: (n) => `未実行は ${n.written} 枠です。`,
      failedLane: "失敗",
      missedLane: "未実行",
      now: "今",
      keys: {
        p50: "p50",
        inner: "p50 から p95",
        outer: "p10 から p99",
        failed: "失敗した実行",
        missed: "未実行の枠",
      },
      figures: "数値の表",
      caption: "成功した実行の所要時間",
      columns: {
        from: "開始",
        runs: "実行",
        failed: "失敗",
        missed: "未実行",
        p50: "p50",
        p95: "p95",
        p99: "p99",
      },
    },
    waterfall: {
      caption: (total) =>
        `予定時刻から ${total} 後まで。細い帯は待ち時間、太い帯はリクエストです。`,
      columns: { step: "段階", when: "時間帯", took: "所要時間", what: "内容" },
      span: (from, to) => `${from} から ${to} まで`,
      waited: "順番待ち",
      pause: "間隔",
      retry: (n) => `試行 ${n}`,
      firstByte: (n) => `試行 ${n}：最初のバイト`,
      body: (n) => `試行 ${n}：本文`,
      unknown: "不明",
      lost: "処理が途中で失われたため、リクエストが送られたかどうか分かりません。",
      untold: (n) => `試行は ${n.written} 回でした。詳しい記録は最後の試行だけです。`,
      none: (ms) => `${ms} 応答なし`,
      redirects: (n) => `リダイレクト ${n.written} 回。`,
      status: (status) => `ステータス ${status}。`,
      bytes: (size) => `${size}。`,
    },
  },
  failures: {
    explain: explainFailureJa,
    classes: {
      dns: "名前解決",
      connect: "接続",
      tls: "TLS",
      timeout: "タイムアウト",
      "too-large": "サイズ超過",
      redirect: "リダイレクト",
      protocol: "HTTP",
      status: "ステータス",
      assertion: "条件",
      blocked: "取得不可",
      internal: "junkai 自身",
    },
  },
  schedules: {
    weekdays: ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
    every: {
      day: (count) => (count === 1 ? "1 日ごと" : `${count} 日ごと`),
      hour: (count) => `${count} 時間ごと`,
      minute: (count) => `${count} 分ごと`,
      second: (count) => `${count} 秒ごと`,
      mixed: (span) => `${span}ごと`,
    },
    cron: (text, { isDaily, hasMonths }) => {
      const words = text.replace(/\s*[,、][,、\s]*/g, "、").trim();
      const dated = hasMonths
        ? words.replace(/毎月[ 、]?/, "")
        : words.replace("毎月、", "毎月 ");
      return isDaily && /^[\d:、]+$/.test(dated) ? `毎日 ${dated}` : dated;
    },
    inZone: (text, zone) => `${text}（${zone}）`,
    days: (names) => names.join("、"),
    dayRange: (first, last) => `${first}〜${last}`,
    everyDay: "毎日",
    allDay: "終日",
    window: (days, hours) => `${days} ${hours}`,
    from: (instant) => `${instant} から`,
    until: (instant) => `${instant} まで`,
    list: (parts) => parts.join("、"),
    overlapTitle: "実行中に次の枠が来たとき",
    overlaps: {
      "buffer-one": {
        name: "最初の枠を残す",
        sentence: "実行中に来た最初の枠は終了を待って実行し、残りは見送ります。",
      },
      "keep-latest": {
        name: "最新の枠を残す",
        sentence:
          "実行中に来た最新の枠は終了を待って実行し、それより前の枠は見送ります。",
      },
      "buffer-all": {
        name: "すべて残す",
        sentence: "実行中に来た枠はすべて終了を待ち、順に実行します。",
      },
      skip: {
        name: "見送る",
        sentence: "実行中に来た枠は見送ります。",
      },
    },
    grace: (span) => `予定時刻から ${span}を超えて始まった実行は遅延になります。`,
    noGrace: "予定時刻より後に始まった実行は遅延になります。",
    catchUp: (span) =>
      `${span}を超えて処理されなかった枠は実行されず、未実行になります。`,
    noCatchUp: "すぐに処理されなかった枠は実行されず、未実行になります。",
  },
  times: {
    months: [
      "1月",
      "2月",
      "3月",
      "4月",
      "5月",
      "6月",
      "7月",
      "8月",
      "9月",
      "10月",
      "11月",
      "12月",
    ],
    weekdays: ["月", "火", "水", "木", "金", "土", "日"],
    units: { d: "日", h: "時間", min: "分", s: "秒", ms: "ms" },
    now: "今",
    ago: (span) => `${span}前`,
    ahead: (span) => `${span}後`,
    perSecond: (count) => `毎秒 ${count}`,
    perMinute: (count) => `毎分 ${count}`,
    perHour: (count) => `毎時 ${count}`,
    date: ({ day, month }) => `${month}${day}日`,
    dateOfYear: ({ day, month, year }) => `${year}年${month}${day}日`,
    exact: ({ day, month, year, weekday }, clock, zone) =>
      `${year}年${month}${day}日（${weekday}）${clock} ${zone}`,
  },
  login: {
    title: "ログイン",
    user: "ユーザー名（常に junkai）",
    token: "トークン",
    hint: "API_TOKEN の値を入力します。閲覧だけなら READ_TOKEN の値です。npm start では dev です。",
    button: "ログイン",
    wrong: "トークンが違います。",
    "too-often":
      "この接続元からの試行が多すぎます。1 分待ってからもう一度試してください。",
    link: "このリンクは使用済みか、期限切れです。新しいリンクを作るか、トークンを入力してください。",
    locked:
      "API_TOKEN がまだ設定されていないため、ログインできません。npx wrangler secret put API_TOKEN で設定してください。ローカルでは .dev.vars に API_TOKEN=dev と書きます。",
  },
  errors: {
    problems: {
      "not-found": {
        title: "ここには何もありません",
        advice: "削除されたか、アドレスが間違っている可能性があります。",
      },
      "method-not-allowed": {
        title: "このアドレスではその操作はできません",
        advice: "フォームのあるページを開き、そこから送信してください。",
      },
      conflict: {
        title: "ほかの操作が先に行われました",
        advice: "戻って現在の状態を確認し、もう一度試してください。",
      },
      forbidden: {
        title: "このフォームは受け付けられません",
        advice: "ページを開き直し、そこから送信してください。",
      },
      "read-only": {
        title: "閲覧のみで、変更はできません",
        advice: "ログアウトし、API_TOKEN でログインしてください。",
      },
      "too-many-requests": {
        title: "リクエストが多すぎます",
        advice: "1 分待ってからもう一度試してください。",
      },
      invalid: {
        title: "選べない値がアドレスに含まれています",
        advice: "戻って選び直してください。",
      },
      internal: {
        title: "こちら側で問題が起きました",
        advice:
          "原因を調べるための情報は記録しました。もう一度試し、続く場合はログを確認してください。",
      },
      other: {
        title: "うまくいきませんでした",
        advice: "戻ってもう一度試してください。",
      },
    },
  },
  overview: {},
  target: {},
  run: {
    triggers: { schedule: "スケジュール", manual: "手動" },
    endings: { ok: "成功", unknown: "不明" },
    steps: {
      schedule: "スケジュール",
      request: "要求",
      answer: "応答",
      robots: "robots.txt",
      links: "リンク",
      judgement: "判定",
    },
  },
  editor: {},
  sites: {
    crawlStates: {
      running: "実行中",
      completed: "完了",
      cancelled: "取り消し",
      failed: "失敗",
      incomplete: "一部未完了",
    },
    crawlStateSentences: {
      running: "クロールを実行しています。",
      completed: "クロールは最後まで終わりました。",
      cancelled: "クロールは取り消されました。",
      failed: "クロールは失敗しました。",
      incomplete: "クロールは最後まで進みましたが、一部を省きました。",
    },
    refusals: {
      invalid: "URL ではありません",
      scheme: "http でも https でもありません",
      address: "取得してはならないアドレスです",
      scope: "クロールの範囲の外です",
      excluded: "除外パターンに一致するか、対象パターンに一致しません",
      "too-long": "長すぎます",
      "repeating-path": "パスの一部を何度も繰り返しています",
      "query-variants": "ひとつのパスに対するクエリが多すぎます",
      depth: "開始ページからのリンクの段数が多すぎます",
      urls: "サイトの URL が保存できる上限に達した後に見つかりました",
      pages: "ページ数の上限に達した後に見つかりました",
      links: "ひとつのページのリンクが多すぎます",
      nofollow: "nofollow が付いています",
      robots: "robots.txt が許可していません",
      redirects: "リダイレクトが続きすぎています",
      duplicate: "ほかの多くの URL と同じ内容のページにあります",
      "content-type": "保存対象のコンテンツタイプではありません",
      broken: "サイトマップかフィードが途切れた先にあります（リストの数）",
      cut: "ページの読み取った部分より先にあります（ページの数）",
    },
    refusalNames: {
      invalid: "URL ではない",
      scheme: "http・https 以外",
      address: "取得できないアドレス",
      scope: "範囲外",
      excluded: "パターンによる除外",
      "too-long": "長すぎる URL",
      "repeating-path": "パスの繰り返し",
      "query-variants": "クエリの種類の超過",
      depth: "深さの超過",
      urls: "URL 数の超過",
      pages: "ページ数の上限",
      links: "ページ内リンク数の超過",
      nofollow: "nofollow",
      robots: "robots.txt",
      redirects: "リダイレクトの超過",
      duplicate: "内容の重複",
      "content-type": "コンテンツタイプ",
      broken: "途切れたサイトマップ・フィード",
      cut: "途中まで読んだページ",
    },
  },
  jobs: {
    names: {
      crawl: "巡回",
      follow: "クロール",
      seal: "圧縮",
      prune: "整理",
    },
    describe: (name, english) => jobDescriptions[name] ?? english,
    outcomes: { ok: "成功", failed: "失敗", paused: "一時停止", lost: "中断" },
    triggers: { schedule: "スケジュール", manual: "手動", change: "変更後" },
    health: { ok: "正常", recovering: "回復中", failing: "障害" },
    healthSentences: {
      ok: "チックは届き、枠は処理されています。",
      recovering: "チックは届いていますが、まだ処理されていない枠があります。",
      failing: "チックが届かないか、データベースが応答していません。",
    },
    title: {
      none: "ジョブはまだ実行されていません",
      well: "前回失敗したジョブはありません",
      failed: (n, all) => `${all.written} 件中 ${n.written} 件のジョブが前回失敗しました`,
      paused: (first, n) => `${first}（一時停止 ${n.written} 件）`,
      table: "ジョブ",
    },
    lead: "junkai が裏側で行っている処理です。",
    ticks: {
      none: "チックはまだ届いていません。最初のチックは開始から 1、2 分で終わります。",
      last: (ago) => `最後のチックは${ago}に終わりました。`,
      longest: (ago, pause) =>
        `最後のチックは${ago}に終わりました。この 24 時間で最も長い間隔は ${pause}でした。`,
    },
    caption:
      "実行と所要時間はこの 24 時間のものです。コストは前回の実行の文の数、読み取り行数、書き込み行数です。",
    columns: {
      job: "ジョブ",
      state: "状態",
      runs: "直近の実行",
      p50: "p50",
      p95: "p95",
      last: "前回とその内容",
      lastShort: "前回",
      next: "次回",
      cost: "コスト",
    },
    switches: "操作",
    does: { run: "実行", pause: "一時停止", resume: "再開" },
    doesTo: (name) => `：${name}`,
    neverRan: "未実施",
    never: "なし",
    onDemand: "必要時",
    noReason: "理由は記録されていません。",
    next: (when) => `次回の実行は${when}です。`,
    described: (schedule, description) => `${schedule}。${description}`,
    nothing: "なし",
    list: (parts) => parts.join("、"),
    otherCount: (name, n) => `${name} ${n.written}`,
    counts: {
      crawl: {
        ran: (n) => `実行 ${n.written}`,
        failed: (n) => `失敗 ${n.written}`,
        missed: (n) => `未実行 ${n.written}`,
        late: (n) => `遅延 ${n.written}`,
        skipped: (n) => `見送り ${n.written}`,
        setAside: (n) => `保留 ${n.written}`,
        lost: (n) => `中断した巡回 ${n.written}`,
        rounds: (n) => `巡回 ${n.written}`,
        crawls: (n) => `開始したクロール ${n.written}`,
        fetches: (n) => `要求 ${n.written}`,
      },
      follow: {
        pages: (n) => `ページ ${n.written}`,
        failed: (n) => `失敗 ${n.written}`,
        ended: (n) => `終了したクロール ${n.written}`,
        passedOver: (n) => `飛ばしたページ ${n.written}`,
        handedOver: (n) => `引き渡したクロール ${n.written}`,
        slices: (n) => `区切り ${n.written}`,
        fetches: (n) => `要求 ${n.written}`,
      },
      seal: {
        rows: (n) => `圧縮した時間 ${n.written}`,
        days: (n) => `集計した日 ${n.written}`,
        setAside: (n) => `保留 ${n.written}`,
        blocks: (n) => `ブロック ${n.written}`,
      },
      prune: {
        hours: (n) => `削除した時間 ${n.written}`,
        days: (n) => `削除した日 ${n.written}`,
        pages: (n) => `削除したページ ${n.written}`,
        setAside: (n) => `保留 ${n.written}`,
      },
    },
    all: "すべてのジョブ",
    ofOne: {
      paused: (name) => `${name} は一時停止中です`,
      never: (name) => `${name} はまだ実行されていません`,
      ok: (name, _, ago) => `${name} は${ago}に成功しました`,
      bad: (name, outcome, ago) => `${name}：${ago}に${outcome}`,
    },
    did: (items, took, cost) =>
      `前回の実行は ${took} で、内容は${items}でした。コストは ${cost}（文、読み取り行、書き込み行）です。`,
    windowTitle: "実行の状況",
    windows: { "24h": "24 時間", "7d": "7 日", "30d": "30 日" },
    tiles: {
      runs: "実行",
      p50: "p50",
      p95: "p95",
      lag: "開始の遅れ p95",
      statements: "文",
    },
    notes: {
      runs: ({ failed, lost, paused }) =>
        [
          `失敗 ${failed}`,
          ...(lost > 0 ? [`中断 ${lost}`] : []),
          ...(paused > 0 ? [`一時停止中 ${paused}`] : []),
        ].join("、"),
      p50: "半数はこれ以内",
      p95: "95 % はこれ以内",
      lag: "予定時刻から開始まで",
      rows: (read, written) => `読み取り ${read} 行、書き込み ${written} 行`,
    },
    didInWindow: (items) => `期間中の実行の合計：${items}。`,
    runsTitle: "実行",
    runsCaption: "新しい順です。コストは文の数、読み取り行数、書き込み行数です。",
    noRuns: "まだ実行されていません。今すぐ実行するか、次の枠を待ってください。",
    older: "以前の実行",
    runColumns: {
      due: "予定時刻",
      outcome: "結果",
      lag: "開始の遅れ",
      took: "所要時間",
      cost: "コスト",
      what: "内容",
    },
    notices: {
      ran: (name, took, items) => `${name} を実行しました（${took}）：${items}。`,
      ranAndFailed: (name, took) =>
        `${name} を実行しましたが、${took} で失敗しました。理由は前回の実行に示しています。`,
      paused: (name) =>
        name === "crawl"
          ? "crawl を一時停止しました。再開するまで、対象は実行されません。"
          : `${name} を一時停止しました。`,
      resumed: (name) => `${name} を再開しました。次の枠から実行します。`,
    },
  },
  statistics: {
    viewsTitle: "表示",
    views: {
      report: "月次レポート",
      budget: "エラーバジェット",
      comparison: "比較",
    },
    leads: {
      report: "1 か月の数値を対象ごとに示します。サービス品質の報告に使えます。",
      budget:
        "失敗が許される回数と実際の失敗、その消費の速さを示します。すべて、タグ、または 1 つの対象を選べます。",
      comparison:
        "2 つの期間を、差の大きい順に比べます。1 日は UTC の 0 時に始まります。",
    },
    choose: "選択",
    refused: "表示できません。選び直してください",
    show: "表示",
    csv: "CSV",
    fields: {
      month: "月",
      tag: "タグ（空欄はすべて）",
      slo: "目標（%）",
      target: "対象の ID またはキー",
      window: "期間",
      windows: "比べる期間",
      from: "前の期間：開始",
      to: "前の期間：終了（この日を含まない）",
      from2: "後の期間：開始",
      to2: "後の期間：終了（この日を含まない）",
    },
    windows: { "7d": "7 日", "30d": "30 日", "90d": "90 日" },
    pairs: {
      week: "今週と先週",
      "1d": "直近 24 時間とその前",
      "7d": "直近 7 日とその前",
      "30d": "直近 30 日とその前",
    },
    ownDays: "日付を指定する",
    columns: {
      target: "対象",
      day: "日（UTC）",
      availability: "稼働率",
      runs: "実行",
      failed: "失敗",
      missed: "未実行",
      p50: "p50",
      p95: "p95",
      budget: "エラーバジェット",
    },
    report: {
      none: (month) => `${month}の実行はありません`,
      title: (share, month) => `${month}の稼働率は ${share} です`,
      heading: (n) => `対象 ${n.written} 件`,
      caption: (shown, all) =>
        shown.count === all.count
          ? "悪い順です。"
          : `${all.written} 件のうち悪い順に ${shown.written} 件です。すべては CSV にあります。`,
      noTargets:
        "当てはまる対象がありません。別の月やタグを選ぶか、対象を追加してください。",
      objective: (slo) => `目標 ${slo} %`,
      ofRuns: (n) => `実行 ${n.written} 回中`,
      missedNote: "処理されなかった枠",
      p95Note: "95 % はこれ以内",
    },
    budget: {
      title: {
        none: "実行がないため、エラーバジェットはありません",
        met: (left) => `エラーバジェットは残り ${left} です`,
        overspent: (times) => `エラーバジェットを ${times} 倍使いました`,
      },
      ofAll: "すべての対象",
      ofTag: (tag) => `タグ ${tag} の対象`,
      allowed: "許される失敗",
      mayFail: (runs) => `許される失敗 ${runs} 回に対する残り`,
      spentOf: (runs) => `許される失敗 ${runs} 回に対する消費`,
      asTime: (span) => `回、期間のうち ${span} に相当`,
      spent: (share, failed, allowed) =>
        `バジェットの ${share} を使いました。失敗 ${failed} 回、許される失敗 ${allowed} 回です。`,
      unknown: "実行なし",
      left: (share) => `残り ${share}`,
      overspent: "超過",
      days: "日ごとの数値",
      daysCaption: "新しい順です。日付は UTC です。",
    },
    burn: {
      title: "消費の速さ",
      caption:
        "1 倍なら期間全体でちょうど使い切り、2 倍ならその半分の時間で使い切ります。",
      columns: { window: "直近", state: "状態", rate: "速さ", meaning: "意味" },
      windows: { "1h": "1 時間", "6h": "6 時間", "3d": "3 日" },
      states: {
        new: "実行なし",
        up: "バジェット内",
        degraded: "消費が速い",
        down: "要対応",
      },
      meanings: {
        "1h": "14.4 倍以上なら、この 1 時間で 1 か月分の 2 % を使っています。すぐに担当者を呼ぶ水準です。",
        "6h": "6 倍以上なら、この 6 時間で 1 か月分の 5 % を使っています。すぐに担当者を呼ぶ水準です。",
        "3d": "1 倍以上なら、この 3 日で 1 か月分の 10 % を使っています。今日中に調べる水準です。",
      },
    },
    comparison: {
      titles: {
        worse: (after, before) => `前の期間より悪化：稼働率 ${after}（前 ${before}）`,
        same: (after) => `ほぼ同じ：稼働率 ${after}`,
        better: (after, before) => `前の期間より改善：稼働率 ${after}（前 ${before}）`,
        incomparable: () => "比べられません。一方の期間に実行がありません",
      },
      verdicts: {
        worse: "悪化",
        same: "同じ",
        better: "改善",
        incomparable: "実行なし",
      },
      heading: (n) => `対象 ${n.written} 件`,
      caption: (shown, all) =>
        `${shown.count === all.count ? "差の大きい順です" : `${all.written} 件のうち差の大きい ${shown.written} 件です`}。稼働率 1 ポイントの差は、p95 が 2 倍になる差と同じ重みです。`,
      change: "変化",
      all: "全体",
      became: "から",
      earlier: "前の期間",
      later: "後の期間",
    },
  },
  settings: {
    storageLevels: { ok: "余裕あり", warning: "残りわずか", critical: "ほぼ満杯" },
    title: (health, used) => `${health}、データベース使用率 ${used}`,
    whenFailing:
      "Worker の cron トリガーがあるか、ログに何が出ているかを確認してください。ローカルでは npm start が動いているかを確認してください。",
    aside: {
      title: "保留中",
      caption:
        "junkai 自身の処理を妨げたため、しばらく除外してから再び試します。ほかの処理は続いています。ここに残り続ける場合は、理由を確認し、対象を変更または削除するか、不具合として報告してください。",
      columns: { what: "項目", why: "理由", since: "保留開始", retry: "再試行" },
      kinds: {
        target: "対象",
        page: "ページ",
        block: "圧縮待ちの時間",
        day: "集計待ちの日",
        "shard-day": "シャードの日",
        "prune-step": "整理の手順",
      },
      retry: "再試行",
      retried: (name) => `${name} をできるだけ早く再試行します。`,
      more: "ほかにもあります：すべて（JSON）",
    },
    storage: {
      title: "ストレージ",
      runs: "実行の詳細",
      hours: "1 時間ごとの統計",
      failures: "失敗した実行",
      days: "1 日ごとの統計",
      forEver: "無期限",
    },
    budget: {
      title: "今日の使用量",
      written: (rows, of) =>
        of === null
          ? `UTC 0 時以降の書き込みは ${rows} 行です。`
          : `UTC 0 時以降の書き込みは ${of.limit} 行中 ${rows} 行です（${of.share}）。`,
      read: (rows, of) =>
        of === null
          ? `UTC 0 時以降の読み取りは ${rows} 行です。`
          : `UTC 0 時以降の読み取りは ${of.limit} 行中 ${rows} 行です（${of.share}）。`,
      projected: (rows) => `このままだと 1 日で ${rows} 行になります。`,
      tooEarly: "1 日の見込みを示すにはまだ早すぎます。",
      over: "プランの上限を超えます。対象の実行を減らすか、プランを変更してください。",
      noTicks: "今日終わったチックはまだありません。",
      ticks: (ticks, requests, statements) =>
        `今日のチックは ${ticks} 回です。1 回あたり、対象への要求は平均 ${requests.each} 件（上限 ${requests.most}）、文は平均 ${statements.each}（上限 ${statements.most}）です。`,
      uncounted:
        "数えているのはバックグラウンドジョブの実行と、その記録の 1 行ずつです。API、ページ、/metrics への要求と、キューのコンシューマーによるクロールは含みません。",
      cpu: "Worker は自分の CPU 時間を測れません。Cloudflare のダッシュボードにある Worker のメトリクスで確認できます。",
    },
    configuration: {
      title: "構成",
      caption:
        "変数は wrangler.toml の [vars] に書きます。トークンは秘密情報で、npx wrangler secret put と名前で設定します。ローカルでは .dev.vars に書きます。トークンの値は表示しません。",
      columns: { name: "名前", value: "値", meaning: "意味" },
      set: "設定済み",
      notSet: "未設定",
      yes: "はい",
      no: "いいえ",
      presences: {
        API_TOKEN: {
          there: "API、ページ、/metrics、/probe のすべてを開きます。",
          missing: "誰も変更できません。まずこれを設定してください。",
        },
        READ_TOKEN: {
          there: "すべてを閲覧でき、変更はできません。",
          missing: "閲覧だけのログインはできません。",
        },
        METRICS_TOKEN: {
          there: "/metrics と /admin だけを開きます。",
          missing: "/metrics と /admin は API_TOKEN と READ_TOKEN だけで開きます。",
        },
        PROBE_TOKEN: {
          there: "/probe だけを開きます。",
          missing: "/probe は API_TOKEN だけで開きます。",
        },
        ACCESS: {
          there: "Cloudflare Access を通った人はログイン済みになります。",
          missing:
            "Cloudflare Access のログインは使いません。使うには両方の変数が必要です。",
        },
        DB: {
          there: "D1 データベースが結び付いています。",
          missing: "データベースがないため、何も保存できません。",
        },
        API_LIMIT: {
          there: "接続元ごとに要求の数を制限しています。",
          missing: "接続元ごとの要求の数に制限がありません。",
        },
        LOGIN_LIMIT: {
          there: "接続元ごとにログインの試行を制限しています。",
          missing: "ログインの試行に制限がありません（1 回に 1 秒かかります）。",
        },
        CRAWL_QUEUE: {
          there: "サイトのクロールはキューのコンシューマーで実行します。",
          missing:
            "サイトのクロールはチックの中で実行します。キューを使うと速くなります。",
        },
      },
      values: {
        PLAN: "1 回のチックでできる量です（free または paid）。",
        ALLOW_PRIVATE_NETWORKS: "対象にプライベートアドレスを許すかどうかです。",
        ALLOWED_PORTS: "対象に使えるポートです。",
        USER_AGENT: "対象に名乗る名前です。対象ごとに変更できます。",
        HOST_GAP_MS: "同じホストへの要求の間隔の下限です。",
        AFTER_ANSWER_SECONDS: "応答後に処理を続けられる時間です。",
        METRICS_TARGETS: "/metrics に系列を出す対象の数の上限です。",
      },
    },
    preferences: {
      title: "表示",
      language: "言語",
      theme: "配色",
      themes: { auto: "システムに合わせる", light: "ライト", dark: "ダーク" },
      zone: "タイムゾーン",
      zoneHint: "ページの日付と時刻に使います。選択はこのブラウザーに保存されます。",
      chooseZone: "このゾーンを使う",
    },
    loginLink: {
      title: "別のブラウザーでログイン",
      lead: "最初に開いた人が 1 回だけログインできるリンクです。ほかの人には渡さないでください。",
      role: "権限",
      roles: { admin: "すべて変更可", reader: "閲覧のみ" },
      life: "有効期間",
      lives: { "10m": "10 分", "1h": "1 時間", "24h": "24 時間" },
      make: "リンクを作成",
      noReader: "閲覧用のリンクには READ_TOKEN の設定が必要です。",
      made: (role) =>
        `リンクを作成しました（${role}）。表示は今回だけです。コピーしてください。`,
      until: "期限",
    },
    connect: {
      title: "接続",
      prometheus:
        "prometheus.yml に追加し、トークンをファイルに保存します。ソースの docs/prometheus.yml と docs/alerts.yml には、プローブとアラート規則もあります。",
      grafana:
        "ソースの docs/grafana-dashboard.json を Grafana に取り込み、この Worker を収集している Prometheus を選びます。",
      shell: "シェル",
      shellLead: "変数 API_TOKEN にトークンを入れて使います。",
      lines: {
        list: "対象の一覧",
        add: "対象の追加",
        jobs: "バックグラウンドジョブの状態",
        report: "直近 7 日の統計とエラーバジェット",
        health: "junkai 自身の状態（トークン不要）",
      },
    },
  },
};
