// Holds the words about steps and readings in Japanese.
import type { Words } from "../en.ts";

type ReadingWords = Words["readings"];

export const readingsJa: ReadingWords = {
  differences: {
    added: "追加された行",
    removed: "削除された行",
    replaced: "置き換えられた行",
  },
  editor: {
    kindsTitle: "手順の種類",
    kindsCaption: "行の書き出しと、その働き",
    line: "行",
    gives: "働き",
    kinds: {
      css: "CSS セレクターに合う要素を選びます。最初の 1 つか、すべて。テキスト、HTML、属性のいずれかを取り出します。",
      remove: "要素をページから取り除きます。コンマで区切ります。",
      text: "人が読むテキストを、ブロックごとに 1 行で取り出します。",
      json: "JSON 文書の値を JSONPath で取り出します。",
      regex:
        "テキストの一部、または一致した部分を取り出します。名前付きグループはそれぞれ値になります。",
      lines: "行を残す、除く、並べ替えるのいずれかを行います。",
      ignore: "応答のたびに変わる部分を取り除きます。",
      number: "数値を読み取ります。小数点や通貨の書き方は問いません。",
      date: "日時を読み取ります。",
      feed: "RSS、Atom、JSON Feed の項目を取り出します。",
      offers: "商品の価格、通貨、在庫を取り出します。",
      header: "応答のヘッダーを取り出します。",
      meta: "ページの題名や説明などを取り出します。",
    },
    rest: '名前は末尾の as の後に書きます。; や , を含むテキストは "引用符" で囲みます。パターンはテキストの一部か /re/flags です。',
    tryIt: "手順を試す",
    outputs: "取得したページに対する各手順の出力",
    step: "手順",
    output: "出力",
  },
  page: {
    title: (target, values) => `${target}：${values.join("、")}`,
    titleNone: (target) => `${target}：数値はありません`,
    value: (name, value) => `${name} ${value}`,
    none: "名前の付いた数値を読み取る手順がありません。例：number as price",
    addSteps: "手順を変更",
    windows: "期間",
    nothing: (window) => `${window}に読み取った値はありません。`,
    constant: (window, value) => `${window}を通して ${value} でした。`,
    span: (window, low, high) => `${window}の値は ${low} から ${high} まででした。`,
    last: "最新",
    notRead: "今は読み取っていません",
    sinceDayBefore: (difference) => `前日から ${difference}`,
    lowest: "これまでの最低",
    highest: "これまでの最高",
    firstAt: (time) => `初回 ${time}`,
    median: (window) => `中央値（${window}）`,
    between: (low, high) => `ほとんどが ${low} から ${high} まで`,
    runs: ({ written }) => `${written} 回の実行で読み取り`,
    extent: (low, high) => `最低 ${low}、最高 ${high}`,
    before: (difference, value) => `${difference}（以前は ${value}）`,
  },
  run: {
    reading: "読み取り",
    compare: "最新との差分",
  },
  chart: {
    none: "この期間に読み取った値はないため、グラフはありません。",
    keys: {
      median: "中央値",
      extent: "最低から最高まで",
      extremes: "期間中の最低と最高",
    },
    figures: "数値を表で見る",
    caption: (name) => `${name}（古い順）`,
    columns: {
      from: "開始",
      count: "実行",
      min: "最低",
      p50: "中央値",
      max: "最高",
      last: "最後",
    },
  },
};
