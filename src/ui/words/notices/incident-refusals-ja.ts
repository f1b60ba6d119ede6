// Holds the Japanese of what the API refuses about incidents, templates, explanations and
// status pages.
import type { Pattern } from "#domain/translate.ts";

const ofTemplates: readonly Pattern[] = [
  {
    from: "A template may have at most {} characters.",
    to: "テンプレートは {1} 文字までです。",
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
    from: "The field {} stands only within {}, line {}, column {}.",
    to: "{1} という項目は {2} の中だけで使えます（{3} 行 {4} 文字目）。",
  },
  {
    from: 'Unclosed section "{}", line {}, column {}.',
    to: "セクション {1} が閉じていません（{2} 行 {3} 文字目）。",
  },
  {
    from: 'Unopened section "{}", line {}, column {}.',
    to: "始まっていないセクション {1} が閉じられています（{2} 行 {3} 文字目）。",
  },
  {
    from: "Unclosed tag, line {}, column {}.",
    to: "タグが閉じていません（{1} 行 {2} 文字目）。",
  },
  {
    from: "Invalid tags: {}, line {}, column {}.",
    to: "区切り文字 {1} は使えません（{2} 行 {3} 文字目）。",
  },
  {
    from: "Alertmanager's form takes no template.",
    to: "Alertmanager の形式ではテンプレートを使えません。",
  },
  {
    from: "{{#{}}} stands within itself, line {}, column {}.",
    to: "{1} の中に {1} があります（{2} 行 {3} 文字目）。",
  },
];

export const incidentRefusalsJa: readonly Pattern[] = [
  ...ofTemplates,
  {
    from: "There is no such kind; it is one of {}.",
    to: "この種類はありません。次のいずれかを指定します：{1}。",
  },
  {
    from: 'This is missing; it is one of {}. An address of Apprise is taken instead, as "apprise".',
    to: "入力がありません。次のいずれかを指定します：{1}。代わりに Apprise のアドレスを apprise に指定できます。",
  },
  {
    from: "This is an address with http or https.",
    to: "http または https のアドレスを指定します。",
  },
  {
    from: "The list of canaries was changed or deleted meanwhile: read it again.",
    to: "その間にカナリアの一覧が変更されました。読み直してください。",
  },
  {
    from: "Name a target or labels, not both.",
    to: "対象かラベルのどちらか一方を指定します。",
  },
  { from: "Name a target, or give labels.", to: "対象かラベルを指定してください。" },
  {
    from: "A window names {} targets at most: choose a tag, or all targets.",
    to: "1 つのメンテナンス期間で指定できる対象は {1} 件までです。タグを選ぶか、すべての対象を選んでください。",
  },
  { from: "There is no incident {}.", to: "インシデント {1} はありません。" },
  { from: "An incident has {} notes at most.", to: "メモは {1} 件までです。" },
  {
    from: "The incident was changed or deleted meanwhile: read it again.",
    to: "その間にインシデントが変更または削除されました。読み直してください。",
  },
  {
    from: "Only a note is public: write one.",
    to: "公開されるのはメモだけです。メモを入力してください。",
  },
  {
    from: "The incident is closed: nothing is told of it.",
    to: "インシデントは終了しています。通知されることはありません。",
  },
  {
    from: "Until recovery goes with an incident.",
    to: "復旧までミュートできるのはインシデントだけです。",
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
  {
    from: "A page names at most 200 targets.",
    to: "ステータスページに載せられる対象は 200 件までです。",
  },
  {
    from: "There are {} status pages: delete one first.",
    to: "ステータスページは {1} 件までです。先にどれかを削除してください。",
  },
  {
    from: "This is a target's id or key, or an object with target and name.",
    to: "対象の ID かキー、または target と name のオブジェクトを指定します。",
  },
];
