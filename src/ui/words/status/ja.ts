// Holds the words of public status pages and of the pages that edit them, in Japanese.
import type { StatusWords } from "./en.ts";

export const statusJa: StatusWords = {
  states: {
    up: "正常",
    degraded: "低下",
    down: "障害",
    maintenance: "メンテナンス",
    paused: "監視停止中",
    new: "監視開始前",
    unknown: "最新の情報なし",
  },
  unnamed: (number) => `サービス ${number}`,
  headline: {
    down: (name) => `${name} で障害が発生しています`,
    downMany: ({ written }) => `${written} 件のサービスで障害が発生しています`,
    downAll: "すべてのサービスで障害が発生しています",
    degraded: (name) => `${name} の性能が低下しています`,
    degradedMany: ({ written }) => `${written} 件のサービスの性能が低下しています`,
    unknown: "最新の状態を確認できていません",
    maintenance: "メンテナンス中です",
    up: "すべて正常です",
    unwatched: "現在、監視中のサービスはありません",
    empty: "まだ表示するものがありません",
  },
  title: (headline, title) => `${headline} · ${title}`,
  asOf: (time, zone) => `${time} 現在。時刻は ${zone} です。`,
  feed: "Atom フィード",
  json: "JSON",
  services: "サービス",
  daysAgo: "90 日前",
  today: "今日",
  days: {
    none: "過去 90 日の情報はありません。",
    good: ({ written }) => `記録のある ${written} 日間、確認はすべて成功しました。`,
    bad: (outages, slight, known) => {
      const parts = [
        outages.count === 0 ? null : `${outages.written} 日に障害`,
        slight.count === 0 ? null : `${slight.written} 日に少数の失敗`,
      ].filter((part) => part !== null);
      return `記録のある ${known.written} 日のうち、${parts.join("、")}がありました。`;
    },
    one: (date, share) => `${date}：確認の ${share} が成功しました。`,
    rest: "記録のあるほかの日は、確認がすべて成功しました。日付は UTC で区切ります。",
    details: "失敗のあった日",
    available: (share) => `確認の ${share} が成功`,
  },
  cut: "このページに属するサービスの一部だけを表示しています。",
  incidents: {
    title: "インシデント",
    none: "過去 14 日間、インシデントはありません。",
    isDown: (name) => `${name} で障害が発生しています`,
    isDegraded: (name) => `${name} の性能が低下しています`,
    wasDown: (name) => `${name} で障害が発生しました`,
    wasDegraded: (name) => `${name} の性能が低下しました`,
    since: (time) => `${time} から続いています。`,
    span: (from, until, length) => `${from} から ${until} まで（${length}）。`,
  },
  maintenance: {
    title: "メンテナンス",
    now: (names) => `${names} のメンテナンス中です`,
    ahead: (names) => `${names} のメンテナンスを予定しています`,
    everything: "全サービス",
    span: (from, until) => `${from} から ${until} まで。`,
  },
  edit: {
    place: "ステータスページ",
    title: ({ count, written }) =>
      count === 0
        ? "公開ステータスページはまだありません"
        : `公開ステータスページ ${written} 件`,
    lead: "トークンなしで誰でも読めます。ページで指定したものだけが載ります。",
    groups: ({ written }) => `${written} グループ`,
    newTitle: "ステータスページの作成",
    editTitle: (title) => `${title} の編集`,
    edit: "編集",
    preview: "ページを見る",
    create: "公開する",
    save: "保存",
    saved: (title) => `${title} を保存しました。誰でも読めます。`,
    deleteAsk: "削除…",
    delete: "削除して公開をやめる",
    deleted: (slug) => `/status/${slug} を削除しました。`,
    labels: {
      slug: "アドレス：/status/…",
      title: "タイトル",
      description: "見出しの下の文",
      groups: "グループ",
      language: "言語",
      zone: "タイムゾーン",
      link: "タイトルのリンク先",
    },
    slugHint: "a-z、0-9、ハイフンの 1〜50 文字。",
    groupsHint:
      "1 行に 1 つ。「# ショップ」でグループを始め、「home」や「3 = ウェブサイト」は対象（キーまたは ID）、「tag: public」はそのタグを持つ対象すべてです。",
    anyLanguage: "読む人のブラウザーに合わせる",
    boxes: {
      incidents: "インシデントを表示する",
      maintenance: "メンテナンスを表示する",
      noindex: "検索エンジンに載せないよう求める",
    },
  },
  list: (names) => names.join("、"),
};
