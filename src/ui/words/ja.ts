// Holds every word of the pages in Japanese, by room.
import type { Words } from "./en.ts";

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
  statuses: {},
  fates: {},
  failures: {},
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
  run: {},
  editor: {},
  sites: {},
  jobs: {},
  statistics: {},
  settings: {},
};
